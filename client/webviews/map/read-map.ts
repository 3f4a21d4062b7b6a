import type { Host } from '../../../engine/host/host.ts';
import { readHeldAddresses, readNetwork, withCachedOwners } from '../../../engine/host/index.ts';
import { dataDirsOf } from '../../../engine/libcni/operation/cached-attachment.ts';
import type { Requests } from '../../../protocol/messages.ts';
import type { NetworkRunner } from '../../operations/network-runner.ts';
import type { MapFacts, MapPlan } from './map-facts.ts';

/** A configuration in the editor. */
export interface OpenText {
  readonly uri: string;
  readonly fileName: string;
  readonly text: string;
}

/** Asks the language server for what the next ADD of a configuration would create. */
export type PlanRequest = (
  params: Requests['cni/plan']['params'],
) => Promise<Requests['cni/plan']['result'] | undefined>;

/** The part of a runner that reads a host. */
export type MapRunner = Pick<NetworkRunner, 'name' | 'cachedAttachments'> & {
  readonly host: Pick<Host, 'label' | 'run'>;
};

/** Reads what the map of a host shows, in two round trips one after the other, each with another one at the same time. */
export async function readMap(
  runner: MapRunner,
  open: OpenText | undefined,
  plan: PlanRequest,
  signal?: AbortSignal,
): Promise<MapFacts> {
  const [network, { attachments }] = await Promise.all([
    readNetwork(runner.host, {}, signal),
    runner.cachedAttachments(signal),
  ]);
  const configurations = [
    ...attachments.map(({ config }) => config),
    ...(open === undefined ? [] : [new TextEncoder().encode(open.text)]),
  ];
  const dataDirs = ['/var/lib/cni/networks', ...configurations.flatMap((config) => dataDirsOf(config))];
  const held = await readHeldAddresses(runner.host, [...new Set(dataDirs)], signal);
  return {
    host: runner.name,
    readAt: Date.now(),
    network: withCachedOwners(network, attachments),
    attachments: attachments.map(({ network: name, containerID, ifName, netNS, addresses, cacheFile, result }) => ({
      network: name,
      containerID,
      ifName,
      netNS,
      addresses,
      cacheFile,
      result,
    })),
    held,
    plan: open && (await planOf(open, held, plan)),
  };
}

async function planOf(
  { uri, fileName, text }: OpenText,
  held: MapFacts['held'],
  plan: PlanRequest,
): Promise<MapPlan | undefined> {
  const planned = await plan({ text, held });
  return planned ? { ...planned, uri, fileName } : undefined;
}
