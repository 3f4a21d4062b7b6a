import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { namespaceNodes } from '../../../client/views/namespace-rows.ts';
import type { Inventory, TreeNode } from '../../../client/views/tree-nodes.ts';
import { attachment } from '../../unit/client/views/attachments.ts';
import { namespace, route, veth } from '../../unit/engine/host/network/made-network.ts';
import { median, row, type Row } from '../table.ts';

const [NAMESPACES, ATTACHMENTS, REFRESHES] = [100, 500, 50];

/** A new reading of a host with these namespaces, in each of which every interface has a route that its result lacks. */
function reading(): Inventory {
  const names = Array.from({ length: NAMESPACES }, (_, index) => `ns${index}`);
  const attachments = Array.from({ length: ATTACHMENTS }, (_, index) =>
    attachment({
      network: `net${index % 10}`,
      ifName: `eth${Math.floor(index / NAMESPACES)}`,
      netNS: `/var/run/netns/ns${index % NAMESPACES}`,
      cacheFile: `/var/lib/cni/results/${index}`,
    }),
  );
  const live = names.map((name) =>
    namespace(name, {
      interfaces: [0, 1, 2, 3, 4].map((index) => veth(`eth${index}`, { addresses: [`10.${index}.0.2/24`] })),
      routes: [0, 1, 2, 3, 4].map((index) => route(`10.9.${index}.0/24`, `10.${index}.0.1`, `eth${index}`)),
    }),
  );
  return {
    kind: 'ready',
    host: 'node1',
    namespaces: names.map((name) => ({ name, path: `/var/run/netns/${name}` })),
    cache: { attachments, unreadable: [] },
    live: { host: 'node1', namespaces: live, omitted: 0, isCut: false },
  };
}

/** Requests every row, as an editor with all of them expanded does. */
function count(rows: readonly TreeNode[]): number {
  return rows.reduce((sum, one) => sum + 1 + ('children' in one ? count(one.children ?? []) : 0), 0);
}

async function usedMegabytes(): Promise<number> {
  await delay(10);
  setFlagsFromString('--expose-gc');
  Reflect.apply(runInNewContext('gc'), undefined, []);
  return process.memoryUsage().heapUsed / 2 ** 20;
}

const limited = (what: string, unit: string, ours: number, most: number): Row =>
  row(what, unit, { ours }, [{ name: unit, value: ours, most }]);

const refresh = (): number => {
  const startedAt = performance.now();
  count(namespaceNodes(reading(), { group: 'network', filter: '' }));
  return performance.now() - startedAt;
};

/** The rows of the Namespaces view: a refresh with all rows expanded, and the growth over all refreshes. */
export async function namespaceView(): Promise<readonly Row[]> {
  refresh();
  const before = await usedMegabytes();
  const times = Array.from({ length: REFRESHES }, refresh);
  const growth = (await usedMegabytes()) - before;
  const what = `Namespaces view of ${ATTACHMENTS} attachments in ${NAMESPACES} namespaces`;
  return [
    limited(`${what}: refresh, all rows expanded`, 'ms', median(times), 500),
    limited(`${what}: growth over ${REFRESHES} refreshes`, 'MB', Math.max(0, growth), 5),
  ];
}
