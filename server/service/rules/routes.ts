import {
  contains,
  formatAddress,
  formatPrefixed,
  lastAddress,
  networkAddress,
  parseAddress,
  parsePrefixed,
  sameAddress,
  type Address,
  type Prefixed,
} from '../addresses.ts';
import { assignedIn, hasCapability, isOn, isReference, type Assigned, type RouteAt } from '../ipam-ranges.ts';
import { foldedMember, members } from '../members.ts';
import type { Model } from '../model.ts';
import type { Node } from '../parse.ts';
import { changeTo, removal } from './simple-fixes.ts';
import { replaceSpan, styleOf } from '../edits/style.ts';
import type { Finding, Rule } from './rule.ts';

/** The networks that the interface gets addresses of, in order; the first of each set, for only that is sure. */
function networksOf({ sets, addresses }: Assigned): { network: Prefixed; gateway: Address | undefined }[] {
  const ranged = sets.flatMap(({ ranges }) => {
    const facts = ranges[0]?.facts;
    return facts === undefined ? [] : [{ network: facts.subnet, gateway: facts.gateway }];
  });
  const fixed = addresses.flatMap(({ parsed, gateway }) =>
    parsed === undefined ? [] : [{ network: parsed, gateway: gateway && parseAddress(gateway.text) }],
  );
  return [...ranged, ...fixed];
}

/** Whether the addresses are all in the file, so that it is sure what routes meet. */
function isComplete({ plugin, ipam, sets }: Assigned): boolean {
  if (!isReference(plugin) || hasCapability(plugin, 'ips') || hasCapability(plugin, 'ipRanges')) return false;
  return (
    ipam.typeName === 'static' || (ipam.typeName === 'host-local' && sets.every(({ ranges }) => ranges.length === 1))
  );
}

const FAILS = 'failed to add route …';

function* hostBits({ dst }: RouteAt, assigned: Assigned): Generator<Finding> {
  const network = dst && parsePrefixed(dst.text);
  if (dst === undefined || network === undefined || sameAddress(network.address, networkAddress(network))) return;
  const better = formatPrefixed({ ...network, address: networkAddress(network) });
  const isIPv4 = network.address.bits === 32;
  yield {
    span: dst.node,
    ...(isIPv4 && isReference(assigned.plugin) ? {} : { severity: 'warning' as const }),
    message: isIPv4
      ? `The destination has bits beyond its prefix: ${assigned.plugin.typeName} fails with "${FAILS}: invalid argument"`
      : 'The destination has bits beyond its prefix: ADD works, but CHECK does not find the route',
    fixes: () => [changeTo(dst.node, better)],
  };
}

function* nextHop(
  route: RouteAt,
  index: number,
  assigned: Assigned,
  all: ReturnType<typeof networksOf>,
): Generator<Finding> {
  const { dst, gw } = route;
  const [network, address] = [dst && parsePrefixed(dst.text), gw && parseAddress(gw.text)];
  if (dst === undefined || network === undefined) return;
  const { plugin, routes } = assigned;
  const own = all.filter((one) => one.network.address.bits === network.address.bits);
  if (gw === undefined || address === undefined) {
    if (own.length > 0 || all.length === 0 || !isComplete(assigned)) return;
    const kind = network.address.bits === 32 ? 'IPv4' : 'IPv6';
    yield {
      span: dst.node,
      severity: 'warning',
      message: `The interface gets no ${kind} address, so this route leads nowhere`,
    };
    return;
  }
  if (address.bits !== network.address.bits) {
    yield {
      span: gw.node,
      ...(isReference(plugin) ? {} : { severity: 'warning' as const }),
      message: `The next hop is of the other family: ${plugin.typeName} fails with "gateway, source, and destination ip are not the same IP family"`,
      fixes: () => [
        removal(
          route.node,
          members(route.node).filter(({ value }) => value === gw.node),
          false,
        ),
      ],
    };
    return;
  }
  if (address.value === 0n) {
    const message = `${gw.text} is no next hop: the route goes out directly, and CHECK does not find it`;
    yield { span: gw.node, severity: 'warning', message };
    return;
  }
  const around = own.find((one) => contains(one.network, address));
  if (around !== undefined && isBroadcast(around.network, address)) {
    yield {
      span: gw.node,
      ...(isComplete(assigned) ? {} : { severity: 'warning' as const }),
      message: `The next hop is a broadcast address: ${plugin.typeName} fails with "${FAILS}: invalid argument"`,
    };
  }
  if (all.length === 0 || around !== undefined) return;
  if (address.bits === 128 && address.value >> 118n === 0x3fan) return; // link-local
  const isReachable = routes.slice(0, index).some((one) => isDirect(one, address));
  if (isReachable) return;
  yield {
    span: gw.node,
    ...(isComplete(assigned) ? {} : { severity: 'warning' as const }),
    message: `${formatAddress(address)} is in no subnet of the interface: ${plugin.typeName} fails with "${FAILS}: ${address.bits === 32 ? 'network is unreachable' : 'no route to host'}"`,
  };
}

function isBroadcast(network: Prefixed, address: Address): boolean {
  return address.bits === 32 && network.prefix < 31 && sameAddress(address, lastAddress(network));
}

/** A route of scope "link" makes addresses reachable that are in no subnet. */
function isDirect({ node, dst }: RouteAt, address: Address): boolean {
  const network = dst && parsePrefixed(dst.text);
  return network !== undefined && contains(network, address) && foldedMember(node, 'scope')?.value?.value === 253;
}

/** What the kernel tells routes apart by: destination, next hop, metric and table. */
function identity({ node, dst, gw }: RouteAt, assigned: Assigned): string | undefined {
  const network = dst && parsePrefixed(dst.text);
  if (network === undefined) return undefined;
  const written = gw && parseAddress(gw.text);
  if (gw !== undefined && written === undefined) return undefined;
  const { gateway } = networksOf(assigned).find((one) => one.gateway?.bits === network.address.bits) ?? {};
  const hop = written ?? gateway;
  const number = (key: string): string => String(Number(foldedMember(node, key)?.value?.value ?? 0));
  const destination = formatPrefixed({ ...network, address: networkAddress(network) });
  return [destination, hop === undefined ? '' : formatAddress(hop), number('priority'), number('table')].join(' ');
}

/** ptp makes a route to the subnet by itself. */
function* subnetOfPtp(assigned: Assigned): Generator<Finding> {
  if (assigned.plugin.typeName !== 'ptp' || !isComplete(assigned)) return;
  for (const { dst, gw } of assigned.routes) {
    const network = dst && parsePrefixed(dst.text);
    const own = networksOf(assigned).some((one) => network && isSameNetwork(one.network, network));
    if (!own || gw !== undefined || dst === undefined) continue;
    const message = `ptp makes a route to its subnet by itself: it fails with "${FAILS}: file exists"`;
    yield { span: dst.node, message };
  }
}

function isSameNetwork(a: Prefixed, b: Prefixed): boolean {
  return a.prefix === b.prefix && sameAddress(networkAddress(a), networkAddress(b));
}

function* duplicates(assigned: Assigned): Generator<Finding> {
  const seen = new Map<string, RouteAt>();
  for (const route of assigned.routes) {
    const id = identity(route, assigned);
    const before = id === undefined ? undefined : seen.get(id);
    if (id !== undefined && before === undefined) seen.set(id, route);
    if (before === undefined) continue;
    yield {
      span: route.node,
      ...(isReference(assigned.plugin) ? {} : { severity: 'warning' as const }),
      message: `The same route is there before: ${assigned.plugin.typeName} fails with "${FAILS}: file exists"`,
      related: [{ span: before.node, message: 'The route before' }],
      fixes: () => removedElement(assigned, route),
    };
  }
}

/** The list of routes without one that is not the first. */
function removedElement({ routes }: Assigned, route: RouteAt) {
  const before = routes[routes.indexOf(route) - 1]?.node;
  if (before === undefined) return [];
  const offset = before.offset + before.length;
  const span = { offset, length: route.node.offset + route.node.length - offset };
  return [{ title: 'Remove the route', preferred: true, changes: [replaceSpan(span, '')] }];
}

const routeProblems: Rule = {
  id: 'R147',
  name: 'route-problems',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const assigned of assignedIn(model)) {
      if (assigned.routes.length === 0) continue;
      if (assigned.routes.length > 1) yield* duplicates(assigned);
      yield* subnetOfPtp(assigned);
      const networks = networksOf(assigned);
      for (const [index, route] of assigned.routes.entries()) {
        yield* hostBits(route, assigned);
        yield* nextHop(route, index, assigned, networks);
      }
    }
  },
};

const SCOPES = new Set([0, 200, 253, 254, 255]);

/** Scopes that the kernel refuses of a route through a gateway; nothing can be reached with 255. */
function* refusedScope({ gw, dst }: RouteAt, assigned: Assigned, scope: Node): Generator<Finding> {
  const bits = dst && parsePrefixed(dst.text)?.address.bits;
  const hop = gw !== undefined || networksOf(assigned).some(({ gateway }) => gateway?.bits === bits);
  const value = Number(scope.value);
  if (bits !== 32 || !isComplete(assigned) || !(value === 255 || (hop && (value === 253 || value === 254)))) return;
  yield {
    span: scope,
    severity: 'error',
    message: `A route of scope ${value} has no next hop${value === 255 ? '' : ', and this one has'}: ${assigned.plugin.typeName} fails with "${FAILS}: ${value === 253 ? 'network is unreachable' : 'invalid argument'}"`,
  };
}

const notApplied: Rule = {
  id: 'R148',
  name: 'route-attributes-not-applied',
  severity: 'warning',
  *check(model) {
    for (const assigned of assignedIn(model)) {
      const { routes, plugin } = assigned;
      if (!isReference(plugin)) continue;
      for (const route of routes) {
        const { node } = route;
        for (const key of ['mtu', 'advmss']) {
          const member = foldedMember(node, key);
          if (member?.value?.type !== 'number') continue;
          yield {
            span: member.keyNode,
            unnecessary: true,
            message: `${plugin.typeName} passes "${key}" of a route on in its result, and does not set it: set "mtu" of the plugin, or chain tuning`,
            fixes: () => [removal(node, [member])],
          };
        }
        const scope = foldedMember(node, 'scope')?.value;
        if (scope?.type === 'number') yield* refusedScope(route, assigned, scope);
        if (scope?.type !== 'number' || SCOPES.has(Number(scope.value))) continue;
        const message = 'The scopes are 0 (global), 200 (site), 253 (link), 254 (host) and 255 (nowhere)';
        yield { span: scope, message };
      }
    }
  },
};

/** Of which family there is a default route. */
function defaults({ routes }: Assigned): Set<number> {
  return new Set(
    routes.flatMap(({ dst }) => {
      const network = dst && parsePrefixed(dst.text);
      return network?.prefix === 0 ? [network.address.bits] : [];
    }),
  );
}

const dualStack: Rule = {
  id: 'R146',
  name: 'dualstack-route-missing',
  severity: 'information',
  *check(model: Model) {
    for (const assigned of assignedIn(model)) {
      const { plugin, routes } = assigned;
      const found = defaults(assigned);
      const families = new Set(networksOf(assigned).map(({ network }) => network.address.bits));
      if (families.size < 2 || found.size !== 1 || isOn(plugin, 'isDefaultGateway')) continue;
      const [has, lacks] = found.has(32) ? ['IPv4', 'IPv6'] : ['IPv6', 'IPv4'];
      const last = routes.at(-1)?.node;
      const member = foldedMember(assigned.ipam.node, 'routes');
      if (last === undefined || member === undefined) continue;
      const dst = found.has(32) ? '::/0' : '0.0.0.0/0';
      yield {
        span: member.keyNode,
        message: `There is a default route for ${has} alone, though the interface gets ${lacks} addresses too`,
        fixes: () => {
          const { text } = model.parsed;
          const between = routes.length > 1 ? text.slice(end(routes.at(-2)?.node), last.offset) : undefined;
          const gap = between !== undefined && /^\s*,\s*$/.test(between) ? between : `,${styleOf(text).gap}`;
          const added = `${gap}{"dst"${styleOf(text).colon}"${dst}"}`;
          return [
            {
              title: `Add a route to ${dst}`,
              preferred: true,
              changes: [{ offset: end(last), length: 0, text: added }],
            },
          ];
        },
      };
    }
  },
};

const end = (node: { offset: number; length: number } | undefined): number =>
  node === undefined ? 0 : node.offset + node.length;

export const routeRules: readonly Rule[] = [dualStack, routeProblems, notApplied];
