import { replaceSpan } from '../edits/style.ts';
import { foldedMember, textOf } from '../members.ts';
import type { Model, PluginView } from '../model.ts';
import { parsePrefixed } from '../addresses.ts';
import type { Node } from '../parse.ts';
import type { Finding, Fix, Rule } from './rule.ts';
import { insertion, ofType, removal } from './simple-fixes.ts';

/** Whether a switch is on. */
const isOn = ({ node }: PluginView, key: string): boolean => foldedMember(node, key)?.value?.value === true;

interface Route {
  readonly node: Node;
  /** 32 or 128, of the destination. */
  readonly bits: number;
  readonly hasGateway: boolean;
  /** Set apart from another route to the same destination by metric or table. */
  readonly isApart: boolean;
}

/** The default routes that an IPAM configuration hands out. */
function defaultRoutes({ ipam }: PluginView): Route[] {
  const routes = foldedMember(ipam?.node, 'routes')?.value;
  return (routes?.type === 'array' ? (routes.children ?? []) : []).flatMap((node) => {
    const destination = parsePrefixed(textOf(foldedMember(node, 'dst')?.value) ?? '');
    if (destination?.prefix !== 0) return [];
    const isApart = ['priority', 'table'].some((key) => foldedMember(node, key)?.value?.value);
    return [{ node, bits: destination.address.bits, hasGateway: !!textOf(foldedMember(node, 'gw')?.value), isApart }];
  });
}

/** The families of the addresses that an IPAM configuration of host-local or static gives. */
function families({ ipam }: PluginView): ReadonlySet<number> {
  const found = new Set<number>();
  const add = (node: Node | undefined, key: string): void => {
    const bits = parsePrefixed(textOf(foldedMember(node, key)?.value) ?? '')?.address.bits;
    if (bits !== undefined) found.add(bits);
  };
  const elements = (key: string): readonly Node[] => foldedMember(ipam?.node, key)?.value?.children ?? [];
  add(ipam?.node, 'subnet');
  for (const set of elements('ranges')) for (const range of set.children ?? []) add(range, 'subnet');
  for (const address of elements('addresses')) add(address, 'address');
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
      if (value?.value !== true) continue;
      const routes = defaultRoutes(plugin);
      const present = families(plugin);
      for (const route of routes) {
        // The bridge adds its own default route of a family unless one with a gateway is there (bridge.go, calcGateways).
        const others = routes.filter(({ bits, hasGateway }) => bits === route.bits && hasGateway);
        if (route.hasGateway || route.isApart || others.length > 0 || !present.has(route.bits)) continue;
        yield {
          span: route.node,
          message:
            '"isDefaultGateway" adds a default route, and this is the same one again: ADD fails with "failed to add route … file exists"',
          related: [{ span: member?.keyNode ?? value, message: 'This adds it' }],
          fixes: () => [withoutRoute(plugin, route.node)],
        };
      }
    }
  },
};

/** Takes a route out of `routes`, and `routes` where it was the only one. */
function withoutRoute({ ipam }: PluginView, node: Node): Fix {
  const member = foldedMember(ipam?.node, 'routes');
  const all = member?.value?.children ?? [];
  const title = 'Remove the route';
  if (all.length < 2 && ipam !== undefined && member !== undefined) return { ...removal(ipam.node, [member]), title };
  const index = all.indexOf(node);
  const [before, after] = [all[index - 1], all[index + 1]];
  const start = after === undefined && before !== undefined ? before.offset + before.length : node.offset;
  const end = after === undefined ? node.offset + node.length : after.offset;
  return { title, preferred: true, changes: [{ offset: start, length: end - start, text: '' }] };
}

const noDefault: Rule = {
  id: 'R062',
  name: 'no-default-route',
  severity: 'information',
  *check(model) {
    for (const plugin of ofType(model, 'bridge', 'ptp')) {
      const { ipam } = plugin;
      const isMasked = isOn(plugin, 'ipMasq');
      const isDoor = plugin.typeName === 'bridge' && isOn(plugin, 'isGateway');
      const member = foldedMember(plugin.node, isMasked ? 'ipMasq' : 'isGateway');
      if (member === undefined || isOn(plugin, 'isDefaultGateway')) continue;
      if (plugin.typeName === 'bridge' ? !isDoor : !isMasked) continue; // ipMasq without isGateway is R063
      // A DHCP server, or another IPAM plugin, may hand out routes that are not in the file.
      if (ipam === undefined || (ipam.typeName !== 'host-local' && ipam.typeName !== 'static')) continue;
      if (defaultRoutes(plugin).length > 0) continue;
      yield {
        span: member.keyNode,
        // A second network of a container is often meant to be so.
        ...(isMasked ? {} : { severity: 'hint' as const }),
        message: `Containers have no default route, so they reach nothing beyond their subnet${isMasked ? ' that could be masqueraded' : ''}`,
        fixes: () => defaultRouteFix(model, plugin).map((fix) => ({ ...fix, preferred: isMasked })),
      };
    }
  },
};

function defaultRouteFix(model: Model, plugin: PluginView): readonly Fix[] {
  const { ipam } = plugin;
  if (ipam === undefined) return [];
  const destination = families(plugin).has(32) || families(plugin).size === 0 ? '0.0.0.0/0' : '::/0';
  const routes = foldedMember(ipam.node, 'routes');
  const last = ipam.node.children?.at(-1)?.children?.[0]?.value as unknown;
  if (routes?.value === undefined) {
    const after = typeof last === 'string' ? last : 'type';
    return [insertion(model, ipam.node, 'routes', `[{ "dst": "${destination}" }]`, after)];
  }
  const [value] = routes.value.children ?? [];
  if (value === undefined) return [];
  const change = replaceSpan({ offset: value.offset, length: 0 }, `{ "dst": "${destination}" }, `);
  return [{ title: 'Add a default route', preferred: true, changes: [change] }];
}

const masqueradeWithoutGateway: Rule = {
  id: 'R063',
  name: 'masq-without-gateway',
  severity: 'warning',
  *check(model) {
    for (const plugin of ofType(model, 'bridge')) {
      const member = foldedMember(plugin.node, 'ipMasq');
      const isL2 = !plugin.ipam?.typeName;
      if (member?.value?.value !== true || isL2 || isOn(plugin, 'isGateway') || isOn(plugin, 'isDefaultGateway'))
        continue;
      yield {
        span: member.keyNode,
        message:
          'Only what is routed through this host is masqueraded, and the bridge gets no address to be the gateway: set "isGateway"',
        fixes: () => {
          const gateway = foldedMember(plugin.node, 'isGateway');
          if (gateway?.value === undefined) return [insertion(model, plugin.node, 'isGateway', 'true', member.key)];
          const changes = [replaceSpan(gateway.value, 'true')];
          return [{ title: 'Set "isGateway" to true', preferred: true, changes }];
        },
      };
    }
  },
};

export const defaultRouteRules: readonly Rule[] = [twice, noDefault, masqueradeWithoutGateway];
