import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { bundle, differences, machineState, pluginDir } from '../machine.ts';
import { useNode } from '../tests-on-a-node.ts';
import { runTutorial, tutorialNetwork, writeTutorial } from '../tutorial.ts';

let before: readonly string[];

const node = useNode({
  what: 'the tutorial over ssh',
  number: 80,
  obstacle: pluginDir === undefined ? 'there are no plugins' : undefined,
  setUp: (started) => {
    // The Internet of the remote host.
    started.run('ip', 'addr', 'add', '4.2.2.2/32', 'dev', 'lo');
    before = machineState();
  },
});

test('the tutorial runs over ssh as a user with sudo, on the far side only', async () => {
  const host = node().host('easy');
  const targets = ['172.16.29.1', '4.2.2.2'];
  const options = { kind: 'conflist', namespace: 'far', pluginDirs: [node().pluginDir], targets } as const;
  const report = await runTutorial(host, options);
  expect(report.label).toBe('easy over ssh');
  expect(report.addresses).toMatch(/^eth0@\S+\s+UP\s+172\.16\.29\.\d+\/24 fd00:16:29::[0-9a-f]+\/64/);
  for (const target of targets) {
    expect(report.pings[target]).toContain(' 0% packet loss');
  }
  expect([report.namespacesMeanwhile, report.cachedMeanwhile]).toEqual([['far'], [tutorialNetwork]]);
  expect([report.namespacesAfter, report.cachedAfter]).toEqual([[], []]);
  expect(node().run('ls', '/var/lib/cni/networks')).toBe(`${tutorialNetwork}\n`);
  expect(differences(before, machineState())).toEqual([]);
});

test('every call of a plugin is made on the far side, with what it was given there', async () => {
  const own = mkdtempSync(path.join(tmpdir(), 'cni-teller-'));
  chmodSync(own, 0o755);
  const teller = '#!/bin/sh\nid -u; readlink /proc/self/ns/net /proc/self/ns/mnt; printf "%s|" "$CNI_ARGS"; cat\n';
  writeFileSync(path.join(own, 'teller'), teller, { mode: 0o755 });
  const outcome = await node()
    .host('easy')
    .exec.execPlugin({
      type: 'teller',
      pluginDirs: [own],
      env: { CNI_ARGS: `a "b" $(c) 'd'\nü` },
      stdin: Buffer.from('{"name":"x"}'),
    });
  const far = node().run('readlink', '/proc/1/ns/net', '/proc/1/ns/mnt');
  const said = outcome.kind === 'exited' ? Buffer.from(outcome.stdout).toString() : outcome.kind;
  expect(said).toBe(`0\n${far}a "b" $(c) 'd'\nü|{"name":"x"}`);
  rmSync(own, { recursive: true });
});

test('the command line accepts the same host', async () => {
  const program = await bundle('cli/main.ts');
  const networks = writeTutorial('conflist');
  const file = path.join(networks, '10-tutorial.conflist');
  node().run('ip', 'netns', 'add', 'line');
  const host = ['--host', 'ssh:easy@node', '--ssh-config', path.join(node().directory, 'ssh_config')];
  const cnitool = (...args: readonly string[]): string =>
    execFileSync(process.execPath, [program, ...args, ...host], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], CNI_PATH: node().pluginDir },
    });
  expect(JSON.parse(cnitool('add', file, '/var/run/netns/line'))).toMatchObject({ ips: [{}, {}] });
  expect(cnitool('attachments')).toContain(tutorialNetwork);
  expect(cnitool('check', file, '/var/run/netns/line')).toBe('');
  cnitool('del', file, '/var/run/netns/line');
  expect(node().run('ip', '-n', 'line', '-br', 'link')).not.toContain('eth0');
  expect(differences(before, machineState())).toEqual([]);
  node().run('ip', 'netns', 'del', 'line');
  for (const directory of [networks, path.dirname(program)]) {
    rmSync(directory, { recursive: true });
  }
});
