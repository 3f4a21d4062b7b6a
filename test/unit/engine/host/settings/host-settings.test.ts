import { expect, test } from 'vitest';
import { readHostSettings } from '../../../../../engine/host/settings/host-settings.ts';

test('each kind of host is read with its keys', () => {
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
  [7, 'Entry 1 of "cni.hosts" is 7, which is not an object. Use the form {"name": …, "kind": …}.'],
  [{ kind: 'local' }, 'Entry 1 of "cni.hosts": "name" is missing.'],
  [{ name: '', kind: 'local' }, '"name" is "", which is not valid. Use a non-empty string'],
  [{ name: 'sandbox', kind: 'local' }, 'The name "sandbox" is reserved for a built-in host.'],
  [{ name: 'a/b', kind: 'local' }, '"name" has a slash'],
  [{ name: 'a' }, 'Host "a" of "cni.hosts": "kind" is missing. Use one of local, ssh, exec, kubernetes.'],
  [{ name: 'a', kind: 'sandbox' }, '"kind" is "sandbox", which is not valid. Use one of local, ssh, exec, kubernetes.'],
  [{ name: 'a', kind: 'ssh' }, 'The ssh destination is empty. Use a Host of your ssh configuration'],
  [{ name: 'a', kind: 'ssh', destination: '-oProxyCommand=x' }, 'begins with a hyphen, which ssh treats as an option'],
  [{ name: 'a', kind: 'ssh', destination: 'a b' }, 'has a space'],
  [{ name: 'a', kind: 'ssh', destination: 'b', configFile: '' }, '"configFile" is "", which is not valid.'],
  [
    { name: 'a', kind: 'ssh', destination: 'b', command: ['x'] },
    '"command" is for hosts of kind "exec", but this host is of kind',
  ],
  [{ name: 'a', kind: 'exec', command: [] }, '"command" is [], which is not valid. Use the command'],
  [
    { name: 'a', kind: 'exec', command: 'docker exec' },
    '"command" is "docker exec", which is not valid. Use the command',
  ],
  [{ name: 'a', kind: 'exec', command: ['a', 1] }, '"command" is ["a",1], which is not valid.'],
  [{ name: 'a', kind: 'local', sudo: true }, '"sudo" is true, which is not valid. Use one of auto, always, never.'],
  [
    { name: 'a', kind: 'local', pluginPath: '/opt' },
    '"pluginPath" is "/opt", which is not valid. Use a list of absolute paths',
  ],
  [{ name: 'a', kind: 'local', pluginPath: ['bin'] }, '"pluginPath" is ["bin"], which is not valid.'],
  [
    { name: 'a', kind: 'local', confDir: 'net.d' },
    '"confDir" is "net.d", which is not valid. Use an absolute path on the host.',
  ],
  [{ name: 'a', kind: 'local', hots: 1 }, 'The key "hots" is unknown. The keys are name, kind,'],
])('%j is rejected with entry, value and remedy', (entry, said) => {
  const { hosts, problems } = readHostSettings([entry, { name: 'good', kind: 'local' }]);
  expect(hosts.map(({ name }) => name)).toEqual(['good']);
  expect(problems).toHaveLength(1);
  const [problem] = problems;
  expect(problem?.code).toBe('hostSetting');
  expect(`${problem?.message} ${problem?.remedy}`).toContain(said);
});

test('a second host with the same name is rejected, and anything but a list', () => {
  const twice = readHostSettings([1, 2].map(() => ({ name: 'a', kind: 'local' })));
  expect(twice.hosts).toHaveLength(1);
  expect(twice.problems[0]?.message).toBe('Entry 2 of "cni.hosts" has the name of another host, "a".');
  expect(readHostSettings({ a: 1 }).problems[0]?.message).toBe('"cni.hosts" is not a list.');
  expect(readHostSettings(undefined)).toEqual({ hosts: [], clusters: [], problems: [] });
});
