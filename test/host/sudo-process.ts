import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createHost, type Host } from '../../engine/host/index.ts';
import { runTutorial } from './tutorial.ts';

// The tutorial on this machine as a separate program, for a user with sudo. Prints its report as JSON.
const [pluginDir = '', ownDir = '', ...targets] = process.argv.slice(2);
const host = createHost({ kind: 'local' });
void main();

async function main(): Promise<void> {
  try {
    const tutorial = await runTutorial(host, {
      kind: 'conflist',
      namespace: 'sudoer',
      pluginDirs: [pluginDir],
      targets,
    });
    const report = { tutorial, uid: process.getuid?.(), plugin: await tryPlugin(), cache: await tryCache(host) };
    process.stdout.write(JSON.stringify(report));
  } finally {
    await host.dispose();
  }
}

/** What a plugin that prints what it was given says. */
async function tryPlugin(): Promise<string> {
  const outcome = await host.exec.execPlugin({
    type: 'teller',
    pluginDirs: [ownDir],
    env: { CNI_COMMAND: 'ADD', CNI_ARGS: `K8S_POD=a "b" $(c) 'd'\nü`, CNI_PATH: ownDir },
    stdin: Buffer.from('{"name":"x"}'),
  });
  return outcome.kind === 'exited' ? Buffer.from(outcome.stdout).toString() : outcome.kind;
}

/** A cached result by way of the host, who owns it, and what this process itself may do with it. */
async function tryCache(through: Host): Promise<Readonly<Record<string, string>>> {
  const file = '/var/lib/cni/results/written-by-sudo';
  await through.store.write(file, Buffer.from('root only'));
  const stat = await through.run({ argv: ['stat', '-c', '%U %a', path.dirname(file), file] });
  let direct = 'readable';
  try {
    readFileSync(file);
  } catch (error) {
    direct = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
  const read = Buffer.from((await through.store.read(file)) ?? []).toString();
  const listed = (await through.store.list(path.dirname(file))).map((entry) => path.basename(entry.path)).join();
  await through.store.remove(file);
  return { read, listed, direct, stat: 'stdout' in stat ? Buffer.from(stat.stdout).toString() : stat.kind };
}
