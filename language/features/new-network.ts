import * as l10n from '@vscode/l10n';
import { firstFree } from '../directory/free-subnets.ts';
import type { Neighbor } from '../directory/neighbor.ts';
import { networksOverlap, parsePrefixed } from '../document/addresses.ts';
import { pathOf } from '../document/model.ts';
import { nextBridge } from './completion/interfaces.ts';

/** What a new network is compared with. */
export interface NewNetworkQuestion {
  /** Addresses and destinations of the host in use: `10.88.0.1/16`. */
  readonly ofHost: readonly string[];
  /** Names of the bridges of the host in use. */
  readonly bridges: readonly string[];
  /** The network, as it would be written; absent for the proposals alone. */
  readonly written?: { readonly text: string; readonly isDefinition: boolean; readonly subnets: readonly string[] };
}

/** Proposals for a new network, and what is wrong with the one that would be written. */
export interface NewNetworkAnswer {
  readonly ipv4: string;
  readonly ipv6: string;
  readonly name: string;
  readonly bridge: string;
  /** Names of networks in the workspace. */
  readonly names: readonly string[];
  /** Errors and warnings of its text. */
  readonly problems: readonly string[];
  /** A sentence for each subnet in the workspace or on the host that one of its subnets overlaps with. */
  readonly overlaps: readonly string[];
}

/** Proposes a subnet, a name and a bridge that no network of the workspace and no interface of the host uses. */
export function newNetwork(
  neighbors: readonly Neighbor[],
  { ofHost, bridges, written }: NewNetworkQuestion,
  problems: readonly string[],
): NewNetworkAnswer {
  const onHost = ofHost.flatMap((text) => {
    const subnet = parsePrefixed(text);
    return subnet === undefined ? [] : [{ text, subnet, owner: undefined }];
  });
  const inFiles = neighbors.flatMap(({ name, uri, subnets }) =>
    subnets.map(({ text, subnet }) => ({ text, subnet, owner: name?.text ?? fileOf(uri) })),
  );
  const used = [...inFiles, ...onHost];
  const [ipv4 = '', , ipv6 = ''] = firstFree(used.map(({ subnet }) => subnet));
  const overlaps = (written?.subnets ?? []).flatMap((own) => {
    const subnet = parsePrefixed(own);
    return subnet === undefined
      ? []
      : used.filter((one) => networksOverlap(one.subnet, subnet)).map((one) => overlapText(own, one));
  });
  const names = [...new Set(neighbors.flatMap(({ name }) => (name === undefined ? [] : [name.text])))];
  const interfaces = bridges.map((name) => ({ name, kind: 'bridge', addresses: [] }));
  const bridge = nextBridge({ neighbors, hostFacts: { host: '', interfaces } });
  return { ipv4, ipv6, name: freeName(names), bridge, names, problems, overlaps: [...new Set(overlaps)] };
}

function overlapText(
  own: string,
  { text, owner }: { readonly text: string; readonly owner: string | undefined },
): string {
  return owner === undefined
    ? l10n.t('{0} overlaps with {1} on the host in use.', own, text)
    : l10n.t('{0} overlaps with {1} of "{2}".', own, text, owner);
}

function freeName(names: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'mynet' : `mynet${number}`;
    if (!names.includes(name)) {
      return name;
    }
  }
}

function fileOf(uri: string): string {
  return pathOf(uri).split('/').at(-1) ?? uri;
}

/** Reads the question of a client; undefined if it has another shape. */
export function readNewNetworkQuestion(sent: unknown): NewNetworkQuestion | undefined {
  if (typeof sent !== 'object' || sent === null || !('ofHost' in sent) || !('bridges' in sent)) {
    return undefined;
  }
  const { ofHost, bridges } = sent;
  const written = 'written' in sent ? sent.written : undefined;
  if (!isStrings(ofHost) || !isStrings(bridges) || (written !== undefined && !isWritten(written))) {
    return undefined;
  }
  return { ofHost, bridges, ...(written && { written }) };
}

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

function isWritten(value: unknown): value is NonNullable<NewNetworkQuestion['written']> {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { text, isDefinition, subnets }: { text?: unknown; isDefinition?: unknown; subnets?: unknown } = value;
  return typeof text === 'string' && typeof isDefinition === 'boolean' && isStrings(subnets);
}
