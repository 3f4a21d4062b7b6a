import type { HeldAddresses, HostNetwork } from '../../../engine/host/index.ts';
import { isRecord } from '../../../engine/libcni/json/record.ts';
import type { CachedAttachment } from '../../../engine/libcni/operation/cached-attachment.ts';
import type { PlannedNetwork } from '../../../language/index.ts';

/** File name extension of the documents of the page. */
export const mapExtension = '.cni-map.json';

/** The document of the page: what was read from a host at one time, as plain data. Nodes and edges come from this alone. */
export interface MapFacts {
  /** Name of the host in the settings. */
  readonly host: string;
  /** Milliseconds since 1970. */
  readonly readAt: number;
  readonly network: HostNetwork;
  readonly attachments: readonly MapAttachment[];
  readonly held: HeldAddresses;
  /** What a configuration in the editor would add. */
  readonly plan?: MapPlan | undefined;
}

/** An attachment of libcni's cache. */
export type MapAttachment = Pick<
  CachedAttachment,
  'network' | 'containerID' | 'ifName' | 'netNS' | 'addresses' | 'cacheFile' | 'result'
>;

/** What the next ADD of a configuration would create. */
export interface MapPlan extends PlannedNetwork {
  readonly fileName: string;
  readonly uri: string;
}

/** Returns the text of a document. The firewall of each namespace, which the map does not show, is left out. */
export function mapText(facts: MapFacts): string {
  const namespaces = facts.network.namespaces.map((namespace) => ({ ...namespace, firewall: undefined }));
  return `${JSON.stringify({ ...facts, network: { ...facts.network, namespaces } })}\n`;
}

/** Reads a document; undefined for another text. */
export function readMapFacts(text: string): MapFacts | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isMapFacts(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isMapFacts = (value: unknown): value is MapFacts =>
  isRecord(value) &&
  typeof value['host'] === 'string' &&
  typeof value['readAt'] === 'number' &&
  isRecord(value['network']) &&
  Array.isArray(value['network']['namespaces']) &&
  Array.isArray(value['attachments']) &&
  isRecord(value['held']);
