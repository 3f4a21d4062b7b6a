import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { replaceSpan } from '../../edits/style.ts';
import { isOn } from '../../document/ipam-ranges.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import { parsePrefixed } from '../../document/addresses.ts';
import type { Node } from '../../document/parse.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import { insertion, ofType, removal } from '../../edits/simple-fixes.ts';

interface Route {
  readonly node: Node;
  /** 32 or 128, of the destination. */
  readonly bits: number;
  readonly hasGateway: boolean;
  /** Whether a metric or table distinguishes it from another route to the same destination. */
  readonly isDistinct: boolean;
}

/** The default routes of an IPAM configuration. */
function defaultRoutes({ ipam }: PluginView): Route[] {
  const routes = foldedMember(ipam?.node, 'routes')?.value;
  return (routes?.type === 'array' ? (routes.children ?? []) : []).flatMap((node) => {
    const destination = parsePrefixed(textOf(foldedMember(node, 'dst')?.value) ?? '');
    if (destination?.prefix !== 0) {
      return [];
    }
    const isDistinct = ['priority', 'table'].some((key) => foldedMember(node, key)?.value?.value);
    return [
      { node, bits: destination.address.bits, hasGateway: !!textOf(foldedMember(node, 'gw')?.value), isDistinct },
    ];
  });
}

/** The families of the addresses that an IPAM configuration of host-local or static assigns. */
function families({ ipam }: PluginView): ReadonlySet<number> {
  const found = new Set<number>();
  const add = (node: Node | undefined, key: string): void => {
    const bits = parsePrefixed(textOf(foldedMember(node, key)?.value) ?? '')?.address.bits;
    if (bits !== undefined) {
      found.add(bits);
    }
  };
  const elements = (key: string): readonly Node[] => foldedMember(ipam?.node, key)?.value?.children ?? [];
  add(ipam?.node, 'subnet');
  for (const set of elements('ranges')) {
    for (const range of set.children ?? []) {
      add(range, 'subnet');
    }
  }
  for (const address of elements('addresses')) {
    add(address, 'address');
  }
  return found;
}

const twice: Rule = {
  id: 'R061',
  name: 'default-route-twice',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const plugin of ofType(model, 'bridge')) {
      const member = foldedMember(plugin.node, 'isDefaultGateway');
      const value = member?.value;
      if (value?.value !== true) {
        continue;
      }
      const routes = defaultRoutes(plugin);
      const present = families(plugin);
      for (const route of routes) {
        // bridge adds a default route of a family unless `routes` has one with a gateway (bridge.go, calcGateways).
        const others = routes.filter(({ bits, hasGateway }) => bits === route.bits && hasGateway);
        if (route.hasGateway || route.isDistinct || others.length > 0 || !present.has(route.bits)) {
          continue;
        }
        yield {
          span: route.node,
          message: sentences(
            l10n.t('"isDefaultGateway" already adds this default route.'),
            failsWith('bridge', 'failed to add route … file exists'),
          ),
          related: [{ span: member?.keyNode ?? value, message: l10n.t('The default route is added here.') }],
          fixes: () => [withoutRoute(plugin, route.node)],
        };
      }
    }
  },
};

/** Removes a route, and `routes` if it was the only one. */
function withoutRoute({ ipam }: PluginView, node: Node): Fix {
  const member = foldedMember(ipam?.node, 'routes');
  const all = member?.value?.children ?? [];
  const title = l10n.t('Remove the route');
  if (all.length < 2 && ipam !== undefined && member !== undefined) {
    return { ...removal(ipam.node, [member]), title };
  }
  const index = all.indexOf(node);
  const [before, after] = [all[index - 1], all[index + 1]];
  const start = after === undefined && before !== undefined ? before.offset + before.length : node.offset;
  const end = after === undefined ? node.offset + node.length : after.offset;
  return { title, preferred: true, changes: [{ offset: start, length: end - start, text: '' }] };
}

const noDefault: Rule = {
  id: 'R062',
  name: 'no-default-route',
  severity: 'hint',
  *check(model) {
    for (const plugin of ofType(model, 'bridge', 'ptp')) {
      const { ipam } = plugin;
      const isMasquerading = isOn(plugin, 'ipMasq');
      const isGateway = plugin.typeName === 'bridge' && isOn(plugin, 'isGateway');
      const member = foldedMember(plugin.node, isMasquerading ? 'ipMasq' : 'isGateway');
      if (member === undefined || isOn(plugin, 'isDefaultGateway')) {
        continue;
      }
      // R063 reports ipMasq without isGateway.
      if (plugin.typeName === 'bridge' ? !isGateway : !isMasquerading) {
        continue;
      }
      // A DHCP server or another IPAM plugin may provide routes that are not in the file.
      if (ipam === undefined || (ipam.typeName !== 'host-local' && ipam.typeName !== 'static')) {
        continue;
      }
      if (defaultRoutes(plugin).length > 0) {
        continue;
      }
      yield {
        span: member.keyNode,
        message: isMasquerading
          ? l10n.t(
              'Containers get no default route, so no traffic leaves their subnet and "ipMasq" has no effect. Add one to "routes".',
            )
          : l10n.t(
              'Containers get no default route, so they reach only their own subnet. Add one to "routes" if they need more.',
            ),
        fixes: () => defaultRouteFix(model, plugin).map((fix) => ({ ...fix, preferred: isMasquerading })),
      };
    }
  },
};

function defaultRouteFix(model: Model, plugin: PluginView): readonly Fix[] {
  const { ipam } = plugin;
  if (ipam === undefined) {
    return [];
  }
  const destination = families(plugin).has(32) || families(plugin).size === 0 ? '0.0.0.0/0' : '::/0';
  const routes = foldedMember(ipam.node, 'routes');
  const last = ipam.node.children?.at(-1)?.children?.[0]?.value as unknown;
  if (routes?.value === undefined) {
    const after = typeof last === 'string' ? last : 'type';
    return [insertion(model, ipam.node, 'routes', `[{ "dst": "${destination}" }]`, after)];
  }
  const [value] = routes.value.children ?? [];
  if (value === undefined) {
    return [];
  }
  const change = replaceSpan({ offset: value.offset, length: 0 }, `{ "dst": "${destination}" }, `);
  return [{ title: l10n.t('Add a default route'), preferred: true, changes: [change] }];
}

const masqueradeWithoutGateway: Rule = {
  id: 'R063',
  name: 'masq-without-gateway',
  severity: 'warning',
  *check(model) {
    for (const plugin of ofType(model, 'bridge')) {
      const member = foldedMember(plugin.node, 'ipMasq');
      const isL2 = !plugin.ipam?.typeName;
      if (member?.value?.value !== true || isL2 || isOn(plugin, 'isGateway') || isOn(plugin, 'isDefaultGateway')) {
        continue;
      }
      yield {
        span: member.keyNode,
        message: l10n.t(
          '"ipMasq" applies only to traffic that is routed through this host, but the bridge has no address to act as the gateway. Set "isGateway" to true.',
        ),
        fixes: () => {
          const gateway = foldedMember(plugin.node, 'isGateway');
          if (gateway?.value === undefined) {
            return [insertion(model, plugin.node, 'isGateway', 'true', member.key)];
          }
          const changes = [replaceSpan(gateway.value, 'true')];
          return [{ title: l10n.t('Set "isGateway" to true'), preferred: true, changes }];
        },
      };
    }
  },
};

export const defaultRouteRules: readonly Rule[] = [twice, noDefault, masqueradeWithoutGateway];
