import { beforeEach, expect, test, vi } from 'vitest';
import * as vscode from 'vscode';
import { installReferencePlugins } from '../../../../client/commands/install-plugins.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';
import { hostSources, rowOf } from './host-sources.ts';

/** What was asked of the engine, in place of archives and hosts. */
const world = vi.hoisted(() => ({ calls: new Array<unknown>(), existing: new Array<string>(), backup: '' }));

vi.mock('../../../../engine/fleet/index.ts', () => ({
  defaultRelease: 'v1.9.1',
  releaseUrl: (architecture: string) => `https://example.org/${architecture}.tgz`,
  lookAtTarget: async (_host: unknown, directory: string) => {
    world.calls.push(['look', directory]);
    return { directory, machine: 'x86_64', architecture: 'amd64', uid: 0, existing: world.existing };
  },
  openArchive: async (source: string, { onProgress }: { onProgress: (done: number, total?: number) => void }) => {
    world.calls.push(['open', source]);
    onProgress(1_000_000, 4_000_000);
    onProgress(1_010_000, 4_000_000);
    onProgress(4_000_000, 4_000_000);
    return {
      source,
      sha256: 'abc',
      plugins: { names: ['bridge', 'ptp'] },
      dispose: async () => void world.calls.push(['dispose']),
    };
  },
  installPlugins: async (_host: unknown, { directory }: { directory: string }) => {
    world.calls.push(['install', directory]);
    return {
      installed: ['bridge', 'ptp'],
      replaced: ['bridge'],
      backup: world.backup === '' ? undefined : world.backup,
    };
  },
}));

beforeEach(() => {
  resetEditor();
  Object.assign(world, { calls: [], existing: [], backup: '' });
});

/** Installs on node1 from the source that `source` names. */
async function install(source = 'Official release', ...typed: readonly (string | undefined)[]) {
  const sources = hostSources();
  const invalidated: string[] = [];
  const texts = typed.length === 0 ? ['/opt/cni/bin'] : [...typed];
  editor.choose = (labels) => labels.find((label) => label.includes(source));
  editor.type = () => texts.shift();
  const command = installReferencePlugins({
    ...sources,
    placesOf: () => ({ pluginPath: ['/usr/lib/cni'], cacheDir: '/c', confDir: '/n', isThisMachine: false }),
    knowledge: { invalidate: (name) => void invalidated.push(name) },
  });
  await command(rowOf('node1'));
  return invalidated;
}

test('the release is installed after the user confirmed host, directory and plugins', async () => {
  expect(await install()).toEqual([]);
  expect(world.calls).toEqual([['look', '/opt/cni/bin'], ['open', 'https://example.org/amd64.tgz'], ['dispose']]);
  const [question] = editor.messages;
  expect(question).toMatchObject({
    text: 'Install the reference plugins on "node1"?',
    buttons: ['Install'],
    isModal: true,
  });
  expect(question?.detail?.split('\n')).toEqual([
    'Host: node1 (the sandbox, x86_64)',
    'User ID: 0',
    'Directory: /opt/cni/bin',
    'Archive: https://example.org/amd64.tgz',
    'SHA-256: abc (verified)',
    'Plugins: bridge, ptp',
    'The plugins are copied there and run once with VERSION.',
    'The directory is empty or does not exist.',
  ]);
  editor.answer = () => 'Install';
  expect(await install()).toEqual(['node1']);
  expect(world.calls.slice(-2)).toEqual([['install', '/opt/cni/bin'], ['dispose']]);
  expect(editor.messages.at(-1)).toMatchObject({
    severity: 'info',
    text: 'Installed 2 plugins in /opt/cni/bin on "node1".',
  });
  expect(editor.notifications.at(-2)?.reports).toEqual(['1.0 MB', '4.0 MB']);
});

test('existing plugins are named before, and their backup after the installation', async () => {
  Object.assign(world, { existing: ['bridge', 'tap'], backup: '/opt/cni/bin.before' });
  editor.answer = () => 'Install';
  await install();
  expect(editor.messages[0]?.detail).toContain('The directory has bridge, tap.');
  expect(editor.messages[1]?.text).toBe(
    'Installed 2 plugins in /opt/cni/bin on "node1". The replaced plugins are in /opt/cni/bin.before.',
  );
});

test('a local archive or a URL is used instead', async () => {
  editor.openDialog = [vscode.Uri.file('/tmp/plugins.tgz')];
  await install('Local archive');
  await install('Archive URL', '/opt/cni/bin', 'https://mirror.example.org/p.tgz');
  expect(world.calls.filter((call) => Array.isArray(call) && call[0] === 'open')).toEqual([
    ['open', '/tmp/plugins.tgz'],
    ['open', 'https://mirror.example.org/p.tgz'],
  ]);
  const [directory, , address] = editor.inputs;
  expect([directory?.value, directory?.validateInput?.('bin'), directory?.validateInput?.('/bin')]).toEqual([
    '/usr/lib/cni',
    'Enter an absolute path on the host.',
    undefined,
  ]);
  expect(
    ['ftp://x/y', 'https://', 'https://x/', 'https://x/y'].map((text) => address?.validateInput?.(text) === undefined),
  ).toEqual([false, false, false, true]);
});

test.each([
  ['directory', 'Official', [undefined]],
  ['archive', 'nothing', ['/opt/cni/bin']],
  ['file', 'Local archive', ['/opt/cni/bin']],
  ['address', 'Archive URL', ['/opt/cni/bin', undefined]],
] as const)('without a %s nothing is looked at', async (_, source, typed) => {
  await install(source, ...typed);
  expect([world.calls, editor.messages]).toEqual([[], []]);
});
