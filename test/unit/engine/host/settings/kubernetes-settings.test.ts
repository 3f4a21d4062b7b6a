import { expect, it, test } from 'vitest';
import { readHostSettings } from '../../../../../engine/host/settings/host-settings.ts';

it('reads clusters and hosts', () => {
  const cluster = {
    name: 'prod',
    context: 'prod',
    namespace: 'tools',
    nodes: 'role=worker',
    image: 'busybox:1.36',
    chroot: '/host',
    pluginPath: ['/opt/cni/bin'],
    confDir: '/etc/cni/net.d',
  };
  const pods = { name: 'lab', via: 'pod', selector: 'app=shell', container: 'main' };
  const custom = { name: 'own', command: ['ssh', '{node}'] };
  const read = readHostSettings([
    ...[cluster, pods, custom].map((one) => ({ ...one, kind: 'kubernetes' })),
    { name: 'a', kind: 'ssh', destination: 'a' },
  ]);
  expect(read.problems).toEqual([]);
  expect(read.clusters).toEqual([{ ...cluster, via: 'debug' }, pods, { ...custom, via: 'debug' }]);
  expect(read.hosts.map(({ name }) => name)).toEqual(['a']);
});

test.each([
  [{}, 'Entry 1 of "cni.hosts": "name" is missing'],
  [{ name: 'a/b' }, '"name" is missing or has a slash'],
  [{ name: 'p', destination: 'x' }, 'Cluster "p" of "cni.hosts": The key "destination" is unknown'],
  [{ name: 'p', via: 'ssh' }, '"via" is "ssh"'],
  [{ name: 'p', via: 'pod' }, '"via": "pod" needs a "selector"'],
  [{ name: 'p', selector: 'x' }, '"selector" needs "via": "pod"'],
  [{ name: 'p', context: '--kubeconfig=x' }, '"context" is "--kubeconfig=x"'],
  [{ name: 'p', chroot: 'host' }, '"chroot" is "host"'],
  [{ name: 'p', command: 'kubectl' }, '"command" is "kubectl"'],
  [{ name: 'p', pluginPath: ['bin'] }, '"pluginPath" is ["bin"]'],
])('the cluster %j is rejected: %s', (entry, message) => {
  const { clusters, problems } = readHostSettings([{ ...entry, kind: 'kubernetes' }]);
  expect(clusters).toEqual([]);
  expect(problems.map((problem) => problem.message).join()).toContain(message);
});

it('gives two entries of one name to the first', () => {
  const { hosts, problems } = readHostSettings([
    { name: 'a', kind: 'ssh', destination: 'a' },
    { name: 'a', kind: 'kubernetes' },
  ]);
  expect(hosts).toHaveLength(1);
  expect(problems.map(({ message }) => message)).toEqual(['Entry 2 of "cni.hosts" has the name of another host, "a".']);
});
