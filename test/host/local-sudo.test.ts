import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { bundle, hasTool, isRoot, pluginDir } from './machine.ts';
import type { TutorialReport } from './tutorial.ts';

const user = 'nobody';

/**
 * For `sh -c`: lets an ordinary user do everything by sudo without a password, and gives it a network, a /run and a
 * /var/lib of its own. All of it is seen only below this process, and gone with it: the machine stays as it was.
 */
const asSudoer = `set -e
mount -t tmpfs -o mode=755 none /etc/sudoers.d
echo '${user} ALL=(root) NOPASSWD: ALL' >/etc/sudoers.d/cni-workbench
chmod 440 /etc/sudoers.d/cni-workbench
mount -t tmpfs -o mode=755 none /run
mount -t tmpfs -o mode=755 none /var/lib
ip link set lo up
ip addr add 4.2.2.2/32 dev lo
search=$1; shift
exec setpriv --reuid ${user} --regid nogroup --clear-groups -- env -i "PATH=$search" HOME=/nonexistent LC_ALL=C "$@"`;

/** Runs a program as that user, in separate mount and network namespaces. */
function runAsSudoer(...argv: readonly string[]): { readonly status: number | null; stdout: string; stderr: string } {
  const search = '/usr/local/bin:/usr/bin:/bin';
  const args = ['--mount', '--propagation', 'private', '--net', '--', '/bin/sh', '-c', asSudoer, 'sh', search, ...argv];
  return spawnSync('unshare', args, { encoding: 'utf8', timeout: 60_000 });
}

/** Why this cannot be tried here, or undefined. */
function obstacle(): string | undefined {
  if (!isRoot) {
    return 'these tests do not run as root';
  }
  if (pluginDir === undefined) {
    return 'there are no plugins';
  }
  const missing = ['sudo', 'unshare', 'setpriv', 'mount', 'ip', 'ping'].find((tool) => !hasTool(tool));
  if (missing !== undefined) {
    return `there is no ${missing}`;
  }
  const { status, stdout, stderr } = runAsSudoer('sudo', '-n', 'id', '-u');
  return status === 0 && stdout === '0\n' ? undefined : `${user} cannot be given sudo: ${stderr.trim()}`;
}

interface Report {
  readonly tutorial: TutorialReport;
  readonly uid: number;
  readonly plugin: string;
  readonly cache: Readonly<Record<string, string>>;
}

test('an ordinary user with sudo runs the tutorial on this machine, and sees the cache that only root may read', async (context) => {
  const reason = obstacle();
  if (reason !== undefined) {
    console.log(`skipped: this machine with sudo, as ${reason}`);
    return context.skip(reason);
  }
  const program = await bundle('test/host/sudo-process.ts');
  const own = path.dirname(program);
  try {
    mkdirSync(path.join(own, 'plugins'), { mode: 0o755 });
    const teller = '#!/bin/sh\nid -u; printf "%s|" "$CNI_COMMAND" "$CNI_ARGS" "$CNI_PATH"; cat\n';
    writeFileSync(path.join(own, 'plugins/teller'), teller, { mode: 0o755 });
    const targets = ['172.16.29.1', '4.2.2.2'] as const;
    const { status, stdout, stderr } = runAsSudoer(
      process.execPath,
      program,
      pluginDir ?? '',
      path.join(own, 'plugins'),
      ...targets,
      'fd00:16:29::1',
    );
    expect([status, stderr]).toEqual([0, '']);
    const report: Report = JSON.parse(stdout);
    expect(report.uid).not.toBe(0);
    expect(report.plugin).toBe(`0\nADD|K8S_POD=a "b" $(c) 'd'\nü|${own}/plugins|{"name":"x"}`);
    expect(report.cache).toEqual({
      read: 'root only',
      listed: 'written-by-sudo',
      direct: 'EACCES',
      stat: 'root 700\nroot 600\n',
    });
    const { tutorial } = report;
    expect(tutorial.label).toBe('this machine with sudo');
    expect(tutorial.addresses).toMatch(/^eth0@\S+\s+UP\s+172\.16\.29\.\d+\/24 fd00:16:29::[0-9a-f]+\/64/);
    for (const target of targets) {
      expect(tutorial.pings[target]).toContain(' 0% packet loss');
    }
    expect([tutorial.namespacesMeanwhile, tutorial.cachedMeanwhile]).toEqual([['sudoer'], ['tutorial-under-test']]);
    expect(tutorial.addressesAfterDelete).not.toContain('eth0');
    expect([tutorial.namespacesAfter, tutorial.cachedAfter]).toEqual([[], []]);
  } finally {
    rmSync(own, { recursive: true });
  }
}, 120_000);
