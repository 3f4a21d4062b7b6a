import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { capture, createHost, type Host, namespaceShell } from '../../../engine/host/index.ts';
import type { Namespace } from '../../../engine/host/host.ts';
import { atTerminal } from '../at-terminal.ts';
import { useMachine } from '../../machine-lock.ts';
import { hasTool } from '../machine.ts';
import { password, sshObstacle, SshNode } from '../ssh/ssh-node.ts';

const obstacle = sshObstacle() ?? (hasTool('script') ? undefined : 'there is no script');
const namespace: Namespace = { name: 'afar', path: '/var/run/netns/afar' };
let node: SshNode;
let directory: string;

useMachine();

beforeAll(async () => {
  if (obstacle !== undefined) {
    return console.log(`skipped: namespaces of remote hosts, as ${obstacle}`);
  }
  directory = mkdtempSync(path.join(tmpdir(), 'cni-remote-'));
  node = await SshNode.start({ number: 79 });
  node.run('ip', 'netns', 'add', namespace.name);
  node.run('ip', '-n', namespace.name, 'link', 'set', 'lo', 'up');
}, 300_000);

beforeEach((context) => {
  if (obstacle !== undefined) {
    context.skip(obstacle);
  }
});

afterAll(async () => {
  if (obstacle === undefined) {
    node.run('ip', 'netns', 'del', namespace.name);
    await node.close();
    rmSync(directory, { recursive: true, force: true });
  }
});

/** Types into a shell in the namespace; answers a question of sudo. Returns the status and everything shown. */
async function typeInto(host: Host): Promise<readonly [number | null, string]> {
  const { command } = await namespaceShell(host, namespace, host.label);
  let asked = 0;
  return atTerminal(command.argv, command.env ?? process.env, (latest, all) => {
    if (latest.includes('password for')) {
      return `${password}\n`;
    }
    if (asked > 0 || !all.includes('Type "exit"')) {
      return undefined;
    }
    asked += 1;
    return `sh -c 'echo "<" $(id -u) $(ip -o link | grep -c .) $(ls -A /tmp | grep -c "^[.]cni-workbench-[0-9a-f]*$") ">"'; exit\n`;
  });
}

test.for(['root', 'easy', 'fishy', 'cshy'] as const)(
  'a shell in a namespace of the login of %s is one of root, whatever the login shell',
  async (account, context) => {
    const shell = new Map<string, string>(Object.entries({ fishy: 'fish', cshy: 'tcsh' })).get(account);
    if (shell !== undefined && !hasTool(shell)) {
      return context.skip(`there is no ${shell}`);
    }
    const [, seen] = await typeInto(node.host(account));
    expect(seen).toContain(`Shell in namespace "afar" on "${account} over ssh".`);
    expect(seen).toContain('< 0 1 0 >');
  },
);

test('sudo prompts in the terminal', async () => {
  const host = node.host('strict', { askpass: () => Promise.resolve(password) });
  const [, seen] = await typeInto(host);
  expect(seen).toContain('password for strict');
  expect(seen).toContain('< 0 1 0 >');
});

test('the shell of a command gets the terminal of the user', async () => {
  const argv = ['nsenter', '--target', node.pid, '--mount', '--pid', '--net', '--'] as const;
  const host = createHost({ kind: 'exec', argv });
  try {
    const [, seen] = await typeInto(host);
    expect(seen).toContain('< 0 1 0 >');
  } finally {
    await host.dispose();
  }
});

test('a capture continues after a new login, and ends on the host when there is none', async (context) => {
  if (!hasTool('tcpdump')) {
    return context.skip('there is no tcpdump');
  }
  const host = node.host('root');
  const file = path.join(directory, 'lost.pcap');
  const request = { namespace, interface: 'lo', filter: [], file, maxSeconds: 120, maxBytes: 1_000_000 };
  const pingInside = (): string =>
    node.run('ip', 'netns', 'exec', namespace.name, 'ping', '-c', '2', '-i', '0.2', '127.0.0.1');
  // First the connection ends, then nothing listens any more either.
  const cuts = ['^sshd: root@notty', '^sshd'];
  let isStarted = false;
  let counted = -1;
  const report = await capture(host, request, new AbortController().signal, ({ packets }) => {
    if (!isStarted) {
      isStarted = true;
      pingInside();
    } else if (packets > counted && cuts.length > 0) {
      counted = packets;
      node.run('pkill', '-f', cuts.shift() ?? '');
      pingInside();
    }
  });
  expect(report.ended).toBe('connectionLost');
  expect(report.packets).toBeGreaterThan(4);
  expect(statSync(file).size).toBeGreaterThan(24);
  await expect
    .poll(() => node.run('/bin/sh', '-c', 'pgrep tcpdump; ls -A /tmp | grep ^[.]cni-workbench-capture; :'), {
      timeout: 60_000,
    })
    .toBe('');
});
