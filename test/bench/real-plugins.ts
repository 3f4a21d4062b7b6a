import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildGo } from '../conformance/oracle.ts';
import { isRoot, pluginDir, sandboxObstacle } from '../host/machine.ts';
import { addAndDel, SAMPLES, type Outcomes } from './race.ts';
import { row, type Absent, type Row } from './table.ts';

/** In namespaces of its own nothing of the machine is changed: links, firewall, reservations and cached results. */
const SETUP = `set -e
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /var/lib
mkdir -p /run/netns /run/lock
ip link set lo up
ip netns add bench
exec "$@"`;

/** ADD and DEL of bridge, host-local and portmap for real, in namespaces of their own. */
export function realPlugins(): Promise<readonly (Row | Absent)[]> {
  const what = 'ADD + DEL of bridge, host-local and portmap for real';
  const go = buildGo('bench', './bench');
  const obstacle =
    sandboxObstacle() ??
    ('obstacle' in go ? go.obstacle : pluginDir === undefined ? 'there are no plugins' : undefined);
  if (obstacle !== undefined) {
    return Promise.resolve([{ what, skipped: obstacle }]);
  }
  const user = isRoot ? [] : ['--user', '--map-root-user'];
  const program = [
    process.execPath,
    ...process.execArgv,
    join(import.meta.dirname, 'real-plugins-process.ts'),
    pluginDir ?? '',
  ];
  const argv = [...user, '--mount', '--net', '--propagation', 'private', '/bin/sh', '-c', SETUP, 'bench', ...program];
  const { status, stdout } = spawnSync('unshare', argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) {
    throw new Error(`The race of real plugins ended with exit code ${status}.`);
  }
  const outcomes: Outcomes = JSON.parse(stdout);
  const { ours, goLibcni } = addAndDel(outcomes);
  const peer = { name: 'Go libcni', value: goLibcni };
  const limit = { name: 'ratio', value: ours / goLibcni, most: 1.05 };
  return Promise.resolve([row(what, 'ms', { ours, peer, details: { samples: SAMPLES, ...outcomes } }, [limit])]);
}
