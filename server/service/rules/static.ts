import {
  formatAddress,
  formatPrefixed,
  lastAddress,
  networkAddress,
  parseAddress,
  sameAddress,
  type Prefixed,
} from '../addresses.ts';
import { replaceSpan } from '../edits/style.ts';
import { assignedIn, hasCapability, isOn, isReference, type Assigned } from '../ipam-ranges.ts';
import { exactMember, foldedMember } from '../members.ts';
import type { Model, PluginView } from '../model.ts';
import { declare } from './capabilities.ts';
import { withoutPrefixRoute } from './prefix-routes.ts';
import { changeTo, typePlace } from './simple-fixes.ts';
import type { Finding, Rule, Severity } from './rule.ts';

/** What an address is good for other than to be an interface's; with the severity that is real. */
function unfit(parsed: Prefixed): { what: string; severity: Severity } | undefined {
  const { address, prefix } = parsed;
  const isIPv4 = address.bits === 32;
  const top = isIPv4 ? Number(address.value >> 24n) : Number(address.value >> 120n);
  // The kernel refuses such addresses of IPv6, and takes them of IPv4.
  const severity = isIPv4 ? 'warning' : 'error';
  if (address.value === 0n) return { what: 'the unspecified address', severity };
  if (isIPv4 ? top === 127 : address.value === 1n) return { what: 'a loopback address', severity };
  if (isIPv4 ? top >= 224 && top < 240 : top === 255) return { what: 'a multicast address', severity };
  if (!isIPv4 || prefix > 30) return undefined;
  if (sameAddress(address, networkAddress(parsed))) return { what: 'the network address of its subnet', severity };
  if (sameAddress(address, lastAddress(parsed))) return { what: 'the broadcast address of its subnet', severity };
  return undefined;
}

/** Whether a route of its own leads to the network of an address, which then needs none of the kernel. */
function isRouted({ routes }: Assigned, prefixed: Prefixed): boolean {
  const network = formatPrefixed({ ...prefixed, address: networkAddress(prefixed) });
  return routes.some(({ dst }) => dst?.text === network);
}

/** What bridge says of a default route by the next address of a network that has only one (calcGateways). */
function withoutDoor(plugin: PluginView, { address, prefix }: Prefixed, gateway: unknown): string | undefined {
  const isDoor = plugin.typeName === 'bridge' && isOn(plugin, 'isDefaultGateway');
  if (!isDoor || gateway !== undefined || prefix < address.bits) return undefined;
  const says = address.bits === 32 ? 'network is unreachable' : 'no route to host';
  return `the default route goes by the address after it, and bridge fails with "${says}"`;
}

function* addressProblems(model: Model, assigned: Assigned): Generator<Finding> {
  const { plugin } = assigned;
  const seen = new Set<string>();
  // What the runtime passes by "ips" takes the place of the addresses before they are looked at.
  const isReplaced = hasCapability(plugin, 'ips');
  const severity = isReplaced ? 'warning' : 'error';
  for (const { node, address, parsed, gateway } of assigned.addresses) {
    // Any other spelling is read as "address", the first of the two fields (main.go, type Address).
    const spelling = exactMember(node, 'Address');
    if (spelling?.value?.type === 'string') {
      yield {
        span: spelling.keyNode,
        message: `"Address" is another field of static than "address": it fails with "json: cannot unmarshal string into … Address of type net.IPNet"`,
        fixes: () => [
          { title: 'Rename to "address"', preferred: true, changes: [replaceSpan(spelling.keyNode, '"address"')] },
        ],
      };
      continue;
    }
    if (address === undefined) continue;
    if (parsed === undefined) {
      const plain = parseAddress(address.text);
      yield {
        span: address.node,
        severity,
        message: `An address goes with its prefix length: static fails with "the 'address' field is expected to be in CIDR notation, got: '${address.text}'"`,
        fixes: () =>
          plain === undefined ? [] : [changeTo(address.node, `${formatAddress(plain)}/${plain.bits === 32 ? 24 : 64}`)],
      };
      continue;
    }
    const written = formatPrefixed(parsed);
    if (seen.has(written) && isReference(plugin)) {
      yield {
        span: address.node,
        severity,
        message: `This address is there before: ${plugin.typeName} fails with "failed to add IP addr …: file exists"`,
      };
    }
    seen.add(written);
    const found = unfit(parsed);
    const fails =
      isReplaced || found?.severity === 'error' || isRouted(assigned, parsed)
        ? undefined
        : (withoutDoor(plugin, parsed, gateway) ?? withoutPrefixRoute(model, plugin, parsed));
    if (fails !== undefined) {
      const alone =
        parsed.prefix === parsed.address.bits ? 'is a network of one address' : 'is in the network of 0.0.0.0';
      const what = found === undefined ? alone : `is ${found.what}`;
      yield { span: address.node, message: `${written} ${what}: ${fails}` };
      continue;
    }
    if (found === undefined) continue;
    const isError = found.severity === 'error' && !isReplaced;
    const says = isError ? `: ${plugin.typeName} fails with "cannot assign requested address"` : '';
    yield {
      span: address.node,
      severity: isError ? 'error' : 'warning',
      message: `${formatAddress(parsed.address)} is ${found.what}${says}`,
    };
  }
}

const staticAddress: Rule = {
  id: 'R149',
  name: 'static-address',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const assigned of assignedIn(model)) {
      const { ipam, plugin } = assigned;
      if (ipam.typeName !== 'static') continue;
      yield* addressProblems(model, assigned);
      const member = foldedMember(ipam.node, 'addresses');
      const isEmpty =
        member?.value === undefined || member.value.type === 'null' || member.value.children?.length === 0;
      const fromElsewhere = hasCapability(plugin, 'ips') || foldedMember(plugin.node, 'args') !== undefined;
      if (!isEmpty || fromElsewhere || !isReference(plugin) || model.sideLoaded) continue;
      yield {
        span: member?.keyNode ?? ipam.type?.value ?? typePlace(plugin),
        message: `There are no "addresses" and the runtime may pass none (capability "ips"): ${plugin.typeName} fails with "IPAM plugin returned missing IP config"`,
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
      if (ipam.typeName !== 'static' || addresses.length === 0 || hasCapability(plugin, 'ips')) continue;
      yield {
        span: foldedMember(ipam.node, 'addresses')?.keyNode ?? ipam.node,
        message:
          'Every container of this network gets the same addresses: with more than one, declare the capability "ips" and let the runtime pass them',
        fixes: () => declare(model, plugin, 'ips', false),
      };
    }
  },
};

export const staticRules: readonly Rule[] = [staticAddress, shared];
