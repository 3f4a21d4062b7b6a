import { expect, test } from 'vitest';
import { HostSettingError } from '../../../../engine/host/host-setting-error.ts';
import { readHostSettings } from '../../../../engine/host/host-settings.ts';

test('each kind of host is read with what it may say', () => {
  const { hosts, problems } = readHostSettings([
    { name: 'here', kind: 'local', sudo: 'never', group: 'lab' },
    {
      name: 'node1',
      kind: 'ssh',
      destination: 'me@10.0.0.1',
      configFile: '/c',
      sudo: 'auto',
      confDir: '/etc/cni/net.d',
    },
    {
      name: 'kind',
      kind: 'exec',
      command: ['docker', 'exec', '-i', 'a b'],
      pluginPath: ['/opt/cni/bin'],
      cacheDir: '/c',
    },
  ]);
  expect(problems).toEqual([]);
  expect(hosts).toEqual([
    { name: 'here', spec: { kind: 'local', sudo: 'never' }, group: 'lab' },
    {
      name: 'node1',
      spec: { kind: 'ssh', destination: 'me@10.0.0.1', configFile: '/c', sudo: 'auto' },
      confDir: '/etc/cni/net.d',
    },
    {
      name: 'kind',
      spec: { kind: 'exec', argv: ['docker', 'exec', '-i', 'a b'] },
      pluginPath: ['/opt/cni/bin'],
      cacheDir: '/c',
    },
  ]);
});

test.each([
  [7, 'Entry 1 of "cni.hosts" is no object, but 7. Write {"name": …, "kind": …}.'],
  [{ kind: 'local' }, 'Entry 1 of "cni.hosts": there is no "name".'],
  [{ name: '', kind: 'local' }, '"name" is "". Write a text'],
  [{ name: 'sandbox', kind: 'local' }, 'the name "sandbox" is taken by the host that is always there'],
  [{ name: 'a/b', kind: 'local' }, 'its name holds a slash'],
  [{ name: 'a' }, 'Host "a" of "cni.hosts": "kind" is undefined. Write one of local, ssh, exec, kubernetes.'],
  [{ name: 'a', kind: 'sandbox' }, '"kind" is "sandbox". Write one of local, ssh, exec, kubernetes.'],
  [{ name: 'a', kind: 'ssh' }, '"destination" is undefined: it is empty. Write a Host of your ssh configuration'],
  [
    { name: 'a', kind: 'ssh', destination: '-oProxyCommand=x' },
    'it begins with a hyphen, which ssh takes for an option',
  ],
  [{ name: 'a', kind: 'ssh', destination: 'a b' }, 'it holds a blank'],
  [{ name: 'a', kind: 'ssh', destination: 'b', configFile: '' }, '"configFile" is "".'],
  [
    { name: 'a', kind: 'ssh', destination: 'b', command: ['x'] },
    '"command" is for hosts of kind "exec", and this one is',
  ],
  [{ name: 'a', kind: 'exec', command: [] }, '"command" is []. Write the words'],
  [{ name: 'a', kind: 'exec', command: 'docker exec' }, '"command" is "docker exec". Write the words'],
  [{ name: 'a', kind: 'exec', command: ['a', 1] }, '"command" is ["a",1].'],
  [{ name: 'a', kind: 'local', sudo: true }, '"sudo" is true. Write one of auto, always, never.'],
  [{ name: 'a', kind: 'local', pluginPath: '/opt' }, '"pluginPath" is "/opt". Write a list of absolute paths'],
  [{ name: 'a', kind: 'local', pluginPath: ['bin'] }, '"pluginPath" is ["bin"].'],
  [{ name: 'a', kind: 'local', confDir: 'net.d' }, '"confDir" is "net.d". Write an absolute path of the host.'],
  [{ name: 'a', kind: 'local', hots: 1 }, 'there is nothing called "hots". It may have name, kind,'],
])('%j is refused with entry, value and cure', (entry, said) => {
  const { hosts, problems } = readHostSettings([entry, { name: 'good', kind: 'local' }]);
  expect(hosts.map(({ name }) => name)).toEqual(['good']);
  expect(problems).toHaveLength(1);
  const [problem] = problems;
  expect(problem).toBeInstanceOf(HostSettingError);
  expect(`${problem?.message} ${problem?.cure}`).toContain(said);
});

test('a second host of one name is refused, and what is no list at all', () => {
  const twice = readHostSettings([1, 2].map(() => ({ name: 'a', kind: 'local' })));
  expect(twice.hosts).toHaveLength(1);
  expect(twice.problems[0]?.message).toBe('Entry 2 of "cni.hosts": there is already a host "a".');
  expect(readHostSettings({ a: 1 }).problems[0]?.message).toBe('"cni.hosts" is no list.');
  expect(readHostSettings(undefined)).toEqual({ hosts: [], clusters: [], problems: [] });
});
