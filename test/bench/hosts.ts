import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { MapFacts } from '../../client/webviews/map/map-facts.ts';
import { mapGraph } from '../../client/webviews/map/map-graph.ts';
import { mapLayout } from '../../client/webviews/pages/map/map-layout.ts';
import { visibleGraph } from '../../client/webviews/pages/map/visible-graph.ts';
import { createHost, type Host, type HostNetwork, listReservations, readNetwork } from '../../engine/host/index.ts';
import { Shell } from '../../engine/host/shell/shell.ts';
import { CNIConfig } from '../../engine/libcni/index.ts';
import { furnishManyFiles } from '../host/hosts/many-files.ts';
import { sandboxObstacle } from '../host/machine.ts';
import { summarize, type Summary } from './samples.ts';
import { row, type Absent, type Row } from './table.ts';

const ROUNDS = 10;
const COUNT = 10_000;

/** How long some work takes, over and over, in ms. */
async function times(work: () => Promise<unknown>): Promise<Summary> {
  const measured: number[] = [];
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    const began = performance.now();
    await work();
    measured.push(performance.now() - began);
  }
  return summarize(measured);
}

/** How many scripts the shells of hosts are sent for some work; each is a round trip. */
async function roundTrips(work: () => Promise<unknown>): Promise<number> {
  const run: Shell['run'] = Reflect.get(Shell.prototype, 'run');
  let count = 0;
  Shell.prototype.run = function counted(...args) {
    count += 1;
    return run.apply(this, args);
  };
  try {
    await work();
    return count;
  } finally {
    Shell.prototype.run = run;
  }
}

/** 10,000 cached results and reservations of a host, beside reading the files alone. */
export async function manyFiles(): Promise<readonly (Row | Absent)[]> {
  const obstacle = sandboxObstacle();
  if (obstacle !== undefined) {
    return [{ what: `${COUNT} cached results listed`, skipped: obstacle }];
  }
  const host = createHost({ kind: 'sandbox' });
  try {
    await furnishManyFiles(host, COUNT);
    const cni = new CNIConfig({ pluginDirs: [], exec: host.exec, store: host.store });
    const cat = { argv: ['/bin/sh', '-c', 'cd /var/lib/cni/results && ls | xargs cat >/dev/null'] } as const;
    const peer = await times(() => host.run(cat));
    const listed = async (name: string, work: () => Promise<unknown>): Promise<Row> => {
      const [trips, ours] = [await roundTrips(work), await times(work)];
      return row(
        `${COUNT} ${name} listed`,
        'ms',
        { ours: ours.p50, peer: { name: 'cat of the cached results', value: peer.p50 }, details: { ours, cat: peer } },
        [
          { name: 'ms', value: ours.p50, most: 1000 },
          { name: 'round trips', value: trips, most: 1 },
        ],
      );
    };
    return [
      await listed('cached results', () => cni.getCachedAttachments('')),
      await listed('reservations', () => listReservations(host)),
    ];
  } finally {
    await host.dispose();
  }
}

const NAMESPACES = 100;
const PER_NAMESPACE = 5;
const REFRESHES = 50;

/**
 * Creates namespaces with veths into one bridge, each with an address, and a default route, by few processes. Interfaces
 * send no router solicitations and detect no duplicate addresses: with 1,000 new interfaces, both would flood the bridge
 * while it is read, and a host in use is settled.
 */
const furnish = `
settle='for key in router_solicitations accept_dad; do echo 0 >"/proc/sys/net/ipv6/conf/default/$key"; done'
eval "$settle"
ip link add br0 type bridge
ip link set br0 up
ip address add 10.88.0.1/16 dev br0
namespace=0
while [ "$namespace" -lt ${NAMESPACES} ]; do
  ip netns add "n$namespace"
  nsenter --net="/run/netns/n$namespace" /bin/sh -c "$settle"
  number=0
  while [ "$number" -lt ${PER_NAMESPACE} ]; do
    echo "link add v$namespace-$number type veth peer name eth$number netns n$namespace"
    echo "link set v$namespace-$number master br0 up"
    number=$((number + 1))
  done | ip -batch -
  number=0
  { while [ "$number" -lt ${PER_NAMESPACE} ]; do
      echo "address add 10.88.$namespace.$((number + 2))/16 dev eth$number"
      echo "link set eth$number up"
      number=$((number + 1))
    done
    echo "route add default via 10.88.0.1"
  } | ip -n "n$namespace" -batch -
  namespace=$((namespace + 1))
done`;

/** What only entering each namespace and running ip there once takes, one after the other. */
const peer = 'for namespace in /run/netns/*; do nsenter --net="$namespace" ip -o link >/dev/null; done';

async function runScript(host: Host, script: string): Promise<number> {
  const began = performance.now();
  const outcome = await host.run({ argv: ['/bin/sh', '-c', script] }, { timeoutMs: 120_000 });
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0) {
    throw new Error('stderr' in outcome ? Buffer.from(outcome.stderr).toString() : outcome.reason);
  }
  return performance.now() - began;
}

/** The heap after a collection, in MB. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed / 1e6;
}

/** How long the map of such a host takes, with each namespace as one node: the graph and its layout. */
function mapTimes(network: HostNetwork): Summary {
  const facts: MapFacts = {
    host: 'sandbox',
    readAt: 0,
    network,
    attachments: [],
    held: { reservations: [], lastReserved: [] },
  };
  const durations = Array.from({ length: 5 }, () => {
    const began = performance.now();
    const shown = visibleGraph(mapGraph(facts), { expanded: ['interface:br0'] });
    mapLayout(shown, (text) => text.length * 7);
    return performance.now() - began;
  });
  return summarize(durations);
}

/** 500 attachments in 100 namespaces, read again and again, beside one ip in each namespace. */
export async function networkRefresh(): Promise<readonly (Row | Absent)[]> {
  const what = `live network of ${NAMESPACES * PER_NAMESPACE} attachments in ${NAMESPACES} namespaces`;
  const obstacle = sandboxObstacle();
  if (obstacle !== undefined) {
    return [{ what, skipped: obstacle }];
  }
  const host = createHost({ kind: 'sandbox' });
  try {
    await runScript(host, furnish);
    const network = await readNetwork(host);
    const read = network.namespaces.reduce((sum, { interfaces }) => sum + interfaces.length, 0);
    const [durations, others]: [number[], number[]] = [[], []];
    const before = heap();
    for (let turn = 0; turn < REFRESHES; turn += 1) {
      const began = performance.now();
      await readNetwork(host);
      durations.push(performance.now() - began);
      if (turn % 10 === 0) {
        others.push(await runScript(host, peer));
      }
    }
    const growth = Math.max(0, heap() - before);
    const [ours, theirs, map] = [summarize(durations), summarize(others), mapTimes(network)];
    return [
      row(
        what,
        'ms',
        {
          ours: ours.p50,
          peer: { name: 'ip link in each namespace', value: theirs.p50 },
          details: { ours, peer: theirs, interfaces: read, growthMB: growth },
        },
        [
          { name: 'ms', value: ours.p50, most: 500 },
          { name: `MB after ${REFRESHES} refreshes`, value: growth, most: 5 },
        ],
      ),
      row(`map of ${NAMESPACES} namespaces, one by one`, 'ms', { ours: map.p50, details: map }, [
        { name: 'ms', value: map.p50, most: 1000 },
      ]),
    ];
  } finally {
    await host.dispose();
  }
}
