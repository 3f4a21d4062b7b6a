import * as l10n from '@vscode/l10n';
import { commaList } from '../../../engine/text/listing.ts';
import { foldedMember } from '../../document/members.ts';
import type { InterfaceFact } from '../../workspace/host-facts.ts';
import type { RuleContext } from '../../workspace/context.ts';
import { isAt, type Cursor } from '../cursor.ts';
import type { Proposal } from './proposal.ts';

/** Keys that name a host interface, by plugin type; '' is any other type. */
const interfaceKeys: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'host-device': ['device'],
    '': ['master'],
  }),
);
/** Kinds of interfaces that cannot be the master of another one. */
const useless = new Set(['veth', 'tun', 'dummy']);

function described({ kind, addresses, mtu }: InterfaceFact, host: string): string {
  const facts = [kind ?? l10n.t('device'), ...(mtu === undefined ? [] : [l10n.t('MTU {0}', mtu)]), ...addresses];
  return l10n.t('{0} on {1}', commaList(facts), host);
}

function interfaces({ hostFacts, neighbors = [] }: RuleContext, key: string): Proposal[] {
  const ofHost = (hostFacts?.interfaces ?? [])
    .filter(({ name, kind }) => name !== 'lo' && !useless.has(kind ?? ''))
    .map((one) => ({ text: one.name, reason: described(one, hostFacts?.host ?? '') }));
  return [...ofHost, ...usedElsewhere(neighbors, key)];
}

function usedElsewhere(neighbors: NonNullable<RuleContext['neighbors']>, key: string): Proposal[] {
  return neighbors.flatMap(({ file, plugins }) =>
    plugins.flatMap(({ settings }) => {
      const value = settings[key]?.value;
      return typeof value === 'string' && value !== '' ? [{ text: value, reason: l10n.t('Also in {0}', file) }] : [];
    }),
  );
}

/** Returns the bridges of the host, and those in other files. */
function knownBridges({ hostFacts, neighbors = [] }: RuleContext): Proposal[] {
  const ofHost = (hostFacts?.interfaces ?? [])
    .filter(({ kind }) => kind === 'bridge')
    .map((one) => ({ text: one.name, reason: described(one, hostFacts?.host ?? '') }));
  return [...ofHost, ...usedElsewhere(neighbors, 'bridge')];
}

/** Returns the next free name for a bridge. */
export function nextBridge(context: RuleContext): string {
  const { neighbors = [] } = context;
  // A bridge without a name is cni0 (plugins/main/bridge, loadNetConf), so that name counts as taken if another file uses the default.
  const isDefaultUsed = neighbors.some(({ plugins }) =>
    plugins.some(({ type, settings }) => type === 'bridge' && settings['bridge'] === undefined),
  );
  const names = new Set(knownBridges(context).map(({ text }) => text));
  if (isDefaultUsed) {
    names.add('cni0');
  }
  let number = 0;
  while (names.has(`cni${number}`)) {
    number++;
  }
  return `cni${number}`;
}

/** Proposes names for a bridge: the next free one, then the existing ones. */
function bridges(context: RuleContext): Proposal[] {
  return [{ text: nextBridge(context), reason: l10n.t('Next free name for a new bridge') }, ...knownBridges(context)];
}

/** Proposes interface and bridge names at the cursor, from the host and the other files. */
export function interfaceProposals(cursor: Cursor, context: RuleContext): Proposal[] {
  const type = cursor.plugin?.typeName ?? '';
  if (isAt(cursor, 'bridge') && type === 'bridge') {
    return bridges(context);
  }
  // With linkInContainer, the master is an interface of the container.
  const isInContainer = foldedMember(cursor.plugin?.node, 'linkInContainer')?.value?.value === true;
  const keys = isInContainer ? [] : (interfaceKeys.get(type) ?? interfaceKeys.get('') ?? []);
  if (!isAt(cursor, cursor.key) || !keys.includes(cursor.key)) {
    return [];
  }
  return interfaces(context, cursor.key);
}
