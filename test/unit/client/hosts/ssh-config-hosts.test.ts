import { expect, test } from 'vitest';
import { readSSHConfigHosts, type SSHConfigFiles } from '../../../../client/hosts/ssh-config-hosts.ts';

function filesOf(texts: Readonly<Record<string, string>>): SSHConfigFiles {
  return {
    directory: '/home/me/.ssh',
    home: '/home/me',
    read: (path) => Promise.resolve(texts[path]),
    list: (directory) =>
      Promise.resolve(
        Object.keys(texts)
          .filter((path) => path.startsWith(`${directory}/`))
          .map((path) => path.slice(directory.length + 1))
          .filter((name) => !name.includes('/')),
      ),
  };
}

test('hosts are read in order, with their targets, without patterns and Match', async () => {
  const config = `
Compression yes
Host node1 node2 # two of them
  HostName 10.0.0.1
  User admin
  Port 2222
Host "node three" *.example.org !gate
host=lower
  ProxyJump node1
Match host node9
  User root
Host *
  User nobody
Host node1
  HostName 10.9.9.9
`;
  expect(await readSSHConfigHosts(filesOf({ '/home/me/.ssh/config': config }))).toEqual([
    { name: 'node1', target: 'admin@10.0.0.1:2222' },
    { name: 'node2', target: 'admin@10.0.0.1:2222' },
    { name: 'node three', target: '' },
    { name: 'lower', target: '' },
  ]);
});

test('Include is followed: relative, from the home directory, with wildcards, in a block, in a cycle', async () => {
  const texts = {
    '/home/me/.ssh/config': 'Include conf.d/*.conf ~/more\nHost last\n  Include /etc/deep\n',
    '/home/me/.ssh/conf.d/b.conf': 'Host b\nInclude config\n',
    '/home/me/.ssh/conf.d/a.conf': 'Host a\n',
    '/home/me/.ssh/conf.d/.hidden.conf': 'Host hidden\n',
    '/home/me/.ssh/conf.d/aXconf': 'Host x\n',
    '/home/me/more': 'Host more\n',
    '/etc/deep': 'Host deep\n',
  };
  const names = (await readSSHConfigHosts(filesOf(texts))).map(({ name }) => name);
  expect(names.toSorted()).toEqual(['a', 'b', 'deep', 'last', 'more']);
});

test('a file that is missing or cannot be parsed gives no hosts and no error', async () => {
  expect(await readSSHConfigHosts(filesOf({}))).toEqual([]);
  expect(await readSSHConfigHosts(filesOf({ '/home/me/.ssh/config': 'Host "a\nPort 1\n' }))).toEqual([]);
});
