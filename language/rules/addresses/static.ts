import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { schemaAt, valueKeywords } from '../schema/schema-match.ts';
import {
  formatAddress,
  formatPrefixed,
  lastAddress,
  networkAddress,
  parseAddress,
  sameAddress,
  type Prefixed,
} from '../../document/addresses.ts';
import {
  assignedIn,
  hasCapability,
  isOn,
  isReference,
  type Assigned,
  type TextAt,
} from '../../document/ipam-ranges.ts';
import { exactMember, foldedMember } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { declare } from '../list/capabilities.ts';
import { withoutPrefixRoute } from './prefix-routes.ts';
import { swapped } from './ipam-addresses.ts';
import { changeTo, renameKey, typeSpan } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import type { Severity } from '../../workspace/context.ts';

/** A reason why an address is unsuitable for an interface, and its severity. */
interface Unsuitable {
  readonly kind: 'unspecified' | 'loopback' | 'multicast' | 'network' | 'broadcast';
  readonly severity: Severity;
}

function unsuitable(parsed: Prefixed): Unsuitable | undefined {
  const { address, prefix } = parsed;
  const isIPv4 = address.bits === 32;
  const top = isIPv4 ? Number(address.value >> 24n) : Number(address.value >> 120n);
  // The kernel rejects such IPv6 addresses, and accepts such IPv4 addresses.
  const severity = isIPv4 ? 'warning' : 'error';
  if (address.value === 0n) {
    return { kind: 'unspecified', severity };
  }
  if (isIPv4 ? top === 127 : address.value === 1n) {
    return { kind: 'loopback', severity };
  }
  if (isIPv4 ? top >= 224 && top < 240 : top === 255) {
    return { kind: 'multicast', severity };
  }
  if (!isIPv4 || prefix > 30) {
    return undefined;
  }
  if (sameAddress(address, networkAddress(parsed))) {
    return { kind: 'network', severity };
  }
  if (sameAddress(address, lastAddress(parsed))) {
    return { kind: 'broadcast', severity };
  }
  return undefined;
}

function unsuitableMessage(kind: Unsuitable['kind'], address: string): string {
  switch (kind) {
    case 'unspecified':
      return l10n.t('{0} is the unspecified address.', address);
    case 'loopback':
      return l10n.t('{0} is a loopback address.', address);
    case 'multicast':
      return l10n.t('{0} is a multicast address.', address);
    case 'network':
      return l10n.t('{0} is the network address of its subnet.', address);
    case 'broadcast':
      return l10n.t('{0} is the broadcast address of its subnet.', address);
  }
}

function unsuitableAddress(
  { kind, severity }: Unsuitable,
  { address }: Prefixed,
  { typeName }: PluginView,
  isReplaced: boolean,
): Pick<Finding, 'message' | 'severity'> {
  const problem = unsuitableMessage(kind, formatAddress(address));
  return severity === 'error' && !isReplaced
    ? { severity, message: sentences(problem, failsWith(typeName, 'cannot assign requested address')) }
    : { severity: 'warning', message: sentences(problem, l10n.t('Use a host address of the subnet.')) };
}

/** Whether `routes` has a route to the network of an address, which then needs none of the kernel. */
function isRouted({ routes }: Assigned, prefixed: Prefixed): boolean {
  const network = formatPrefixed({ ...prefixed, address: networkAddress(prefixed) });
  return routes.some(({ dst }) => dst?.text === network);
}

/** Returns a sentence about the failure of bridge if the gateway is outside a network of one address (calcGateways). */
function withoutGateway(plugin: PluginView, { address, prefix }: Prefixed, gateway: unknown): string | undefined {
  const isDefaultGateway = plugin.typeName === 'bridge' && isOn(plugin, 'isDefaultGateway');
  if (!isDefaultGateway || gateway !== undefined || prefix < address.bits) {
    return undefined;
  }
  return l10n.t(
    'The default route uses the next address, and bridge fails with "{0}".',
    address.bits === 32 ? 'network is unreachable' : 'no route to host',
  );
}

/** Swaps an address without prefix length and a gateway that has one; adds the usual length to any other. */
function withPrefix(entry: Node, { node, text }: TextAt): readonly Fix[] {
  const [swap, plain] = [swapped(entry, 'address'), parseAddress(text)];
  if (swap.length > 0 || plain === undefined) {
    return swap;
  }
  return [changeTo(node, `${formatAddress(plain)}/${plain.bits === 32 ? 24 : 64}`)];
}

/** A network to which the kernel adds no route, for another reason than the kind of the address. */
function withoutRouteMessage({ prefix, address }: Prefixed, written: string): string {
  return prefix === address.bits
    ? l10n.t('{0} is a network with only one address.', written)
    : l10n.t('{0} is in the network of 0.0.0.0.', written);
}

function* addressProblems(model: Model, assigned: Assigned): Generator<Finding> {
  const { plugin } = assigned;
  const seen = new Set<string>();
  // The "ips" of the runtime replace the addresses before static reads them.
  const isReplaced = hasCapability(plugin, 'ips');
  const severity = isReplaced ? 'warning' : 'error';
  for (const { node, address, parsed, gateway } of assigned.addresses) {
    // Any other spelling sets "address", the first of the two fields (main.go, type Address).
    const spelling = exactMember(node, 'Address');
    if (spelling?.value?.type === 'string') {
      yield {
        span: spelling.keyNode,
        message: sentences(
          l10n.t('static reads "Address" as a different field than "address".'),
          failsWith('static', 'json: cannot unmarshal string into … Address of type net.IPNet'),
        ),
        fixes: () => [renameKey(spelling, 'address', ['address', 'gateway'])],
      };
      continue;
    }
    if (address === undefined) {
      continue;
    }
    if (parsed === undefined) {
      yield {
        span: address.node,
        severity,
        message: sentences(
          l10n.t('The address needs a prefix length, for example 10.88.0.2/16.'),
          failsWith('static', `the 'address' field is expected to be in CIDR notation, got: '${address.text}'`),
        ),
        fixes: () => withPrefix(node, address),
      };
      continue;
    }
    const written = formatPrefixed(parsed);
    if (seen.has(written) && isReference(plugin)) {
      yield {
        span: address.node,
        severity,
        message: sentences(
          l10n.t('The address is already in the list.'),
          failsWith(plugin.typeName, 'failed to add IP addr …: file exists'),
        ),
      };
    }
    seen.add(written);
    const found = unsuitable(parsed);
    const failure =
      isReplaced || found?.severity === 'error' || isRouted(assigned, parsed)
        ? undefined
        : (withoutGateway(plugin, parsed, gateway) ?? withoutPrefixRoute(model, plugin, parsed));
    if (failure !== undefined) {
      const problem =
        found === undefined ? withoutRouteMessage(parsed, written) : unsuitableMessage(found.kind, written);
      yield { span: address.node, message: sentences(problem, failure) };
    } else if (found !== undefined) {
      yield { span: address.node, ...unsuitableAddress(found, parsed, plugin, isReplaced) };
    }
  }
}

const staticAddress: Rule = {
  id: 'R149',
  name: 'static-address',
  severity: 'error',
  schema: [schemaAt('static/addresses/*/address', () => 'invalid CIDR address', valueKeywords)],
  *check(model): Iterable<Finding> {
    for (const assigned of assignedIn(model)) {
      const { ipam, plugin } = assigned;
      if (ipam.typeName !== 'static') {
        continue;
      }
      yield* addressProblems(model, assigned);
      const member = foldedMember(ipam.node, 'addresses');
      const isEmpty =
        member?.value === undefined || member.value.type === 'null' || member.value.children?.length === 0;
      const fromElsewhere = hasCapability(plugin, 'ips') || foldedMember(plugin.node, 'args') !== undefined;
      if (!isEmpty || fromElsewhere || !(isReference(plugin) || plugin.typeName === 'flannel') || model.sideLoaded) {
        continue;
      }
      yield {
        span: member?.keyNode ?? ipam.type?.value ?? typeSpan(plugin),
        message: sentences(
          l10n.t('No address is configured; add "addresses", or declare the capability "ips".'),
          failsWith(plugin.typeName, 'IPAM plugin returned missing IP config'),
        ),
      };
    }
  },
};

const shared: Rule = {
  id: 'R150',
  name: 'static-shared-address',
  severity: 'warning',
  *check(model) {
    for (const { ipam, plugin, addresses } of assignedIn(model)) {
      if (ipam.typeName !== 'static' || addresses.length === 0 || hasCapability(plugin, 'ips')) {
        continue;
      }
      yield {
        span: foldedMember(ipam.node, 'addresses')?.keyNode ?? ipam.node,
        message: l10n.t(
          'Every container of this network gets the same addresses. For more than one container, declare the capability "ips" so that the runtime passes the addresses.',
        ),
        fixes: () => declare(model, plugin, 'ips', false),
      };
    }
  },
};

export const staticRules: readonly Rule[] = [staticAddress, shared];
