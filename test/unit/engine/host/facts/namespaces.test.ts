import { expect, test } from 'vitest';
import type { CommandOutcome } from '../../../../../engine/host/host.ts';
import {
  createNamespace,
  deleteNamespace,
  findPluginDirs,
  listNamespaces,
  namespaceExists,
  runInNamespace,
} from '../../../../../engine/host/index.ts';
import { scriptExitCodes } from '../../../../../generated/shell-programs.js';
import { madeUpHost } from '../../fleet/made-up-host.ts';

/** A host whose commands end so; `scripts` are what it was given. */
function stage(exitCode: number, stdout = '', stderr = '') {
  const scripts: (readonly string[])[] = [];
  const outcome: CommandOutcome = {
    kind: 'exited',
    exitCode,
    stdout: Buffer.from(stdout),
    stderr: Buffer.from(stderr),
    startedAt: 0,
    durationMs: 1,
  };
  const host = madeUpHost(({ argv }) => {
    scripts.push(argv.slice(4));
    return Promise.resolve(outcome);
  });
  return { host, scripts };
}

test('namespaces are listed by name', async () => {
  const { host } = stage(0, 'ns2\0ns1\0a b\0');
  expect(await listNamespaces(host)).toEqual(
    ['a b', 'ns1', 'ns2'].map((name) => ({ name, path: `/var/run/netns/${name}` })),
  );
  expect(await listNamespaces(stage(0).host)).toEqual([]);
});

test('whether a namespace is there is the status of the host', async () => {
  expect(await namespaceExists(stage(0).host, 'ns1')).toBe(true);
  expect(await namespaceExists(stage(1).host, 'ns1')).toBe(false);
});

test('a namespace is made and removed by its name', async () => {
  const { host, scripts } = stage(0);
  expect(await createNamespace(host, 'ns1')).toEqual({ name: 'ns1', path: '/var/run/netns/ns1' });
  await deleteNamespace(host, 'ns1');
  expect(scripts).toEqual([
    ['create', 'ns1'],
    ['delete', 'ns1'],
  ]);
});

test.each([
  ['', 'cannot be empty'],
  ['.', 'because it refers to a directory'],
  ['..', 'because it refers to a directory'],
  ['-x', 'because "ip" treats a leading hyphen as an option'],
  ['a/b', 'because it has a slash, a space or a NUL'],
  ['a b', 'because it has a slash, a space or a NUL'],
  ['a\0b', 'because it has a slash, a space or a NUL'],
  ['x'.repeat(256), 'it is longer than 255 bytes'],
  ['ä'.repeat(128), 'it is longer than 255 bytes'],
])('%j is not a valid name, and nothing runs', async (name, reason) => {
  const { host, scripts } = stage(0);
  for (const use of [createNamespace, deleteNamespace, namespaceExists]) {
    await expect(use(host, name)).rejects.toMatchObject({
      code: 'namespaceName',
      message: expect.stringContaining(reason),
    });
  }
  await expect(runInNamespace(host, name, { argv: ['ip'] })).rejects.toMatchObject({ code: 'namespaceName' });
  expect(scripts).toEqual([]);
});

test('a name may be as long as a file name', async () => {
  expect((await createNamespace(stage(0).host, 'x'.repeat(255))).name).toHaveLength(255);
});

test('an existing, a missing and a rejected one are distinguished', async () => {
  await expect(createNamespace(stage(scriptExitCodes.exists).host, 'ns1')).rejects.toMatchObject({
    code: 'namespaceExists',
  });
  await expect(deleteNamespace(stage(scriptExitCodes.absent).host, 'ns1')).rejects.toMatchObject({
    code: 'namespaceMissing',
  });
  const refused = { code: 'namespaceFailed', message: expect.stringContaining('mount failed') };
  await expect(createNamespace(stage(1, '', 'mount failed\n').host, 'ns1')).rejects.toMatchObject(refused);
  await expect(deleteNamespace(stage(1, '', 'mount failed\n').host, 'ns1')).rejects.toMatchObject(refused);
  await expect(deleteNamespace(stage(3).host, 'ns1')).rejects.toMatchObject({
    message: expect.stringContaining('exit status 3'),
  });
});

test('a host without ip is reported', async () => {
  const missing = { code: 'missingTool' };
  await expect(createNamespace(stage(127, '', 'cni-workbench-missing ip\n').host, 'ns1')).rejects.toMatchObject(
    missing,
  );
  await expect(
    runInNamespace(stage(127, '', 'cni-workbench-missing ping\n').host, 'ns1', { argv: ['ping'] }),
  ).rejects.toMatchObject({ ...missing, message: expect.stringContaining('ping') });
  await expect(createNamespace(stage(127, '', 'not found\n').host, 'ns1')).rejects.toMatchObject({
    code: 'namespaceFailed',
  });
});

test('a command in a namespace ends as it ends, unless there is no namespace', async () => {
  const { host, scripts } = stage(scriptExitCodes.absent, 'out', 'mine');
  expect(await runInNamespace(host, 'ns1', { argv: ['ip', 'addr'] })).toMatchObject({
    exitCode: scriptExitCodes.absent,
  });
  expect(scripts).toEqual([['run', 'ns1', 'ip', 'addr']]);
  await expect(
    runInNamespace(stage(scriptExitCodes.absent, '', 'cni-workbench-missing\n').host, 'ns1', { argv: ['ip'] }),
  ).rejects.toMatchObject({ code: 'namespaceMissing' });
});

test('plugins are searched in CNI_PATH, or else in the directories of distributions', async () => {
  const { host, scripts } = stage(0, '/opt/cni/bin\n/usr/lib/cni\n');
  expect(await findPluginDirs(host, '/a::/b')).toEqual(['/a', '/b']);
  expect(scripts).toEqual([]);
  expect(await findPluginDirs(host, '')).toEqual(['/opt/cni/bin', '/usr/lib/cni']);
  expect(await findPluginDirs(host, undefined)).toEqual(['/opt/cni/bin', '/usr/lib/cni']);
});
