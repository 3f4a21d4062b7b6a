import { describe, expect, it, test } from 'vitest';
import { readInventory } from '../../../../../client/hosts/ansible/ansible-inventory.ts';
import { expandRanges } from '../../../../../client/hosts/ansible/ranges.ts';

/** The hosts of an inventory in one line each: name, connection, groups. */
const listed = (path: string, text: string): readonly string[] =>
  readInventory(path, text).hosts.map(({ name, access, groups }) => {
    const target = access.kind === 'ssh' ? access.destination : access.command.join(' ');
    return [name, target, ...groups].join(' | ');
  });

test.each([
  ['web', ['web']],
  ['web[01:03]', ['web01', 'web02', 'web03']],
  ['db-[a:c].lan', ['db-a.lan', 'db-b.lan', 'db-c.lan']],
  ['n[1:9:4]', ['n1', 'n5', 'n9']],
  ['r[1:2]n[8:10]', ['r1n8', 'r1n9', 'r1n10', 'r2n8', 'r2n9', 'r2n10']],
  ['bad[3:1]', []],
  ['bad[1:9:0]', []],
  ['fd00[x]', ['fd00[x]']],
])('the pattern %s', (pattern, expected) => {
  expect(expandRanges(pattern)).toEqual(expected);
});

test('a range is never expanded beyond a limit', () => {
  expect(expandRanges('n[1:999999999]x[1:999999999]')).toHaveLength(1000);
});

describe('an INI inventory', () => {
  it('has hosts with variables, groups, and variables of groups, the most special of which wins', () => {
    const text = `
# machines
edge ansible_host=192.0.2.9 ansible_port=2222
[web]
web[1:2].lan   ; numbered
web3.lan:2022 ansible_user="deploy user"
[db]
db1 ansible_host=db1.lan ansible_user=pg # the first
[prod:children]
web
db
[prod:vars]
ansible_user = root
[all:vars]
ansible_user=nobody
[web:vars]
ansible_user=www
`;
    expect(listed('/ws/hosts', text)).toEqual([
      'edge | ssh://nobody@192.0.2.9:2222',
      'web1.lan | www@web1.lan | web | prod',
      'web2.lan | www@web2.lan | web | prod',
      'web3.lan | ssh://deploy user@web3.lan:2022 | web | prod',
      'db1 | pg@db1.lan | db | prod',
    ]);
  });

  it('has containers, and skips what cannot be evaluated or reached, with the reason', () => {
    const text = `
box ansible_connection=docker ansible_host=box-1
pod ansible_connection=containers.podman.podman
me ansible_connection=local
win ansible_connection=winrm
tpl ansible_host="{{ lookup('env', 'HOST') }}"
secret ansible_user=$ANSIBLE_VAULT;1.1;AES256
`;
    expect(listed('/ws/inventory.ini', text)).toEqual(['box | docker exec -i box-1', 'pod | podman exec -i pod']);
    expect(readInventory('/ws/inventory.ini', text).skipped).toEqual([
      { name: 'me', reason: 'It is this machine, which is the host "local".' },
      { name: 'win', reason: 'The connection "winrm" is not supported.' },
      { name: 'tpl', reason: '"ansible_host" is a template, which only Ansible can evaluate.' },
      { name: 'secret', reason: '"ansible_user" is encrypted with Ansible Vault.' },
    ]);
  });
});

describe('a YAML inventory', () => {
  const text = `
all:
  vars:
    ansible_user: root
  hosts:
    edge: { ansible_host: "2001:db8::1", ansible_port: 2222 }
  children:
    web:
      hosts:
        web[1:2].lan:
      vars:
        ansible_user: www
    db:
      hosts:
        db1:
          ansible_user: !vault |
            $ANSIBLE_VAULT;1.1;AES256
            6162
        db2:
          ansible_host: "{{ address }}"
`;

  it('has the same', () => {
    expect(listed('/ws/hosts.yml', text)).toEqual([
      'edge | ssh://root@[2001:db8::1]:2222',
      'web1.lan | www@web1.lan | web',
      'web2.lan | www@web2.lan | web',
    ]);
    expect(readInventory('/ws/hosts.yml', text).skipped.map(({ name }) => name)).toEqual(['db1', 'db2']);
  });

  it('is recognized by its content without an extension', () => {
    expect(listed('/etc/ansible/hosts', text)).toHaveLength(3);
  });

  it.each(['', '- a\n', 'a: [', '$ANSIBLE_VAULT;1.1;AES256\n6162\n', 'all: &a\n  children: *a\n'])(
    '%j has no hosts',
    (other) => {
      expect(readInventory('/ws/hosts.yml', other)).toEqual({ hosts: [], skipped: [] });
    },
  );
});

test('groups that contain each other end', () => {
  expect(listed('/ws/hosts', '[a]\nx\n[a:children]\nb\n[b:children]\na\n')).toEqual(['x | x | a | b']);
});
