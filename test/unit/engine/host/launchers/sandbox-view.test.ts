import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownRoot, SandboxView, type ViewNeeds } from '../../../../../engine/host/launchers/sandbox-view.ts';

let directory: string;

beforeEach(() => {
  directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'cni-view-')));
  chmodSync(directory, 0o755);
});

afterEach(() => rmSync(directory, { recursive: true }));

const at = (...names: readonly string[]): string => path.join(directory, ...names);

/** A directory with a program for each of these modes. */
function plugins(name: string, mode: number, ...programs: readonly number[]): string {
  mkdirSync(at(name));
  programs.forEach((each, index) => {
    writeFileSync(at(name, `p${index}`), '');
    chmodSync(at(name, `p${index}`), each);
  });
  chmodSync(at(name), mode);
  return at(name);
}

const plan = (needs: Partial<ViewNeeds> = {}): Promise<SandboxView> =>
  SandboxView.plan({ pluginDirs: [], workingDirectory: '/', homes: [], isMapped: true, ...needs });

/** The steps about what is below the directory of the test, without it. */
const steps = (view: SandboxView): string[] =>
  view.operations
    .filter(({ source, target }) => source.includes(directory) || target.includes(directory))
    .map(({ verb, source, target }) => `${verb} ${source} ${target}`.replaceAll(directory, '~'));

test('everything that belongs to users or changes is hidden, and devices are made', async () => {
  const view = await plan();
  const { operations } = view;
  expect(operations).toContainEqual({ verb: 'cover', source: `${ownRoot}/tmp`, target: '/tmp' });
  expect(operations).toContainEqual({ verb: 'cover', source: '/run', target: '/run' });
  expect(operations).toContainEqual({ verb: 'keep', source: `${ownRoot}/var/lib`, target: '/var/lib' });
  expect(operations).toContainEqual({ verb: 'node', source: '/dev/null', target: `${ownRoot}/dev/null` });
  expect(operations).toContainEqual({ verb: 'link', source: '/run', target: `${ownRoot}/var/run` });
  expect(view.files).toContain(`${ownRoot}/dev/null`);
  const names = operations.filter(({ verb }) => verb === 'cover').map(({ target }) => target);
  for (const dir of ['/etc', '/usr', '/', '/proc', '/sys']) {
    expect(names).not.toContain(dir);
  }
  const [lastCover, firstKeep] = [
    operations.findLastIndex(({ verb }) => verb === 'cover'),
    operations.findIndex(({ verb }) => verb === 'keep'),
  ];
  expect(firstKeep).toBeGreaterThan(lastCover);
});

/** True where a home directory is hidden. */
async function covered(home: string): Promise<boolean> {
  const { operations } = await plan({ homes: [home] });
  return operations.some(({ verb, target }) => verb === 'cover' && target === home);
}

test('a home is hidden wherever it is, but never the system', async () => {
  expect(await covered('/srv')).toBe(false);
  expect(await covered('/')).toBe(false);
  expect(await covered('/usr')).toBe(false);
  expect(await covered('/usr/share')).toBe(true);
});

test.each([true, false])('plugins that all may run are shown as a directory (mapped: %s)', async (isMapped) => {
  const view = await plan({ pluginDirs: [plugins('open', 0o755, 0o755)], isMapped });
  expect([view.pluginDirs, view.unreadable]).toEqual([[at('open')], []]);
  expect(steps(view)).toEqual([`show ~/open ${ownRoot}~/open`]);
  expect(view.directories).toContain(`${ownRoot}${at('open')}`);
  expect(await view.lacksDirectory(at('open'))).toBe(false);
});

test('of a directory that others may not enter each program is shown, and what only its owner may run is copied', async () => {
  const pluginDirs = [plugins('closed', 0o700, 0o755, 0o700, 0o644)];
  expect(steps(await plan({ pluginDirs }))).toEqual([
    `show ~/closed/p0 ${ownRoot}~/closed/p0`,
    `copy ~/closed/p1 ${ownRoot}~/closed/p1`,
    `cover ${ownRoot}~/closed ${ownRoot}~/closed`,
  ]);
  const own = await plan({ pluginDirs, isMapped: false });
  expect(steps(own)).toEqual([`show ~/closed ${ownRoot}~/closed`]);
});

test('a program that only its owner may run closes a directory that is open', async () => {
  const view = await plan({ pluginDirs: [plugins('mixed', 0o755, 0o755, 0o750)] });
  expect(steps(view)).toEqual([
    `show ~/mixed/p0 ${ownRoot}~/mixed/p0`,
    `copy ~/mixed/p1 ${ownRoot}~/mixed/p1`,
    `cover ${ownRoot}~/mixed ${ownRoot}~/mixed`,
  ]);
  expect(view.directories.filter((dir) => dir.endsWith('/mixed'))).toEqual([`${ownRoot}${at('mixed')}`]);
  expect(await view.lacksDirectory(at('mixed'))).toBe(false);
  expect(view.files).toContain(`${ownRoot}${at('mixed', 'p0')}`);
  expect(view.files).not.toContain(`${ownRoot}${at('mixed', 'p1')}`);
});

test('a link is a link in the sandbox, and a directory named twice is shown once', async () => {
  symlinkSync(plugins('real', 0o755, 0o755), at('link'));
  const view = await plan({ pluginDirs: [at('real'), at('link'), at('real'), at('gone')] });
  expect(view.pluginDirs).toEqual([at('real'), at('link')]);
  expect(steps(view)).toEqual([`show ~/real ${ownRoot}~/real`, `link ~/real ${ownRoot}~/link`]);
});

test('a relative directory counts from the working directory, which is there, too', async () => {
  plugins('bin', 0o755, 0o755);
  const view = await plan({ pluginDirs: ['bin'], workingDirectory: directory });
  expect([view.pluginDirs, view.directories.includes(`${ownRoot}${directory}`)]).toEqual([[at('bin')], true]);
});

test('a directory that is named later is not shown', async () => {
  const view = await plan();
  expect(await view.lacksDirectory(plugins('late', 0o755))).toBe(true);
  expect(await view.lacksDirectory(at('gone'))).toBe(false);
  expect(await view.lacksDirectory('/usr/bin')).toBe(false);
  expect(await view.lacksDirectory('/var/lib')).toBe(false);
});

test('a file of a hidden directory is put where the sandbox has that path, with the link that was named', async () => {
  writeFileSync(at('resolv.conf'), '');
  symlinkSync(at('resolv.conf'), at('link'));
  const view = await plan();
  const place = { real: at('resolv.conf'), target: `${ownRoot}${at('resolv.conf')}` };
  expect(await view.placeOf(at('resolv.conf'))).toEqual(place);
  expect(await view.placeOf(at('link'))).toEqual({ ...place, link: `${ownRoot}${at('link')}` });
  expect(await view.placeOf(directory)).toBeUndefined();
  await expect(view.placeOf(at('gone'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a file that the sandbox sees needs nothing, and one that it may not read is mounted over', async (context) => {
  const readable = realpathSync('/etc/passwd');
  symlinkSync(readable, at('link'));
  const view = await plan();
  expect(await view.placeOf(readable)).toBeUndefined();
  expect(await view.placeOf(at('link'))).toEqual({ real: readable, link: `${ownRoot}${at('link')}` });
  if ((statSync('/etc/shadow', { throwIfNoEntry: false })?.mode ?? 0o4) & 0o4) {
    return context.skip('no file to hide');
  }
  const own = await plan({ isMapped: false });
  expect(await view.placeOf('/etc/shadow')).toEqual({
    real: '/etc/shadow',
    target: `${ownRoot}/files/1`,
    over: '/etc/shadow',
  });
  expect(await own.placeOf('/etc/shadow')).toBeUndefined();
});
