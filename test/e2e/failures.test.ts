import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Session } from './editor/session.ts';
import { configuration } from './configuration.ts';

const details = '{"cniVersion":"1.0.0","code":11,"msg":"no addresses left","details":"range 10.0.0.0/30"}';

/** Plugins that misbehave, and what the message and the log must say: what happened, in whose words, and what to do. */
const plugins: Readonly<
  Record<string, { readonly script: string; readonly says: readonly string[]; readonly logs: readonly string[] }>
> = {
  silent: {
    script: 'exit 3',
    says: ['"net-silent"', 'exit status 3'],
    logs: ['run it manually'],
  },
  garbage: {
    script: 'echo "this is no JSON"',
    says: ['not a JSON object', 'was rolled back'],
    logs: ['Check that "garbage" is a CNI plugin'],
  },
  wordy: {
    script: `[ "$CNI_COMMAND" = DEL ] || { echo '${details}'; exit 1; }`,
    says: ['wordy reports: no addresses left', 'was rolled back'],
    logs: ['code: 11', 'details: range 10.0.0.0/30'],
  },
  slow: { script: '[ "$CNI_COMMAND" = DEL ] || sleep 600', says: [], logs: [] },
};

let session: Session;

beforeAll(async () => {
  const types = [...Object.keys(plugins), 'absent', 'calico', 'ptp'];
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

/** Runs "Add to Namespace…" on a file of the workspace, on the namespace f1. */
async function add(type: string): Promise<void> {
  const { workbench } = session;
  await workbench.openFile(`${type}.conflist`);
  await workbench.command('CNI: Add to Namespace…');
  await workbench.quickInput.choose('f1');
}

test.each(['silent', 'garbage', 'wordy'])(
  'a plugin that is %s: the message says what happened, and the log what to do',
  async (type) => {
    onTestFailed(() => session.keepEvidence(`failure-${type}`));
    await add(type);
    const message = await session.workbench.notifications.message(/failed/);
    for (const part of plugins[type]?.says ?? []) {
      expect(message).toContain(part);
    }
    await expectInLog(...(plugins[type]?.logs ?? []));
  },
);

/** Waits until the log has these texts. */
async function expectInLog(...texts: readonly string[]): Promise<void> {
  const { workbench } = session;
  await workbench.command('CNI: Show Log');
  for (const text of texts) {
    await expect.poll(() => session.log()).toContain(text);
  }
  await workbench.command('View: Hide Panel');
}

test.each([
  ['absent', 'from the project that ships it'],
  ['calico', 'https://github.com/projectcalico/calico'],
  ['ptp', 'containernetworking-plugins'],
])('the plugin %s is missing: the message names the directories, and the log who ships it', async (type, project) => {
  onTestFailed(() => session.keepEvidence(`failure-${type}`));
  await add(type);
  await session.workbench.notifications.with(/failed/).waitFor();
  await session.picture(`failure-${type}`);
  const message = await session.workbench.notifications.message(/failed/);
  expect(message).toContain(`There is no plugin "${type}" in`);
  expect(message).not.toContain('failed to find plugin');
  await expectInLog(project, 'cni.pluginPath');
});

test('Show Log is scrolled to the failed step with its environment, input and output, and stays live', async () => {
  onTestFailed(() => session.keepEvidence('failure-log'));
  const { output, notifications, page } = session.workbench;
  await add('wordy');
  await notifications.press(/failed/, 'Show Log');
  // The DEL that rolls the ADD back comes after the failure.
  await expect
    .poll(async () => (await output.text()).split('\n').slice(0, 6).join('\n'))
    .toContain('[error] ADD 1 wordy:');
  const text = await output.text();
  for (const part of ['error: no addresses left', 'code: 11', 'CNI_COMMAND=ADD']) {
    expect(text).toContain(part);
  }
  await session.readmePicture('log', { x: 352, y: 36, width: 924, height: 732 });
  await output.line('code: 11').click();
  await page.keyboard.press('Control+End');
  await expect.poll(() => output.text()).toContain('DEL net-wordy: succeeded');
  for (const part of ['CNI_IFNAME=eth0', 'stdin:', 'stdout:', 'stderr:']) {
    expect(await output.text()).toContain(part);
  }
  await add('garbage');
  await notifications.message(/failed/);
  await expect.poll(() => output.text()).toContain('net-garbage');
  await session.workbench.command('View: Hide Panel');
});

test('a plugin that hangs can be canceled, and the message says so', async () => {
  onTestFailed(() => session.keepEvidence('failure-slow'));
  await add('slow');
  await session.workbench.notifications.press(/^Adding "net-slow/, 'Cancel');
  expect(await session.workbench.notifications.message(/was canceled/)).toContain('net-slow');
});

test('after a failed ADD a button deletes the namespace that was created for it', async () => {
  onTestFailed(() => session.keepEvidence('failure-namespace'));
  const { workbench } = session;
  await workbench.openFile('wordy.conflist');
  await workbench.command('CNI: Add to Namespace…');
  await workbench.quickInput.choose(/Create/);
  await workbench.quickInput.enter('Create a namespace', 'f2');
  const failure = 'to "f2" on "sandbox" failed';
  await workbench.notifications.with(failure).waitFor();
  await session.picture('failure-namespace');
  await workbench.showContainer('CNI');
  const namespaces = workbench.view('Namespaces');
  await expect.poll(() => namespaces.rows()).toEqual(['f1  empty', 'f2  empty']);
  await workbench.notifications.press(failure, 'Delete Namespace');
  await expect.poll(() => namespaces.rows()).toEqual(['f1  empty']);
});
