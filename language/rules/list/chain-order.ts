import * as l10n from '@vscode/l10n';
import { foldedMember, textOf } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import { hostLocalFix, removePlugin, swapWithNext } from './chain-fixes.ts';
import { mayCheck } from './check-failures.ts';
import type { Finding, Rule } from '../rule.ts';
import { changeTo, ofType, typeSpan } from '../../edits/simple-fixes.ts';

const limitKeys = ['ingressRate', 'ingressBurst', 'egressRate', 'egressBurst'];

/** Whether a configuration of bandwidth sets a limit. */
function hasLimit({ node }: Pick<PluginView, 'node'>): boolean {
  return limitKeys.some((key) => foldedMember(node, key)?.value?.value);
}

/** Whether the file itself contains a previous result, which libcni passes to the first plugin unchanged (R035). */
export function hasPreviousResult({ node }: PluginView): boolean {
  return foldedMember(node, 'prevResult')?.value?.type === 'object';
}

/**
 * Whether a plugin crashes without a previous result: bandwidth without a limit prints that result (main.go, cmdAdd).
 */
export function panics(plugin: PluginView): boolean {
  return plugin.typeName === 'bandwidth' && !hasLimit(plugin);
}

const bandwidthFirst: Rule = {
  id: 'R054',
  name: 'bandwidth-first-panic',
  severity: 'error',
  *check(model): Iterable<Finding> {
    const [first] = model.plugins;
    if (first?.index !== 0 || model.sideLoaded || !panics(first) || hasPreviousResult(first)) {
      return;
    }
    yield {
      span: typeSpan(first),
      message: l10n.t(
        'bandwidth works on the result of the previous plugin, but it is the first plugin. Without a limit, it crashes with "panic: runtime error: invalid memory address or nil pointer dereference".',
      ),
      fixes: () => swapWithNext(model),
    };
  },
};

/** Plugins that create an interface and return a new result, whatever came before. */
const interfaceTypes: ReadonlySet<string> = new Set(
  'bridge macvlan ptp vlan host-device tap dummy win-bridge win-overlay flannel multus'.split(' '),
);

/** Those of Linux: the second of any two of them fails because its interface exists, except tap, which replaces it. */
const linuxTypes: ReadonlySet<string> = new Set([...interfaceTypes].filter((type) => !type.startsWith('win-')));

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
      const fails = linuxTypes.has(typeName) && typeName !== 'tap' && [...before].some((type) => linuxTypes.has(type));
      if (typeName !== 'loopback') {
        before.add(typeName);
      }
      if (plugin === first || !interfaceTypes.has(typeName) || first?.described === undefined) {
        continue;
      }
      // R053 reports a chained plugin that is first, R056 the same plugin twice.
      if (first.described.traits?.chained !== undefined || isRepeated) {
        continue;
      }
      yield {
        span: typeSpan(plugin),
        severity: fails ? 'error' : undefined,
        message: fails
          ? l10n.t(
              '{0} creates an interface with the same name as an earlier plugin, so ADD fails. Keep only one of them.',
              typeName,
            )
          : l10n.t(
              '{0} creates an interface and drops the result of {1}. Keep only one of them.',
              typeName,
              first.typeName ?? '',
            ),
        related: [{ span: typeSpan(first), message: l10n.t('This plugin comes first.') }],
        fixes: () => [...removePlugin(plugin, false), ...removePlugin(first, false)],
      };
    }
  },
};

/** Plugins that may be in a chain twice intentionally, with different settings. */
const repeatableTypes: ReadonlySet<string> = new Set(['tuning', 'sbr', 'vrf']);
const singleTypes: ReadonlySet<string> = new Set([
  ...interfaceTypes,
  'portmap',
  'firewall',
  'bandwidth',
  'ipvlan',
  'loopback',
]);

const hasTable = ({ node }: Pick<PluginView, 'node'>): boolean => Boolean(foldedMember(node, 'table')?.value?.value);

/** Returns the severity for the second of two plugins: an error if it certainly fails. */
function severityOfTwo(first: PluginView, { typeName = '', node }: PluginView): Pick<Finding, 'severity'> {
  // The first one moved the routes that the second needs.
  if (typeName === 'sbr' && !hasTable(first) && !hasTable({ node })) {
    return { severity: 'error' };
  }
  if (repeatableTypes.has(typeName)) {
    return { severity: 'hint' };
  }
  if (linuxTypes.has(typeName)) {
    return { severity: 'error' };
  }
  // The queueing discipline of the first already exists.
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
      if (typeName === undefined) {
        continue;
      }
      const before = seen.get(typeName);
      seen.set(typeName, before ?? plugin);
      const mayRepeat = repeatableTypes.has(typeName);
      if (before === undefined || (!mayRepeat && !singleTypes.has(typeName))) {
        continue;
      }
      yield {
        span: typeSpan(plugin),
        ...severityOfTwo(before, plugin),
        message: repeatedMessage(typeName),
        related: [{ span: typeSpan(before), message: l10n.t('This is the first one.') }],
        fixes: () => removePlugin(plugin, false),
      };
    }
  },
};

function repeatedMessage(type: string): string {
  if (interfaceTypes.has(type)) {
    return l10n.t(
      '{0} is in the chain twice. The second one creates an interface with the same name, which already exists.',
      type,
    );
  }
  return repeatableTypes.has(type)
    ? l10n.t('{0} is in the chain twice. Remove one of them unless both are intended.', type)
    : l10n.t('{0} is in the chain twice, so it does and undoes the same work twice. Remove one of them.', type);
}

/** Plugins whose container interface is not one end of a veth pair. */
const typesWithoutVeth: ReadonlySet<string> = new Set(
  'macvlan ipvlan vlan host-device tap dummy sriov macvtap ib-sriov loopback'.split(' '),
);

/** Plugins whose result names no interface (weave: plugin/net, multus-cni: cmd/passthru-cni). */
const typesWithoutInterface: ReadonlySet<string> = new Set(['weave-net', 'passthru']);

/** Returns the first plugin if it is one of `types` and no later plugin creates an interface, which would change the result. */
function interfaceFrom({ plugins: [first, ...others] }: Model, types: ReadonlySet<string>): PluginView | undefined {
  const isFollowed = others.some(({ described }) => described === undefined || described.traits?.kind === 'main');
  return types.has(first?.typeName ?? '') && !isFollowed ? first : undefined;
}

const needsInterface: Rule = {
  id: 'R215',
  name: 'bandwidth-needs-interface',
  severity: 'error',
  *check(model) {
    const first = interfaceFrom(model, typesWithoutInterface);
    if (first === undefined) {
      return;
    }
    for (const plugin of ofType(model, 'bandwidth')) {
      const fails = hasLimit(plugin);
      yield {
        span: typeSpan(plugin),
        severity: fails ? undefined : 'warning',
        message: fails
          ? l10n.t(
              'bandwidth needs an interface in the result of {0}, which has none. ADD fails with "no interfaces provided".',
              first.typeName ?? '',
            )
          : l10n.t(
              'bandwidth needs an interface in the result of {0}, which has none. If the runtime passes a limit, ADD fails with "no interfaces provided".',
              first.typeName ?? '',
            ),
        related: [{ span: typeSpan(first), message: l10n.t('This plugin creates the interface.') }],
        fixes: () => removePlugin(plugin),
      };
    }
  },
};

const needsVeth: Rule = {
  id: 'R064',
  name: 'bandwidth-needs-veth',
  severity: 'error',
  *check(model) {
    const first = interfaceFrom(model, typesWithoutVeth);
    if (first === undefined) {
      return;
    }
    for (const plugin of ofType(model, 'bandwidth')) {
      const fails = hasLimit(plugin);
      yield {
        span: typeSpan(plugin),
        severity: fails || mayCheck(model) ? undefined : 'warning',
        message: fails
          ? l10n.t(
              'bandwidth needs a veth pair, but {0} creates none. ADD fails with "container interface eth0 has no veth peer".',
              first.typeName ?? '',
            )
          : l10n.t(
              'bandwidth needs a veth pair, but {0} creates none. CHECK fails, and if the runtime passes a limit, ADD fails with "container interface eth0 has no veth peer".',
              first.typeName ?? '',
            ),
        related: [{ span: typeSpan(first), message: l10n.t('This plugin creates the interface.') }],
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
    if (first?.described?.traits?.kind !== 'main' || first.typeName === 'bridge') {
      return;
    }
    if (['flannel', 'weave-net', 'multus'].includes(first.typeName ?? '')) {
      return;
    }
    for (const plugin of ofType(model, 'firewall')) {
      const value = foldedMember(plugin.node, 'ingressPolicy')?.value;
      const policy = textOf(value);
      if (value === undefined || (policy !== 'same-bridge' && policy !== 'isolated')) {
        continue;
      }
      yield {
        span: value,
        message: l10n.t(
          'The policy "{0}" needs a bridge as the first interface of the result, but {1} creates none. Its rules do not match the intended traffic.',
          policy,
          first.typeName ?? '',
        ),
        related: [{ span: typeSpan(first), message: l10n.t('This plugin creates the interface.') }],
        fixes: () => [changeTo(value, 'open')],
      };
    }
  },
};

/** Plugins that work on layer 2 without IPAM. */
const layer2: ReadonlySet<string> = new Set(['bridge', 'macvlan', 'tap', 'host-device']);

const withoutAddress: Rule = {
  id: 'R067',
  name: 'portmap-without-address',
  severity: 'information',
  *check(model) {
    const first = interfaceFrom(model, layer2);
    if (first === undefined || first.ipam?.typeName) {
      return;
    }
    for (const plugin of model.plugins.slice(1)) {
      const { typeName = '' } = plugin;
      if (!['portmap', 'sbr', 'firewall'].includes(typeName)) {
        continue;
      }
      const isError = typeName === 'sbr';
      yield {
        span: typeSpan(plugin),
        severity: isError ? 'error' : undefined,
        message: isError
          ? l10n.t(
              'sbr needs addresses, but {0} has no IPAM. ADD fails with "No IP addresses supplied on interface: eth0".',
              first.typeName ?? '',
            )
          : l10n.t(
              '{0} has no IPAM, so the container gets no address and {1} does nothing.',
              first.typeName ?? '',
              typeName,
            ),
        related: [{ span: typeSpan(first), message: l10n.t('This plugin assigns no address.') }],
        fixes: () => [
          ...(first.ipam === undefined ? [hostLocalFix(model, first)] : []),
          ...removePlugin(plugin, false),
        ],
      };
    }
  },
};

/** Rules about bandwidth, also if it is the only plugin. */
export const bandwidthOrderRules: readonly Rule[] = [bandwidthFirst];

/** Rules about plugins in the same chain. */
export const chainOrderRules: readonly Rule[] = [
  mainNotFirst,
  duplicate,
  needsVeth,
  needsInterface,
  ingressNeedsBridge,
  withoutAddress,
];
