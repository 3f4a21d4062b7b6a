import { createHost } from '../../engine/host/index.ts';
import { runTutorial } from './tutorial.ts';

// The tutorial in the sandbox as a separate program, for another user. Prints its report as JSON.
const [pluginDir = '', ...targets] = process.argv.slice(2);
const host = createHost({ kind: 'sandbox' }, { pluginDirs: [pluginDir] });
void main();

async function main(): Promise<void> {
  try {
    const report = await runTutorial(host, {
      kind: 'conflist',
      namespace: 'ordinary',
      pluginDirs: [pluginDir],
      targets,
    });
    process.stdout.write(JSON.stringify({ ...report, uid: process.getuid?.() }));
  } finally {
    await host.dispose();
  }
}
