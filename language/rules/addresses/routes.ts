import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { schemaAt, valueKeywords } from '../schema/schema-match.ts';
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
} from '../../document/addresses.ts';
import {
  assignedIn,
  hasCapability,
  isOn,
  isReference,
  type Assigned,
  type RouteAt,
  type TextAt,
} from '../../document/ipam-ranges.ts';
import { foldedMember, members } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { changeTo, removal } from '../../edits/simple-fixes.ts';
import { replaceSpan, styleOf } from '../../edits/style.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Rule } from '../rule.ts';
import { whereaboutsRanges } from './whereabouts-ranges.ts';

/** The networks of the addresses that the interface gets, in order; of each set the first, as only that one is certain. */
function networksOf({ plugin, sets, addresses }: Assigned): { network: Prefixed; gateway: Address | undefined }[] {
  const ranged = sets.flatMap(({ ranges }) => {
    const facts = ranges[0]?.facts;
    return facts === undefined ? [] : [{ network: facts.subnet, gateway: facts.gateway }];
  });
  const fixed = addresses.flatMap(({ parsed, gateway }) =>
    parsed === undefined ? [] : [{ network: parsed, gateway: gateway && parseAddress(gateway.text) }],
  );
  const pools = whereaboutsRanges(plugin).map(({ network }) => ({ network, gateway: undefined }));
  return [...ranged, ...fixed, ...pools];
}

/** Whether all addresses are in the file, so that the outcome of routes is certain. */
function isComplete({ plugin, ipam, sets }: Assigned): boolean {
  if (!isReference(plugin) || hasCapability(plugin, 'ips') || hasCapability(plugin, 'ipRanges')) {
    return false;
  }
  if (ipam.typeName === 'whereabouts') {
    return foldedMember(ipam.node, 'addresses') === undefined;
  }
  return (
    ipam.typeName === 'static' || (ipam.typeName === 'host-local' && sets.every(({ ranges }) => ranges.length === 1))
  );
}

function* hostBits({ dst }: RouteAt, assigned: Assigned): Generator<Finding> {
  const network = dst && parsePrefixed(dst.text);
  if (dst === undefined || network === undefined || sameAddress(network.address, networkAddress(network))) {
    return;
  }
  const better = formatPrefixed({ ...network, address: networkAddress(network) });
  const isIPv4 = network.address.bits === 32;
  yield {
    span: dst.node,
    severity:
      isIPv4 && (isReference(assigned.plugin) || assigned.plugin.typeName === 'flannel') ? undefined : 'warning',
    message: isIPv4
      ? sentences(
          l10n.t('The destination has host bits set.'),
          failsWith(assigned.plugin.typeName, 'failed to add route …: invalid argument'),
        )
      : l10n.t('The destination has host bits set. ADD succeeds, but CHECK does not find the route.'),
    fixes: () => [changeTo(dst.node, better)],
  };
}

/** Reports an IPv4 next hop of an IPv6 destination, or the reverse. */
function otherFamily(route: Node, gateway: TextAt, plugin: PluginView): Finding {
  const found = members(route).filter(({ value }) => value === gateway.node);
  return {
    span: gateway.node,
    severity: isReference(plugin) ? undefined : 'warning',
    message: sentences(
      l10n.t('The next hop and the destination are of different IP families.'),
      failsWith(plugin.typeName, 'gateway, source, and destination ip are not the same IP family'),
    ),
    fixes: () => [removal(route, found, false)],
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
  if (dst === undefined || network === undefined) {
    return;
  }
  const { plugin, routes } = assigned;
  const own = all.filter((one) => one.network.address.bits === network.address.bits);
  if (gw === undefined || address === undefined) {
    if (own.length > 0 || all.length === 0 || !isComplete(assigned)) {
      return;
    }
    const message =
      network.address.bits === 32
        ? l10n.t('The interface gets no IPv4 address, so this route has no effect.')
        : l10n.t('The interface gets no IPv6 address, so this route has no effect.');
    yield { span: dst.node, severity: 'warning', message };
    return;
  }
  if (address.bits !== network.address.bits) {
    yield otherFamily(route.node, gw, plugin);
    return;
  }
  if (address.value === 0n) {
    const message = l10n.t(
      '{0} is not a valid next hop. The destination is reached directly, and CHECK does not find the route.',
      gw.text,
    );
    yield { span: gw.node, severity: 'warning', message };
    return;
  }
  const severity = isComplete(assigned) ? undefined : 'warning';
  const around = own.find((one) => contains(one.network, address));
  if (around !== undefined && isBroadcast(around.network, address)) {
    const failure = failsWith(plugin.typeName, 'failed to add route …: invalid argument');
    yield { span: gw.node, severity, message: sentences(l10n.t('The next hop is a broadcast address.'), failure) };
  }
  if (all.length === 0 || around !== undefined) {
    return;
  }
  // A link-local address.
  if (address.bits === 128 && address.value >> 118n === 0x3fan) {
    return;
  }
  const isReachable = routes.slice(0, index).some((one) => isDirect(one, address));
  if (isReachable) {
    return;
  }
  const error = address.bits === 32 ? 'network is unreachable' : 'no route to host';
  const message = sentences(
    l10n.t('The next hop {0} is in no subnet of the interface.', formatAddress(address)),
    failsWith(plugin.typeName, `failed to add route …: ${error}`),
  );
  yield { span: gw.node, severity, message };
}

function isBroadcast(network: Prefixed, address: Address): boolean {
  return address.bits === 32 && network.prefix < 31 && sameAddress(address, lastAddress(network));
}

/** Whether a route of scope "link" makes an address reachable that is in no subnet. */
function isDirect({ node, dst }: RouteAt, address: Address): boolean {
  const network = dst && parsePrefixed(dst.text);
  return network !== undefined && contains(network, address) && foldedMember(node, 'scope')?.value?.value === 253;
}

/** What distinguishes routes for the kernel: destination, next hop, metric and table. */
function identity({ node, dst, gw }: RouteAt, assigned: Assigned): string | undefined {
  const network = dst && parsePrefixed(dst.text);
  if (network === undefined) {
    return undefined;
  }
  const written = gw && parseAddress(gw.text);
  if (gw !== undefined && written === undefined) {
    return undefined;
  }
  const { gateway } = networksOf(assigned).find((one) => one.gateway?.bits === network.address.bits) ?? {};
  const hop = written ?? gateway;
  const number = (key: string): string => String(Number(foldedMember(node, key)?.value?.value ?? 0));
  const destination = formatPrefixed({ ...network, address: networkAddress(network) });
  return [destination, hop === undefined ? '' : formatAddress(hop), number('priority'), number('table')].join(' ');
}

/** Reports routes to the subnet of ptp, which adds that route itself. */
function* subnetOfPtp(assigned: Assigned): Generator<Finding> {
  if (assigned.plugin.typeName !== 'ptp' || !isComplete(assigned)) {
    return;
  }
  for (const { dst, gw } of assigned.routes) {
    const network = dst && parsePrefixed(dst.text);
    const own = networksOf(assigned).some((one) => network && isSameNetwork(one.network, network));
    if (!own || gw !== undefined || dst === undefined) {
      continue;
    }
    const message = sentences(
      l10n.t('ptp itself adds a route to its subnet.'),
      failsWith('ptp', 'failed to add route …: file exists'),
    );
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
    if (id !== undefined && before === undefined) {
      seen.set(id, route);
    }
    if (before === undefined) {
      continue;
    }
    yield {
      span: route.node,
      severity: isReference(assigned.plugin) ? undefined : 'warning',
      message: sentences(
        l10n.t('The route is already defined.'),
        failsWith(assigned.plugin.typeName, 'failed to add route …: file exists'),
      ),
      related: [{ span: before.node, message: l10n.t('The same route is defined here.') }],
      fixes: () => removeRoute(assigned, route),
    };
  }
}

/** Removes a route that is not the first. */
function removeRoute({ routes }: Assigned, route: RouteAt) {
  const before = routes[routes.indexOf(route) - 1]?.node;
  if (before === undefined) {
    return [];
  }
  const offset = before.offset + before.length;
  const span = { offset, length: route.node.offset + route.node.length - offset };
  return [{ title: l10n.t('Remove the route'), preferred: true, changes: [replaceSpan(span, '')] }];
}

const noDestination = (): string => 'invalid CIDR address: <nil>';

const routeProblems: Rule = {
  id: 'R147',
  name: 'route-problems',
  severity: 'error',
  schema: [
    schemaAt('host-local/routes/*/dst', noDestination, valueKeywords),
    schemaAt('static/routes/*/dst', noDestination, valueKeywords),
    schemaAt('whereabouts/routes/*/dst', noDestination, valueKeywords),
  ],
  *check(model): Iterable<Finding> {
    for (const assigned of assignedIn(model)) {
      if (assigned.routes.length === 0) {
        continue;
      }
      if (assigned.routes.length > 1) {
        yield* duplicates(assigned);
      }
      yield* subnetOfPtp(assigned);
      const networks = networksOf(assigned);
      for (const [index, route] of assigned.routes.entries()) {
        yield* hostBits(route, assigned);
        yield* nextHop(route, index, assigned, networks);
      }
    }
  },
};

const scopes = new Set([0, 200, 253, 254, 255]);

/** Reports scopes that the kernel rejects for a route through a gateway, and 255, which reaches nothing. */
function* rejectedScope({ gw, dst }: RouteAt, assigned: Assigned, scope: Node): Generator<Finding> {
  const bits = dst && parsePrefixed(dst.text)?.address.bits;
  const hop = gw !== undefined || networksOf(assigned).some(({ gateway }) => gateway?.bits === bits);
  const value = Number(scope.value);
  if (bits !== 32 || !isComplete(assigned) || !(value === 255 || (hop && (value === 253 || value === 254)))) {
    return;
  }
  yield {
    span: scope,
    severity: 'error',
    message:
      value === 255
        ? sentences(
            l10n.t('A route of scope {0} cannot reach anything.', value),
            failsWith(assigned.plugin.typeName, 'failed to add route …: invalid argument'),
          )
        : sentences(
            l10n.t('A route of scope {0} cannot have a next hop, but this one does.', value),
            failsWith(
              assigned.plugin.typeName,
              value === 253
                ? 'failed to add route …: network is unreachable'
                : 'failed to add route …: invalid argument',
            ),
          ),
  };
}

const notApplied: Rule = {
  id: 'R148',
  name: 'route-attributes-not-applied',
  severity: 'warning',
  *check(model) {
    for (const assigned of assignedIn(model)) {
      const { routes, plugin } = assigned;
      if (!isReference(plugin)) {
        continue;
      }
      for (const route of routes) {
        const { node } = route;
        for (const key of ['mtu', 'advmss']) {
          const member = foldedMember(node, key);
          if (member?.value?.type !== 'number') {
            continue;
          }
          yield {
            span: member.keyNode,
            unnecessary: true,
            message: l10n.t(
              '{0} returns the "{1}" of a route in its result, but does not apply it. Set "mtu" of the plugin, or add tuning to the chain.',
              plugin.typeName ?? '',
              key,
            ),
            fixes: () => [removal(node, [member])],
          };
        }
        const scope = foldedMember(node, 'scope')?.value;
        if (scope?.type === 'number') {
          yield* rejectedScope(route, assigned, scope);
        }
        if (scope?.type !== 'number' || scopes.has(Number(scope.value))) {
          continue;
        }
        const message = l10n.t('The scope is unknown. Use 0 (global), 200 (site), 253 (link) or 254 (host).');
        yield { span: scope, message };
      }
    }
  },
};

/** The families that have a default route. */
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
  severity: 'hint',
  *check(model: Model) {
    for (const assigned of assignedIn(model)) {
      const { plugin, routes } = assigned;
      const found = defaults(assigned);
      const families = new Set(networksOf(assigned).map(({ network }) => network.address.bits));
      if (families.size < 2 || found.size !== 1 || isOn(plugin, 'isDefaultGateway')) {
        continue;
      }
      const last = routes.at(-1)?.node;
      const member = foldedMember(assigned.ipam.node, 'routes');
      if (last === undefined || member === undefined) {
        continue;
      }
      const dst = found.has(32) ? '::/0' : '0.0.0.0/0';
      yield {
        span: member.keyNode,
        message: found.has(32)
          ? l10n.t('The interface gets IPv4 and IPv6 addresses, but only IPv4 has a default route.')
          : l10n.t('The interface gets IPv4 and IPv6 addresses, but only IPv6 has a default route.'),
        fixes: () => {
          const { text } = model.parsed;
          const between = routes.length > 1 ? text.slice(end(routes.at(-2)?.node), last.offset) : undefined;
          const gap = between !== undefined && /^\s*,\s*$/.test(between) ? between : `,${styleOf(text).gap}`;
          const added = `${gap}{"dst"${styleOf(text).colon}"${dst}"}`;
          return [
            {
              title: l10n.t('Add a route to {0}', dst),
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
