import { createHost } from '../../engine/host/index.ts';

// Uses a host over ssh and ends without a word, as an editor does whose window is closed, or while it lets go of the host:
// prints what `id -u` said.
const [destination = '', configFile = '', how = ''] = process.argv.slice(2);
const host = createHost({ kind: 'ssh', destination, configFile }, { askpass: () => Promise.resolve(undefined) });
void main();

async function main(): Promise<void> {
  const outcome = await host.run({ argv: ['id', '-u'] });
  process.stdout.write('stdout' in outcome ? outcome.stdout : outcome.kind, () => {
    if (how === 'letting-go') {
      void host.dispose();
    }
    process.exit();
  });
}
