import { replaceSpan } from '../edits/style.ts';
import { foldedMember, textOf } from '../members.ts';
import type { PluginView } from '../model.ts';
import { hostLocalFix, removePlugin, swapWithNext } from './chain-fixes.ts';
import { mayCheck } from './check-failures.ts';
import type { Finding, Rule } from './rule.ts';
import { ofType, typePlace } from './simple-fixes.ts';

const LIMITS = ['ingressRate', 'ingressBurst', 'egressRate', 'egressBurst'];

/** Whether a plugin of bandwidth has a limit of its own. */
function hasLimit({ node }: Pick<PluginView, 'node'>): boolean {
  return LIMITS.some((key) => foldedMember(node, key)?.value?.value);
}

/** Whether the file itself brings a previous result, which libcni hands to the first plugin as it stands (R035). */
export function bringsResult({ node }: PluginView): boolean {
  return foldedMember(node, 'prevResult')?.value?.type === 'object';
}

/** bandwidth without any limit passes the previous result on, and crashes where there is none (main.go, cmdAdd). */
export function panics(plugin: PluginView): boolean {
  return plugin.typeName === 'bandwidth' && !hasLimit(plugin);
}

const bandwidthFirst: Rule = {
  id: 'R054',
  name: 'bandwidth-first-panic',
  severity: 'error',
  *check(model): Iterable<Finding> {
    const [first] = model.plugins;
    if (first?.index !== 0 || model.sideLoaded || !panics(first) || bringsResult(first)) return;
    yield {
      span: typePlace(first),
      message:
        'bandwidth works on the result of the plugin before it, and there is none: without a limit it crashes with ' +
        '"panic: runtime error: invalid memory address or nil pointer dereference"',
      fixes: () => swapWithNext(model),
    };
  },
};

/** Plugins that make an interface and hand back a result of their own, whatever came before. */
const REPLACES: ReadonlySet<string> = new Set(
  'bridge macvlan ptp vlan host-device tap dummy win-bridge win-overlay'.split(' '),
);

/** Those of Linux: of any two of them the second finds that its interface exists; but for tap, which takes its place. */
const LINUX: ReadonlySet<string> = new Set([...REPLACES].filter((type) => !type.startsWith('win-')));

const mainNotFirst: Rule = {
  id: 'R055',
  name: 'main-plugin-not-first',
  severity: 'warning',
  *check(model) {
    const [first] = model.plugins.filter(({ typeName }) => typeName !== 'loopback');
    const before = new Set<string>();
    for (const plugin of model.plugins) {
      const { typeName = '' } = plugin;
      const isRepeated = before.has(typeName);
      const fails = LINUX.has(typeName) && typeName !== 'tap' && [...before].some((type) => LINUX.has(type));
      if (typeName !== 'loopback') before.add(typeName);
      if (plugin === first || !REPLACES.has(typeName) || first?.described === undefined) continue;
      // A chained plugin that is first is the mistake itself (R053), and the same plugin twice is R056.
      if (first.described.traits?.chained !== undefined || isRepeated) continue;
      yield {
        span: typePlace(plugin),
        ...(fails ? { severity: 'error' as const } : {}),
        message: `${plugin.typeName} makes an interface of its own and drops the result of ${first.typeName}: what that did is not in the result, and two interfaces of one name cannot be`,
        related: [{ span: typePlace(first), message: 'This comes before it' }],
        fixes: () => [...removePlugin(plugin, false), ...removePlugin(first, false)],
      };
    }
  },
};

/** Plugins of which a second one in a chain may be meant: each with other settings. */
const MAY_REPEAT: ReadonlySet<string> = new Set(['tuning', 'sbr', 'vrf']);
const ONCE: ReadonlySet<string> = new Set([...REPLACES, 'portmap', 'firewall', 'bandwidth', 'ipvlan', 'loopback']);

const hasTable = ({ node }: Pick<PluginView, 'node'>): boolean => Boolean(foldedMember(node, 'table')?.value?.value);

/** What becomes of the second: an error where it surely fails. */
function severityOfTwo(first: PluginView, { typeName = '', node }: PluginView): Pick<Finding, 'severity'> {
  // The first one took the routes away that the second works with.
  if (typeName === 'sbr' && !hasTable(first) && !hasTable({ node })) return { severity: 'error' };
  if (MAY_REPEAT.has(typeName)) return { severity: 'information' };
  if (LINUX.has(typeName)) return { severity: 'error' };
  // The queueing discipline of the first is there already.
  return typeName === 'bandwidth' && hasLimit(first) && hasLimit({ node }) ? { severity: 'error' } : {};
}

const duplicate: Rule = {
  id: 'R056',
  name: 'duplicate-plugin',
  severity: 'warning',
  *check(model) {
    const seen = new Map<string, PluginView>();
    for (const plugin of model.plugins) {
      const { typeName } = plugin;
      if (typeName === undefined) continue;
      const before = seen.get(typeName);
      seen.set(typeName, before ?? plugin);
      const mayRepeat = MAY_REPEAT.has(typeName);
      if (before === undefined || (!mayRepeat && !ONCE.has(typeName))) continue;
      yield {
        span: typePlace(plugin),
        ...severityOfTwo(before, plugin),
        message: REPLACES.has(typeName)
          ? `${typeName} is in the chain twice: the second one makes an interface of the same name, which is there already`
          : `${typeName} is in the chain twice${mayRepeat ? '' : ': it does the same work twice, and undoes it twice'}`,
        related: [{ span: typePlace(before), message: 'The first one' }],
        fixes: () => removePlugin(plugin, false),
      };
    }
  },
};

/** Plugins whose interface in the container is no end of a veth pair. */
const NO_VETH: ReadonlySet<string> = new Set(
  'macvlan ipvlan vlan host-device tap dummy sriov macvtap ib-sriov loopback'.split(' '),
);

const needsVeth: Rule = {
  id: 'R064',
  name: 'bandwidth-needs-veth',
  severity: 'error',
  *check(model) {
    const [first] = model.plugins;
    if (first?.typeName === undefined || !NO_VETH.has(first.typeName)) return;
    // With a veth maker behind it the result is another one.
    if (model.plugins.slice(1).some(({ described }) => described === undefined || described.traits?.kind === 'main'))
      return;
    for (const plugin of ofType(model, 'bandwidth')) {
      const fails = hasLimit(plugin);
      const when = fails ? 'ADD fails' : 'CHECK fails, and ADD as soon as the runtime passes a limit,';
      yield {
        span: typePlace(plugin),
        ...(fails || mayCheck(model) ? {} : { severity: 'warning' as const }),
        message: `bandwidth limits at the host's end of a veth pair, and ${first.typeName} makes none: ${when} with "container interface eth0 has no veth peer"`,
        related: [{ span: typePlace(first), message: 'This makes the interface' }],
        fixes: () => removePlugin(plugin),
      };
    }
  },
};

const ingressNeedsBridge: Rule = {
  id: 'R066',
  name: 'ingress-policy-needs-bridge',
  severity: 'warning',
  *check(model) {
    const [first] = model.plugins;
    if (first?.described?.traits?.kind !== 'main' || first.typeName === 'bridge') return;
    if (['flannel', 'weave-net', 'multus'].includes(first.typeName ?? '')) return;
    for (const plugin of ofType(model, 'firewall')) {
      const value = foldedMember(plugin.node, 'ingressPolicy')?.value;
      const policy = textOf(value);
      if (value === undefined || (policy !== 'same-bridge' && policy !== 'isolated')) continue;
      yield {
        span: value,
        message: `"${policy}" takes the first interface of the result for a bridge, and ${first.typeName} makes none: its rules match nothing that is meant`,
        related: [{ span: typePlace(first), message: 'This makes the interface' }],
        fixes: () => [{ title: 'Change to "open"', preferred: true, changes: [replaceSpan(value, '"open"')] }],
      };
    }
  },
};

/** Plugins that work on layer 2 where no IPAM is asked for. */
const LAYER_2: ReadonlySet<string> = new Set(['bridge', 'macvlan', 'tap', 'host-device']);

const withoutAddress: Rule = {
  id: 'R067',
  name: 'portmap-without-address',
  severity: 'information',
  *check(model) {
    const [first, ...others] = model.plugins;
    if (first?.ipam?.typeName || !LAYER_2.has(first?.typeName ?? '') || first === undefined) return;
    if (others.some(({ described }) => described === undefined || described.traits?.kind === 'main')) return;
    for (const plugin of others) {
      const { typeName = '' } = plugin;
      if (!['portmap', 'sbr', 'firewall'].includes(typeName)) continue;
      const isError = typeName === 'sbr';
      yield {
        span: typePlace(plugin),
        ...(isError ? { severity: 'error' as const } : {}),
        message: isError
          ? `sbr needs addresses, and ${first.typeName} has no IPAM: it fails with "No IP addresses supplied on interface: eth0"`
          : `${first.typeName} has no IPAM, so the container has no address, and ${typeName} does nothing`,
        related: [{ span: typePlace(first), message: 'This assigns no address' }],
        fixes: () => [
          ...(first.ipam === undefined ? [hostLocalFix(model, first, false)] : []),
          ...removePlugin(plugin, false),
        ],
      };
    }
  },
};

/** About bandwidth, also alone. */
export const bandwidthOrderRules: readonly Rule[] = [bandwidthFirst];

/** About several plugins in a row. */
export const chainOrderRules: readonly Rule[] = [
  mainNotFirst,
  duplicate,
  needsVeth,
  ingressNeedsBridge,
  withoutAddress,
];
