import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it, test } from 'vitest';
import { readArguments } from '../../../cli/command-line/arguments.ts';
import { hostsOf } from '../../../cli/hosts/hosts.ts';
import type { CompareRequest } from '../../../cli/compare/request.ts';
import { checkNames } from '../../../language/fleet/cell.ts';

const place = mkdtempSync(path.join(tmpdir(), 'cni-hosts-'));
afterAll(() => rmSync(place, { recursive: true }));

const hostsFile = path.join(place, 'hosts.json');
writeFileSync(
  hostsFile,
  JSON.stringify([
    { name: 'a', kind: 'ssh', destination: 'root@a', group: 'front' },
    { name: 'b', kind: 'ssh', destination: 'b', group: 'back', confDir: '/etc/net.d' },
    { name: 'c', kind: 'exec', command: ['docker', 'exec', '-i', 'c'], group: 'back' },
  ]),
);

function request(...args: readonly string[]): CompareRequest {
  const read = readArguments(['compare', ...args]);
  if (read.kind !== 'compare') {
    throw new Error(read.kind === 'usage' ? read.problem : read.kind);
  }
  return read;
}

const { signal } = new AbortController();
const names = async (...args: readonly string[]): Promise<string[]> =>
  (await hostsOf(request(...args), signal)).hosts.map(({ name }) => name);

it('requests all checks, with 30 seconds for each host and eight hosts at once by default', () => {
  expect(request('--host', 'local')).toMatchObject({ checks: checkNames, timeoutMs: 30_000, parallel: 8, json: false });
  expect(
    request(
      'web',
      '--host',
      'local',
      '--check',
      'order,plugins',
      '--check',
      'drift',
      '--timeout',
      '5',
      '--parallel',
      '2',
    ),
  ).toMatchObject({ network: 'web', checks: ['plugins', 'order', 'drift'], timeoutMs: 5000, parallel: 2 });
});

it('accepts hosts as the other verbs do, and those of a file by name and group', async () => {
  expect((await hostsOf(request('--host', 'ssh:root@x', '--host', 'exec:docker exec -i kind'), signal)).hosts).toEqual([
    { name: 'root@x', spec: { kind: 'ssh', destination: 'root@x' } },
    { name: 'docker exec -i kind', spec: { kind: 'exec', argv: ['docker', 'exec', '-i', 'kind'] } },
  ]);
  expect(await names('--hosts', hostsFile)).toEqual(['a', 'b', 'c']);
  expect(await names('--hosts', hostsFile, '--group', 'back')).toEqual(['b', 'c']);
  expect(await names('--hosts', hostsFile, '--host', 'c', '--host', 'ssh:d', '--group', 'back')).toEqual([
    'c',
    'd',
    'b',
  ]);
});

it('accepts settings with comments and trailing commas, and reports the invalid line', async () => {
  const settings = path.join(place, 'settings.json');
  writeFileSync(
    settings,
    '// mine\n{ "cni.hosts": [{ "name": "a", "kind": "ssh", "destination": "a" }, /* last */], }\n',
  );
  expect(await names('--hosts', settings)).toEqual(['a']);
  const broken = path.join(place, 'broken.json');
  writeFileSync(broken, '[\n{ "name" "a" }]');
  await expect(names('--hosts', broken)).rejects.toThrow(/broken\.json cannot be read: ColonExpected on line 2/);
});

test.each([
  [[], '"compare" needs hosts'],
  [['a', 'b', '--host', 'local'], 'Unexpected argument "b"'],
  [['--host', 'local', '--group', 'x'], '--group needs a hosts file'],
  [['--host', 'local', '--check', 'speed'], 'There is no check "speed". The checks are plugins,'],
  [
    ['--host', 'local', '--timeout', '1.5'],
    '"1.5" is not a valid value of --timeout. Use a whole number from 1 to 3600',
  ],
  [
    ['--host', 'local', '--yes'],
    '--yes is not an option of "compare". Remove it. It is an option of "gc", "install-plugins", "replay".',
  ],
])('compare %j is rejected: %s', async (args, problem) => {
  expect(readArguments(['compare', ...args])).toMatchObject({ kind: 'usage', exitCode: 2 });
  expect(() => request(...args)).toThrow(problem);
});

test.each([
  [['--host', 'nonsense'], /There is no host "nonsense"/],
  [['--hosts', hostsFile, '--group', 'side'], /There is no group "side" in /],
  [['--hosts', path.join(place, 'none.json')], /none\.json cannot be read: ENOENT/],
])('hosts %j are rejected: %s', async (args, problem) => {
  await expect(names(...args)).rejects.toThrow(problem);
});

test.each([
  [['install-plugins', '--dir', 'bin'], '--dir is "bin", which is not an absolute path. Enter an absolute path'],
  [['install-plugins', 'x'], 'Unexpected argument "x"'],
  [['install-plugins', '--archive', ''], '--archive is empty'],
  [
    ['facts', '--host', 'local', '--host', 'sandbox'],
    '--host is given as "local" and "sandbox", but only "compare" accepts several hosts. Remove one of the two',
  ],
])('%j is rejected: %s', async (args, problem) => {
  const read = readArguments(args);
  expect(read.kind === 'usage' ? read.problem : read.kind).toContain(problem);
});
