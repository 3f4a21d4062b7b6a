import { createHost } from '../../engine/host/index.ts';
import { runTutorial } from './tutorial.ts';

// The tutorial in the sandbox as a program of its own, to be run as another user: prints its report as JSON.
const [pluginDir = '', ...targets] = process.argv.slice(2);
const host = createHost({ kind: 'sandbox' });
void runTutorial(host, { kind: 'conflist', namespace: 'ordinary', pluginDirs: [pluginDir], targets })
  .then((report) => process.stdout.write(JSON.stringify({ ...report, uid: process.getuid?.() })))
  .finally(() => host.dispose());
