import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { CliStage } from './cli-stage.ts';
import { isRoot, pluginDir } from '../machine.ts';
import { packArchive } from '../hosts/plugin-archive.ts';

const obstacle =
  pluginDir === undefined ? 'there are no reference plugins' : isRoot ? undefined : 'only root has a root shell here';
if (obstacle !== undefined) {
  console.log(`skipped: many hosts on the command line, as ${obstacle}`);
}

let stage: CliStage;

beforeAll(async () => {
  stage = await CliStage.build();
});

beforeEach(({ skip }) => {
  if (obstacle !== undefined) {
    skip(obstacle);
  }
});

afterAll(() => stage.dispose());

const shell = (name: string): object => ({
  name,
  kind: 'exec',
  command: ['unshare', '--net', '--mount', '--'],
  pluginPath: [stage.plugins],
  confDir: path.join(stage.directory, 'no-net.d'),
});

function hostsFile(hosts: readonly object[]): string {
  const file = path.join(stage.directory, 'hosts.json');
  writeFileSync(file, JSON.stringify({ 'cni.hosts': hosts }));
  return file;
}

const processes = (): string => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });

it('compares hosts for a network, with the result in its exit code', () => {
  const well = stage.ours(['compare', 'ptp', '--hosts', hostsFile([shell('a'), shell('b')])]);
  expect(well).toMatchObject({ status: 0, stderr: '' });
  expect(well.stdout).toMatch(/^HOST +PLUGINS +VERSION .*ATTACHMENTS\na +✓ \d+ plugins .*\nb +✓/);
  expect(well.stdout).toMatch(/\n2 hosts compared\. No findings\.\n$/);

  const lacking = { ...shell('c'), pluginPath: ['/nowhere'] };
  const found = stage.ours(['compare', 'ptp', '--hosts', hostsFile([shell('a'), lacking]), '--check', 'plugins']);
  expect(found.status).toBe(1);
  expect(found.stdout).toMatch(/\nc +✗ without ptp, host-local\n\nc\n {2}plugins: There is no plugin "ptp" on c in /);

  const dead = { name: 'd', kind: 'exec', command: ['/bin/false'] };
  const gone = stage.ours(['compare', 'ptp', '--hosts', hostsFile([shell('a'), dead]), '--json']);
  expect(gone.status).toBe(2);
  expect(JSON.parse(gone.stdout)).toMatchObject({
    file: 'ptp.conflist',
    findings: 0,
    unreached: 1,
    hosts: [
      { host: 'a', state: 'ok', cells: { plugins: { state: 'good' }, validate: { state: 'good' } } },
      { host: 'd', state: 'failed', cells: { plugins: { state: 'unknown' } } },
    ],
  });
});

it('ends when a host hangs in a plugin that ignores its end, and leaves nothing of it', async () => {
  const plugins = path.join(stage.directory, 'stubborn');
  mkdirSync(plugins);
  const script = `#!/bin/sh\n# answers no CNI_COMMAND\ntrap '' TERM\nsleep 4716\nsleep 4717\n`;
  writeFileSync(path.join(plugins, 'ptp'), script, { mode: 0o755 });
  const hosts = hostsFile([{ ...shell('e'), pluginPath: [plugins] }]);
  const run = stage.ours(['compare', 'ptp', '--hosts', hosts, '--check', 'plugins', '--timeout', '1']);
  expect(run.status).toBe(2);
  expect(run.stdout).toContain('timed out');
  await expect.poll(processes, { timeout: 20_000 }).not.toMatch(/stubborn\/ptp|sleep 471[67]/);
});

it('ends with 2 and JSON where the configuration or the hosts cannot be used', () => {
  const run = stage.ours(['compare', 'nowhere', '--host', 'local', '--json']);
  expect(run.status).toBe(2);
  expect(JSON.parse(run.stdout)).toMatchObject({ error: { message: expect.stringContaining('nowhere') } });
});

it('installs plugins only when that was agreed to', () => {
  const archive = packArchive({ loopback: { from: path.join(pluginDir ?? '', 'loopback') } });
  const place = path.dirname(archive);
  const directory = path.join(place, 'bin');
  const args = ['install-plugins', '--host', 'local', '--archive', archive, '--dir', directory];
  const unasked = stage.ours(args);
  expect(unasked).toMatchObject({ status: 1, stdout: '' });
  expect(unasked.stderr).toContain(
    'Nothing was installed, because there is no terminal for the confirmation.\nhint: Add --yes',
  );
  const run = stage.ours([...args, '--yes']);
  expect(run).toMatchObject({ status: 0, stderr: '' });
  expect(run.stdout).toBe(`Installed loopback in ${directory} on this machine as root.\n`);
  expect(readdirSync(directory)).toEqual(['loopback']);
  const again = stage.ours([...args, '--yes', '--json']);
  const report: unknown = JSON.parse(again.stdout);
  expect(report).toMatchObject({ installed: ['loopback'], replaced: ['loopback'], directory });
  const wrong = stage.ours([...args, '--yes', '--sha256', '0'.repeat(64)]);
  expect(wrong).toMatchObject({ status: 1 });
  expect(wrong.stderr).toMatch(/^The SHA-256 of .* but should be .*\nhint: Download the archive again/);
  rmSync(place, { recursive: true });
});
