import { describe, expect, test } from 'vitest';
import {
  entryProblem,
  isNamed,
  suggestedName,
  type HostAccess,
  takenNames,
} from '../../../../client/hosts/host-entry.ts';

const ssh = (destination: string): HostAccess => ({ kind: 'ssh', destination });
const exec = (...command: readonly string[]): HostAccess => ({ kind: 'exec', command });

describe('suggestedName', () => {
  test.each([
    [ssh('node1'), 'node1'],
    [ssh('admin@node1.example.org'), 'node1.example.org'],
    [ssh('ssh://admin@node1:2222'), 'node1:2222'],
    [exec('docker', 'exec', '-i', 'kind-worker'), 'kind-worker'],
    [exec('kubectl', 'exec', '-i', 'pod/a', '--'), 'pod-a'],
    [exec('wsl', '-u', 'root', '--'), 'wsl'],
    [exec('limactl', 'shell', 'default', 'sh'), 'default'],
  ])('%o is called %s', (access, name) => {
    expect(suggestedName(access, [])).toBe(name);
  });

  test('a taken name gets a number', () => {
    expect(suggestedName(ssh('local'), ['sandbox', 'local'])).toBe('local-2');
    expect(suggestedName(ssh('a'), ['a', 'a-2', 'a-3'])).toBe('a-4');
  });
});

describe('entryProblem', () => {
  test('an entry that the settings accept has no problem', () => {
    expect(entryProblem({ name: 'node1', ...ssh('admin@node1') }, ['node2'])).toBeUndefined();
  });

  test.each([
    ['node2', ssh('x'), 'A host or cluster with the name "node2" already exists.'],
    ['a/b', ssh('x'), 'slash'],
    ['a', ssh(''), '"destination" is ""'],
    ['a', ssh('-oProxyCommand=x'), 'hyphen'],
    ['a', exec(), '"command" is []'],
  ])('%s %o: %s', (name, access, says) => {
    expect(entryProblem({ name, ...access }, ['node2'])).toContain(says);
  });
});

test('an entry of the settings is found by its name, whatever its shape', () => {
  expect([{ name: 'a' }, { name: 'b' }, null, 'a', ['a']].map((entry) => isNamed(entry, 'a'))).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('the name of a cluster is taken, because the settings have hosts and clusters in one list', () => {
  const taken = takenNames({ hosts: [{ name: 'local' }], clusters: [{ name: 'lab' }] });
  expect(entryProblem({ name: 'lab', kind: 'ssh', destination: 'lab' }, taken)).toMatch(/"lab"/);
  expect(suggestedName({ kind: 'ssh', destination: 'lab' }, taken)).toBe('lab-2');
});
