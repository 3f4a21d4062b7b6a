import { foldedMember } from '../../members.ts';
import type { InterfaceFact } from '../../host-facts.ts';
import type { RuleContext } from '../../rules/rule.ts';
import { isAt, type Cursor } from '../cursor.ts';
import type { Proposal } from './proposal.ts';

/** Keys that name an interface of the host, by plugin type; '' stands for any other type. */
const INTERFACE_KEYS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'host-device': ['device'],
    '': ['master'],
  }),
);
/** Interfaces that no other one can be made on. */
const USELESS = new Set(['veth', 'tun', 'dummy']);

function described({ kind, addresses, mtu }: InterfaceFact, host: string): string {
  const facts = [kind ?? 'device', ...(mtu === undefined ? [] : [`MTU ${mtu}`]), ...addresses];
  return `${facts.join(', ')} of ${host}`;
}

function interfaces({ hostFacts, neighbours = [] }: RuleContext, key: string): Proposal[] {
  const ofHost = (hostFacts?.interfaces ?? [])
    .filter(({ name, kind }) => name !== 'lo' && !USELESS.has(kind ?? ''))
    .map((one) => ({ text: one.name, reason: described(one, hostFacts?.host ?? '') }));
  return [...ofHost, ...usedElsewhere(neighbours, key)];
}

function usedElsewhere(neighbours: NonNullable<RuleContext['neighbours']>, key: string): Proposal[] {
  return neighbours.flatMap(({ file, plugins }) =>
    plugins.flatMap(({ settings }) => {
      const value = settings[key]?.value;
      return typeof value === 'string' && value !== '' ? [{ text: value, reason: `also in ${file}` }] : [];
    }),
  );
}

/** The bridges of the host, and those that other files name. */
function knownBridges({ hostFacts, neighbours = [] }: RuleContext): Proposal[] {
  const ofHost = (hostFacts?.interfaces ?? [])
    .filter(({ kind }) => kind === 'bridge')
    .map((one) => ({ text: one.name, reason: described(one, hostFacts?.host ?? '') }));
  return [...ofHost, ...usedElsewhere(neighbours, 'bridge')];
}

/** The next name for a bridge that nobody has. */
export function nextBridge(context: RuleContext): string {
  const { neighbours = [] } = context;
  // A bridge without a name is cni0 (plugins/main/bridge, loadNetConf), so that one counts as taken when somebody uses it.
  const isDefaultUsed = neighbours.some(({ plugins }) =>
    plugins.some(({ type, settings }) => type === 'bridge' && settings['bridge'] === undefined),
  );
  const names = new Set(knownBridges(context).map(({ text }) => text));
  if (isDefaultUsed) names.add('cni0');
  let number = 0;
  while (names.has(`cni${number}`)) number++;
  return `cni${number}`;
}

/** Names for a bridge: the next that nobody has, then those that there are. */
function bridges(context: RuleContext): Proposal[] {
  return [{ text: nextBridge(context), reason: 'next free name for a bridge of its own' }, ...knownBridges(context)];
}

/** Interface and bridge names that fit at the cursor: of the host, and of the other files. */
export function interfaceProposals(cursor: Cursor, context: RuleContext): Proposal[] {
  const type = cursor.plugin?.typeName ?? '';
  if (isAt(cursor, 'bridge') && type === 'bridge') return bridges(context);
  // What is made in the container goes by the interfaces there.
  const isInContainer = foldedMember(cursor.plugin?.node, 'linkInContainer')?.value?.value === true;
  const keys = isInContainer ? [] : (INTERFACE_KEYS.get(type) ?? INTERFACE_KEYS.get('') ?? []);
  if (!isAt(cursor, cursor.key) || !keys.includes(cursor.key)) return [];
  return interfaces(context, cursor.key);
}
