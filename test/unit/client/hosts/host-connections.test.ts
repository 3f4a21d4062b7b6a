import { expect, test } from 'vitest';
import { HostConnections } from '../../../../client/hosts/host-connections.ts';
import type { Host, NamedHost } from '../../../../engine/host/host.ts';
import { failed, node1, StagedHost, worker } from './hosts.ts';

/** Connections over hosts that a test moves. */
function stage() {
  const made: StagedHost[] = [];
  const lines: string[] = [];
  const changed: string[] = [];
  const newHost = (): Host => {
    const host = new StagedHost();
    made.push(host);
    return host;
  };
  const log = { debug: (line: string) => lines.push(line), warn: (line: string) => lines.push(`warning: ${line}`) };
  const connections = new HostConnections(newHost, log);
  connections.onDidChange((name) => changed.push(name));
  return { connections, made, lines, changed };
}

test('a host is created once, at its first use', () => {
  const { connections, made } = stage();
  expect(connections.stateOf('node1')).toEqual({ kind: 'idle' });
  expect(made).toEqual([]);
  expect(connections.hostOf(node1)).toBe(connections.hostOf(node1));
  expect(made).toHaveLength(1);
});

test('changes of state are reported by name, and a failure is logged with its remedy', () => {
  const { connections, made, lines, changed } = stage();
  connections.hostOf(node1);
  made[0]?.become({ kind: 'connecting' });
  made[0]?.become(failed);
  expect(connections.stateOf('node1')).toEqual(failed);
  expect(changed).toEqual(['node1', 'node1']);
  expect(lines).toEqual([
    'Host node1: connecting',
    'warning: Host node1: There is no connection to node1. Try "ssh node1".',
  ]);
});

test('a disconnected host is disposed, and the next use creates another', async () => {
  const { connections, made, changed } = stage();
  const first = connections.hostOf(node1);
  await connections.disconnect('node1');
  await connections.disconnect('node1');
  expect([made[0]?.disposals, changed]).toEqual([1, ['node1']]);
  expect(connections.hostOf(node1)).not.toBe(first);
});

test('hosts that are removed from the settings, or whose connection settings change, are disconnected', async () => {
  const { connections, made } = stage();
  connections.hostOf(node1);
  connections.hostOf(worker);
  const moved: NamedHost = { ...worker, spec: { kind: 'exec', argv: ['podman', 'exec', '-i', 'worker'] } };
  const grouped: NamedHost = { ...node1, group: 'nodes' };
  await connections.keepOnly([grouped, moved]);
  expect(made.map(({ disposals }) => disposals)).toEqual([0, 1]);
  await connections.keepOnly([]);
  expect(made.map(({ disposals }) => disposals)).toEqual([1, 1]);
});

test('a host that is disconnected with a problem counts as failed until its next use or disconnect', async () => {
  const { connections, changed } = stage();
  const problem = { code: 'unreachable', message: 'It did not answer.', remedy: 'Try again.' } as const;
  connections.hostOf(node1);
  await connections.disconnect('node1', problem);
  expect(connections.stateOf('node1')).toEqual({ kind: 'failed', problem });
  await connections.disconnect('node1');
  expect([connections.stateOf('node1'), changed]).toEqual([{ kind: 'idle' }, ['node1', 'node1']]);
  await connections.disconnect('node1', problem);
  connections.hostOf(node1);
  expect(connections.stateOf('node1')).toEqual({ kind: 'idle' });
});
