import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it, test } from 'vitest';
import { readArguments } from '../../../cli/arguments.ts';
import { hostsOf } from '../../../cli/hosts.ts';
import type { CompareRequest } from '../../../cli/compare/request.ts';
import { checkNames } from '../../../server/service/fleet/cell.ts';

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
  if (read.kind !== 'compare') throw new Error(read.kind === 'usage' ? read.problem : read.kind);
  return read;
}

const names = (...args: readonly string[]): string[] => hostsOf(request(...args)).hosts.map(({ name }) => name);

it('asks for all checks, in 30 seconds for each host, eight at once, unless told otherwise', () => {
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

it('takes hosts as the other verbs do, and those of a file by name and group', () => {
  expect(hostsOf(request('--host', 'ssh:root@x', '--host', 'exec:docker exec -i kind')).hosts).toEqual([
    { name: 'root@x', spec: { kind: 'ssh', destination: 'root@x' } },
    { name: 'docker exec -i kind', spec: { kind: 'exec', argv: ['docker', 'exec', '-i', 'kind'] } },
  ]);
  expect(names('--hosts', hostsFile)).toEqual(['a', 'b', 'c']);
  expect(names('--hosts', hostsFile, '--group', 'back')).toEqual(['b', 'c']);
  expect(names('--hosts', hostsFile, '--host', 'c', '--host', 'ssh:d', '--group', 'back')).toEqual(['c', 'd', 'b']);
});

it('takes settings as VS Code writes them, with comments and trailing commas, and tells the line that is broken', () => {
  const settings = path.join(place, 'settings.json');
  writeFileSync(
    settings,
    '// mine\n{ "cni.hosts": [{ "name": "a", "kind": "ssh", "destination": "a" }, /* last */], }\n',
  );
  expect(names('--hosts', settings)).toEqual(['a']);
  const broken = path.join(place, 'broken.json');
  writeFileSync(broken, '[\n{ "name" "a" }]');
  expect(() => names('--hosts', broken)).toThrow(/broken\.json cannot be read: ColonExpected in line 2/);
});

test.each([
  [[], '"compare" needs hosts'],
  [['a', 'b', '--host', 'local'], '"b" is one argument too many'],
  [['--host', 'local', '--group', 'x'], '--group names hosts of a file'],
  [['--host', 'local', '--check', 'speed'], 'There is no check "speed"; the checks are plugins,'],
  [['--host', 'local', '--timeout', '1.5'], '--timeout is "1.5"; give a whole number from 1 to 3600'],
  [['--host', 'local', '--yes'], '--yes belongs to "gc", "install-plugins"; leave it out of "compare"'],
])('compare %j is refused: %s', (args, problem) => {
  expect(readArguments(['compare', ...args])).toMatchObject({ kind: 'usage', exitCode: 2 });
  expect(() => request(...args)).toThrow(problem);
});

test.each([
  [['--host', 'nonsense'], /There is no host "nonsense"/],
  [['--hosts', hostsFile, '--group', 'side'], /There is no group "side" in /],
  [['--hosts', path.join(place, 'none.json')], /none\.json cannot be read: ENOENT/],
])('hosts %j are refused: %s', (args, problem) => {
  expect(() => names(...args)).toThrow(problem);
});

test.each([
  [['install-plugins', '--dir', 'bin'], '--dir is "bin"; give an absolute path'],
  [['install-plugins', 'x'], '"x" is one argument too many'],
  [['install-plugins', '--archive', ''], '--archive is empty'],
  [['facts', '--host', 'local', '--host', 'sandbox'], '--host is "local" and "sandbox"; give one of the two'],
])('%j is refused: %s', (args, problem) => {
  const read = readArguments(args);
  expect(read.kind === 'usage' ? read.problem : read.kind).toContain(problem);
});
