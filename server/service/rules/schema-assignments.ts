import { exactMember, foldedMember, textOf } from '../members.ts';
import type { SchemaProblem } from '../schema/problems.ts';
import type { Model } from '../model.ts';
import { largeNumbers, oddIntegers } from './numbers.ts';
import { changeTo, ofType, removal } from './simple-fixes.ts';
import type { Finding, Severity } from './rule.ts';
import { unreadableVersions } from './version-keys.ts';

/** Which rule tells a kind of schema problem, and what the plugin says when it runs into it. */
export interface Assignment {
  readonly id: string;
  readonly name: string;
  matches(problem: SchemaProblem): boolean;
  /** The plugin's own words, from the value at fault. */
  readonly says?: (value: unknown) => string;
  /** Who says it, where that is not the plugin as it is: `… fails with`. */
  readonly who?: string;
  /** Where it differs from the rule's. */
  readonly severity?: (problem: SchemaProblem) => Severity | undefined;
  /** The rule's severity, if not error. */
  readonly base?: Severity;
  /** What the rule finds beside schema problems. */
  readonly also?: (model: Model) => Iterable<Finding>;
}

type Place = `${string}/${string}`;

/**
 * `owner/key/key`, where `*` stands for any index or key; for a missing key the path ends with it. With `keywords` only
 * those of the schema count, else all.
 */
function at(
  place: Place,
  id: string,
  name: string,
  says?: (value: unknown) => string,
  keywords: readonly string[] = [],
): Assignment {
  const [owner = '', ...path] = place.split('/');
  return {
    id,
    name,
    ...(says === undefined ? {} : { says }),
    matches(problem) {
      if (owner !== '*' && problem.owner !== owner) return false;
      if (keywords.length > 0 && !keywords.includes(problem.keyword)) return false;
      const actual = problem.missing === undefined ? problem.path : [...problem.path, problem.missing];
      return actual.length === path.length && path.every((part, index) => part === '*' || part === actual[index]);
    },
  };
}

const quoted = (value: unknown): string => JSON.stringify(value);
const VALUE = ['enum', 'minimum', 'maximum', 'required', 'pattern', 'maxItems'];

/** Masquerading is off, so the backend is never asked for. */
function onlyWithMasquerade({ plugin }: SchemaProblem): Severity | undefined {
  return foldedMember(plugin?.node, 'ipMasq')?.value?.value === true ? undefined : 'information';
}

/** Backends that are good, and not read: nothing is masqueraded. */
function* unusedBackends(model: Model): Generator<Finding> {
  for (const { node, typeName } of ofType(model, 'bridge', 'ptp')) {
    const member = foldedMember(node, 'ipMasqBackend');
    const isGood = ['iptables', 'nftables'].includes(textOf(member?.value) ?? '');
    if (member === undefined || !isGood || foldedMember(node, 'ipMasq')?.value?.value === true) continue;
    yield {
      span: member.keyNode,
      severity: 'information',
      unnecessary: true,
      message: `Without "ipMasq" ${typeName} masquerades nothing, and takes no notice of "ipMasqBackend"`,
      fixes: () => [removal(node, [member])],
    };
  }
}

const masqueradeOnly = { severity: onlyWithMasquerade, also: unusedBackends };

const refusedSwitch = (key: string) => (value: unknown) =>
  `error parsing configuration list: invalid value ${quoted(value)} for ${key}`;
const SWITCHES = ['disableCheck', 'disableGC', 'loadOnlyInlinedPlugins'];

/** Switches in words that libcni reads, from 1.2.1 on (conf.go, readBool). */
function* switchesAsText({ root, content }: Model): Generator<Finding> {
  for (const key of content === 'list' ? SWITCHES : []) {
    const value = exactMember(root, key)?.value;
    const word = textOf(value)?.toLowerCase();
    if (value === undefined || (word !== 'true' && word !== 'false')) continue;
    yield {
      span: value,
      severity: 'warning',
      message: `Only libcni from 1.2.1 on reads a text here; older ones say "error parsing configuration list: invalid ${key} type string"`,
      fixes: () => [changeTo(value, word === 'true')],
    };
  }
}

const trunkMessage = (end: string) => () => `incorrect trunk ${end} parameter`;
const backendOf = (value: unknown): string => `unknown ipmasq backend ${quoted(value)}`;
const tooLarge = (): string => 'burst cannot be more than 4GB';

/** Fields that Go declares unsigned: below 0, or above 2³² where that is the schema's maximum, decoding fails. */
const UNSIGNED = new Set('ingressRate ingressBurst egressRate egressBurst owner group table bcqueuelen'.split(' '));

const outOfRange: Assignment = {
  id: 'R016',
  name: 'number-out-of-range',
  also: largeNumbers,
  says: (value) => `json: cannot unmarshal number ${String(value)} into … of type uint`,
  matches: ({ keyword, path, node }) =>
    path.length === 1 &&
    UNSIGNED.has(path[0] ?? '') &&
    (keyword === 'minimum' || (keyword === 'maximum' && !/Rate|Burst/.test(path[0] ?? ''))) &&
    Number.isSafeInteger(node.value),
};

const fraction: Assignment = {
  id: 'R015',
  name: 'non-integer-number',
  also: oddIntegers,
  matches: ({ keyword, node, schema, owner }) =>
    keyword === 'type' &&
    node.type === 'number' &&
    Number.isFinite(node.value) &&
    [schema.type].flat().includes('integer') &&
    owner !== 'list',
};

/** Strings of other people's plugins that read like numbers or switches. */
const STRINGS_OF_OTHERS: readonly Place[] = [
  'bond/miimon',
  'aws-cni/mtu',
  'egress-cni/mtu',
  'egress-cni/enabled',
  'egress-cni/randomizeSNAT',
  'calico-ipam/assign_ipv4',
  'calico-ipam/assign_ipv6',
  'sriov/spoofchk',
  'sriov/trust',
  'cni-kindnet/ranges/*',
  'ib-sriov/args/cni/*',
];

/** What comes with the reference release, or with libcni; '' is any plugin. */
export const RELEASED: ReadonlySet<string> = new Set(
  (
    'bridge macvlan ipvlan ptp vlan host-device dummy tap loopback win-bridge win-overlay bandwidth firewall portmap ' +
    'sbr tuning vrf host-local static dhcp list'
  )
    .split(' ')
    .concat(''),
);

/** In order; the first that matches tells the problem. */
export const assignments: readonly Assignment[] = [
  fraction,
  outOfRange,
  ...SWITCHES.map((key) => ({
    ...at(`list/${key}`, 'R029', 'list-bool-string', refusedSwitch(key)),
    also: switchesAsText,
  })),
  { ...at('list/cniVersions', 'R043', 'cniversions-invalid'), also: unreadableVersions },
  { ...at('list/cniVersions/*', 'R043', 'cniversions-invalid'), also: unreadableVersions },
  at('*/capabilities', 'R037', 'capabilities-shape'),
  at('*/capabilities/*', 'R037', 'capabilities-shape'),
  at(
    'bridge/vlan',
    'R080',
    'bridge-vlan-range',
    (v) => `invalid VLAN ID ${String(v)} (must be between 0 and 4094)`,
    VALUE,
  ),
  at('bridge/vlanTrunk/*/id', 'R081', 'bridge-trunk-entry', trunkMessage('id'), VALUE),
  at('bridge/vlanTrunk/*/minID', 'R081', 'bridge-trunk-entry', trunkMessage('minID'), VALUE),
  at('bridge/vlanTrunk/*/maxID', 'R081', 'bridge-trunk-entry', trunkMessage('maxID'), VALUE),
  { ...at('bridge/ipMasqBackend', 'R090', 'ipmasq-backend', backendOf, VALUE), ...masqueradeOnly },
  { ...at('ptp/ipMasqBackend', 'R090', 'ipmasq-backend', backendOf, VALUE), ...masqueradeOnly },
  at('macvlan/mode', 'R093', 'macvlan-mode', (value) => `unknown macvlan mode: ${quoted(value)}`, VALUE),
  at('ipvlan/mode', 'R094', 'ipvlan-mode', (value) => `unknown ipvlan mode: ${quoted(value)}`, VALUE),
  at('macvlan/mtu', 'R091', 'mtu-range', (v) => `invalid MTU ${String(v)}, must be [0, master MTU(…)]`, VALUE),
  at('vlan/mtu', 'R091', 'mtu-range', (v) => `invalid MTU ${String(v)}, must be [0, master MTU(…)]`, VALUE),
  at(
    'vlan/master',
    'R096',
    'vlan-master-required',
    () => '\\"master\\" field is required. It specifies the host interface name to create the VLAN for',
    VALUE,
  ),
  at(
    'vlan/vlanId',
    'R097',
    'vlan-id',
    (v) => `invalid VLAN ID ${String(v)} (must be between 0 and 4095 inclusive)`,
    VALUE,
  ),
  at('portmap/markMasqBit', 'R108', 'portmap-mark-range', () => 'MasqMarkBit must be between 0 and 31', VALUE),
  at('portmap/backend', 'R109', 'portmap-backend', (value) => `unrecognized backend ${quoted(value)}`, VALUE),
  at('bandwidth/ingressBurst', 'R115', 'bandwidth-burst-limits', tooLarge, ['maximum']),
  at('bandwidth/egressBurst', 'R115', 'bandwidth-burst-limits', tooLarge, ['maximum']),
  at(
    'firewall/ingressPolicy',
    'R117b',
    'firewall-ingress-policy',
    (v) => `unknown ingress policy: ${quoted(v)}`,
    VALUE,
  ),
  at('tuning/sysctl/*', 'R119', 'tuning-sysctl-value-string'),
  at('vrf/vrfname', 'R123', 'vrf-name', () => 'configuration is expected to have a valid vrf name', VALUE),
  // No release reads `gateways` yet, so that too many do no harm today.
  {
    ...at(
      'sbr/gateways',
      'R124',
      'sbr-options',
      () => 'gateways list cannot contain more than 2 entries (one IPv4, one IPv6)',
      VALUE,
    ),
    base: 'warning',
    who: 'sbr after 1.9.1 fails with',
  },
  at('host-local/ranges/*', 'R138', 'ranges-shape'),
  at('host-local/ranges/*/*/subnet', 'R140', 'range-subnet-missing', () => 'IP <nil> not v4 nor v6', VALUE),
  at('host-local/routes/*/dst', 'R147', 'route-problems', () => 'invalid CIDR address: <nil>', VALUE),
  at('static/routes/*/dst', 'R147', 'route-problems', () => 'invalid CIDR address: <nil>', VALUE),
  at('static/addresses/*/address', 'R149', 'static-address', () => 'invalid CIDR address', VALUE),
  ...STRINGS_OF_OTHERS.map((place) => at(place, 'R156', 'thirdparty-string-types', undefined, ['type'])),
  {
    id: 'R157',
    name: 'thirdparty-enum-range',
    matches: ({ owner, keyword }) => !RELEASED.has(owner) && (VALUE.includes(keyword) || keyword === 'minItems'),
  },
];

/** Schema problems that rules of their own tell, with a better fix. */
const told: readonly Assignment[] = [
  at('win-overlay/endpointMacPrefix', 'R106', 'win-hns-settings', undefined, ['pattern']),
];

/** Whether another rule tells a schema problem. */
export function isToldByRule(problem: SchemaProblem): boolean {
  return told.some((one) => one.matches(problem));
}
