import { expect, test } from 'vitest';
import { accessKey, knownHostGroups } from '../../../../client/hosts/known-hosts.ts';

const container = (name: string) => ({ name, about: 'docker · x', command: ['docker', 'exec', '-i', name] as const });

const sources = {
  found: { containers: [container('web10'), container('web2')], nodes: [container('lab-worker')], contexts: ['prod'] },
  sshConfig: [
    { name: 'node1', target: 'root@10.0.0.1' },
    { name: 'node2', target: 'node2' },
  ],
  inventories: [
    {
      path: 'deploy/hosts',
      hosts: [
        { name: 'node1', groups: ['web'], access: { kind: 'ssh', destination: 'node1' } },
        { name: 'db', groups: ['db', 'prod'], access: { kind: 'ssh', destination: 'root@db.lan' } },
      ],
      skipped: [{ name: 'secret', reason: 'It is encrypted.' }],
    },
  ],
} as const;

const shown = (added: readonly string[] = []) =>
  knownHostGroups(sources, new Set(added)).map(({ title, rows }) => [
    title,
    ...rows.map(({ label, description }) => `${label} | ${description}`),
  ]);

test('hosts are listed by their source, sorted, and each once', () => {
  expect(shown()).toEqual([
    ['nodes of kind and minikube', '$(server) lab-worker | docker · x'],
    ['running containers', '$(package) web2 | docker · x', '$(package) web10 | docker · x'],
    ['Kubernetes contexts: all nodes of a cluster', '$(layers) prod | through pods of "kubectl debug"'],
    ['from your ssh config', '$(remote) node1 | root@10.0.0.1', '$(remote) node2 | '],
    [
      'from the Ansible inventory deploy/hosts',
      '$(remote) db | root@db.lan · db, prod',
      '$(circle-slash) secret | It is encrypted.',
    ],
  ]);
});

test('hosts and clusters of the settings are left out, and empty sources have no title', () => {
  const added = [
    'prod',
    accessKey({ kind: 'exec', command: ['docker', 'exec', '-i', 'lab-worker'] }),
    accessKey({ kind: 'ssh', destination: 'root@db.lan' }),
  ];
  const titles = shown(added).map(([title]) => title);
  expect(titles).toEqual(['running containers', 'from your ssh config', 'from the Ansible inventory deploy/hosts']);
});
