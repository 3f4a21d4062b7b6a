import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Session } from './editor/session.ts';
import { configuration } from './configuration.ts';

const details = '{"cniVersion":"1.0.0","code":11,"msg":"no addresses left","details":"range 10.0.0.0/30"}';

/** Plugins that misbehave, and what the message must say: what happened, in whose words, and what to do. */
const plugins: Readonly<Record<string, { readonly script: string; readonly says: readonly string[] }>> = {
  silent: {
    script: 'exit 3',
    says: ['net-silent', 'ended with exit status 3 and said nothing', 'run it by hand'],
  },
  garbage: {
    script: 'echo "this is no JSON"',
    says: ['printed something that is not JSON', 'Check that "garbage" is a CNI plugin', 'taken back with DEL'],
  },
  wordy: {
    script: `[ "$CNI_COMMAND" = DEL ] || { echo '${details}'; exit 1; }`,
    says: ['wordy: no addresses left (code 11)', 'range 10.0.0.0/30'],
  },
  slow: { script: '[ "$CNI_COMMAND" = DEL ] || sleep 600', says: [] },
};

let session: Session;

beforeAll(async () => {
  const types = [...Object.keys(plugins), 'absent'];
  session = await Session.start({
    files: Object.fromEntries(types.map((type) => [`${type}.conflist`, configuration(`net-${type}`, { type })])),
    settings: (directory) => ({ 'cni.pluginPath': [join(directory, 'plugins')] }),
    prepare: (directory) => writePlugins(join(directory, 'plugins')),
  });
  await session.workbench.command('CNI: Create Namespace…');
  await session.workbench.quickInput.enter('Create a namespace', 'f1');
  await session.workbench.openFile('silent.conflist');
});

afterAll(() => session.stop());

async function writePlugins(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const [name, { script }] of Object.entries(plugins)) {
    await writeFile(join(directory, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(directory, name), 0o755);
  }
}

/** Runs «Add to Namespace…» on a file of the workspace, on the namespace f1. */
async function add(type: string): Promise<void> {
  const { workbench } = session;
  await workbench.openFile(`${type}.conflist`);
  await workbench.command('CNI: Add to Namespace…');
  await workbench.quickInput.choose('f1');
}

test.each(['silent', 'garbage', 'wordy'])(
  'a plugin that is %s: the message says what happened and what to do',
  async (type) => {
    onTestFailed(() => session.keepEvidence(`failure-${type}`));
    await add(type);
    const message = await session.workbench.notifications.message(/failed/);
    for (const part of plugins[type]?.says ?? []) expect(message).toContain(part);
  },
);

test('a plugin that is not there: the message names the directories and how to install plugins', async () => {
  onTestFailed(() => session.keepEvidence('failure-absent'));
  await add('absent');
  const message = await session.workbench.notifications.message(/failed/);
  expect(message).toContain('There is no plugin "absent" in');
  expect(message).toContain('containernetworking-plugins');
  expect(message).toContain('cni.pluginPath');
});

test('Show Log has the environment, the input, the output of every step', async () => {
  onTestFailed(() => session.keepEvidence('failure-log'));
  await add('wordy');
  await session.workbench.notifications.press(/failed/, 'Show Log');
  const log = session.workbench.editorOf('CNI.log');
  await expect.poll(() => log.text()).toContain('no addresses left');
  const text = await log.text();
  for (const part of ['CNI_COMMAND=', 'CNI_IFNAME=eth0', 'stdin:', 'stdout:', 'stderr:']) expect(text).toContain(part);
  await session.picture('log');
});

test('a plugin that hangs can be cancelled, and the message says so', async () => {
  onTestFailed(() => session.keepEvidence('failure-slow'));
  await add('slow');
  await session.workbench.notifications.press(/^Adding net-slow/, 'Cancel');
  expect(await session.workbench.notifications.message(/was cancelled/)).toContain('net-slow');
});
