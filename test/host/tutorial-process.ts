import { createHost } from '../../engine/host/index.ts';
import { runTutorial } from './tutorial.ts';

// The tutorial in the sandbox as a program of its own, to be run as another user: prints its report as JSON.
const [pluginDir = '', ...targets] = process.argv.slice(2);
const host = createHost({ kind: 'sandbox' });
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
