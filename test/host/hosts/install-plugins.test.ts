import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { installPlugins, lookAtTarget, openArchive, type InstallReport } from '../../../engine/fleet/index.ts';
import { createHost, type Host } from '../../../engine/host/index.ts';
import { pluginDir, sandboxObstacle } from '../machine.ts';
import { forMachine, packArchive, serveDirectory, sha256Of } from './plugin-archive.ts';
import { textOf } from '../../integration/engine/host/shell/shell-host.ts';

const obstacle = sandboxObstacle() ?? (pluginDir === undefined ? 'there are no reference plugins' : undefined);
if (obstacle !== undefined) {
  console.log(`skipped: installing plugins, as ${obstacle}`);
}

const wanted = ['host-local', 'loopback'];

const host: Host = createHost({ kind: 'sandbox' });
let archive = '';
const places: string[] = [];
const from = (name: string): { from: string } => ({ from: path.join(pluginDir ?? '', name) });
const pack = (...args: Parameters<typeof packArchive>): string => {
  const packed = packArchive(...args);
  places.push(path.dirname(packed));
  return packed;
};

beforeAll(async () => {
  if (obstacle !== undefined) {
    return;
  }
  archive = pack(Object.fromEntries(wanted.map((name) => [name, from(name)])));
  await host.connect();
});
beforeEach(({ skip }) => {
  if (obstacle !== undefined) {
    skip(obstacle);
  }
});

afterAll(async () => {
  await host.dispose();
  for (const place of places) {
    rmSync(place, { recursive: true });
  }
});

const run = async (script: string): Promise<string> => {
  const outcome = await host.run({ argv: ['/bin/sh', '-ec', script] });
  expect(outcome).toMatchObject({ kind: 'exited', exitCode: 0 });
  return outcome.kind === 'exited' ? textOf(outcome.stdout) : '';
};
const filesIn = async (directory: string): Promise<string[]> =>
  (await run(`ls -A ${directory} 2>/dev/null || :`)).split('\n').filter(Boolean);
const install = async (source: string, directory: string): Promise<InstallReport> => {
  const opened = await openArchive(source);
  try {
    const target = await lookAtTarget(host, directory);
    return await installPlugins(host, target, opened);
  } finally {
    await opened.dispose();
  }
};

it('puts them into a directory that was not there, where they run', async () => {
  const report = await install(archive, '/run/one/bin');
  expect(report).toEqual({ installed: wanted, replaced: [], backup: undefined });
  expect(await filesIn('/run/one/bin')).toEqual(wanted);
  expect(
    await run('CNI_COMMAND=VERSION /run/one/bin/host-local </dev/null; stat -c %a /run/one/bin/host-local'),
  ).toContain('supportedVersions');
  expect(sha256Of(path.join(pluginDir ?? '', 'host-local'))).toBe(
    (await run('sha256sum /run/one/bin/host-local')).split(' ')[0],
  );
});

it('keeps replaced files in a directory, and other files unchanged', async () => {
  await run(
    'mkdir /run/two; echo old >/run/two/host-local; chmod 700 /run/two/host-local; echo mine >/run/two/calico; ln -s /nowhere /run/two/loopback',
  );
  expect((await lookAtTarget(host, '/run/two')).existing).toEqual(['calico', 'host-local', 'loopback']);
  const { replaced, backup } = await install(archive, '/run/two');
  expect(replaced).toEqual(['host-local', 'loopback']);
  expect(
    await run(`cat /run/two/calico ${backup}/host-local; readlink ${backup}/loopback; stat -c %a ${backup}/host-local`),
  ).toBe('mine\nold\n/nowhere\n700\n');
  expect(await filesIn('/run/two')).toEqual([path.basename(backup ?? ''), 'calico', ...wanted].toSorted());
});

it('fetches an archive and its checksum over HTTP', async () => {
  const server = await serveDirectory(path.dirname(archive));
  try {
    const seen: number[] = [];
    const opened = await openArchive(`${server.url}/plugins.tgz`, { onProgress: (done) => seen.push(done) });
    expect(opened).toMatchObject({ sha256: sha256Of(archive), source: `${server.url}/plugins.tgz` });
    expect(seen.at(-1)).toBe(statSync(archive).size);
    expect(opened.plugins.names).toEqual(wanted);
    await opened.dispose();
    expect(existsSync(opened.plugins.path)).toBe(false);
    await expect(openArchive(`${server.url}/none.tgz`)).rejects.toThrow(
      /cannot be verified, because .*none.tgz.sha256 returned 404/,
    );
    await expect(openArchive(`${server.url}/none.tgz`, { sha256: '0'.repeat(64) })).rejects.toThrow(/returned 404/);
  } finally {
    await server.close();
  }
  await expect(openArchive(`${server.url}/plugins.tgz`)).rejects.toThrow(/cannot be downloaded: /);
});

// docs/security.md: S13
it('rejects a wrong or missing checksum before anything is sent', async () => {
  await expect(openArchive(archive, { sha256: 'f'.repeat(64) })).rejects.toThrow(
    /The SHA-256 of .* but should be .*Nothing was unpacked/,
  );
  await expect(openArchive(archive, { sha256: 'abc' })).rejects.toThrow(/begins with "abc"/);
  const lone = pack({ 'host-local': from('host-local') });
  rmSync(`${lone}.sha256`);
  await expect(openArchive(lone)).rejects.toThrow(/cannot be verified, because .*\.sha256 does not exist/);
  await expect(openArchive('/nowhere/plugins.tgz')).rejects.toThrow('The file /nowhere/plugins.tgz does not exist.');
});

it('rejects an archive for another architecture before it is sent, and leaves nothing', async () => {
  const foreign = pack({ 'host-local': { bytes: forMachine(path.join(pluginDir ?? '', 'host-local'), 183) } });
  await expect(install(foreign, '/run/three')).rejects.toThrow(
    /is for arm64, but the sandbox is \w+. Nothing was installed/,
  );
  const notOne = pack({ 'host-local': { bytes: Buffer.from('#!/bin/sh\n') } });
  await expect(install(notOne, '/run/three')).rejects.toThrow(/has no programs/);
  writeFileSync(path.join(path.dirname(notOne), 'text.tgz'), 'text');
  await expect(
    openArchive(path.join(path.dirname(notOne), 'text.tgz'), {
      sha256: sha256Of(path.join(path.dirname(notOne), 'text.tgz')),
    }).then(async (opened) => installPlugins(host, await lookAtTarget(host, '/run/three'), opened)),
  ).rejects.toThrow(/is not a valid \.tgz archive/);
  expect(await run('ls -d /run/three 2>/dev/null || echo none')).toBe('none\n');
});

// docs/security.md: S13
it('rolls back if one of the plugins does not run there', async () => {
  const mixed = pack({
    aaa: from('host-local'),
    zzz: { bytes: forMachine(path.join(pluginDir ?? '', 'host-local'), 183) },
  });
  await expect(install(mixed, '/run/four/bin')).rejects.toThrow(
    /zzz of the archive does not run on the sandbox: .*exec format error/,
  );
  expect(await run('ls -d /run/four 2>/dev/null || echo none')).toBe('none\n');
});

it('rolls back if one of them cannot be moved into place', async () => {
  await run('mkdir -p /run/five/loopback; echo old >/run/five/host-local');
  await expect(install(archive, '/run/five')).rejects.toThrow(
    /could not be moved into place .*\/run\/five\/loopback is a directory/,
  );
  expect(await filesIn('/run/five')).toEqual(['host-local', 'loopback']);
  expect(await run('cat /run/five/host-local')).toBe('old\n');
});

it('leaves nothing of what it kept when one of them cannot be replaced', async () => {
  await run('mkdir /run/busy; cd /run/busy; echo old >host-local; echo old >loopback; mount --bind loopback loopback');
  await expect(install(archive, '/run/busy')).rejects.toThrow(/could not be moved into place .*busy/);
  expect(await filesIn('/run/busy')).toEqual(['host-local', 'loopback']);
  expect(await run('cat /run/busy/*')).toBe('old\nold\n');
});

it('reports a full disk, and changes nothing', async () => {
  await run('mkdir /run/six; mount -t tmpfs -o size=1m none /run/six');
  await expect(install(archive, '/run/six')).rejects.toThrow(/No space left on device.*Nothing was installed/s);
  expect(await filesIn('/run/six')).toEqual([]);
});

it('reports a missing write permission', async () => {
  await run('mkdir /run/seven; mount -t tmpfs -o ro none /run/seven');
  await expect(install(archive, '/run/seven/bin')).rejects.toThrow(
    'User 0 on the sandbox is not allowed to write to /run/seven. Nothing was installed.',
  );
  const closed = await lookAtTarget(host, '/opt/cni/bin').catch((error: unknown) => error);
  expect(closed).toMatchObject({
    message: expect.stringMatching(
      /^User 0 on the sandbox is not allowed to write to \/opt.*\. Nothing was installed\.$/,
    ),
    remedy: expect.stringContaining('cannot change this machine. Choose another host'),
  });
  await expect(lookAtTarget(host, 'opt/cni/bin')).rejects.toThrow('"opt/cni/bin" is not an absolute path.');
  await expect(lookAtTarget(host, '/etc/passwd')).rejects.toThrow('/etc/passwd on the sandbox is not a directory.');
});

it('leaves nothing when it is cancelled on the way', async () => {
  const stop = new AbortController();
  const opened = await openArchive(archive);
  const target = await lookAtTarget(host, '/run/eight/bin');
  await expect(
    installPlugins(host, target, opened, { signal: stop.signal, onProgress: () => stop.abort() }),
  ).rejects.toThrow(/abort/i);
  expect(await run('ls -d /run/eight 2>/dev/null || echo none')).toBe('none\n');
});
