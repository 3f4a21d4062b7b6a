import { parseAddress, parsePrefixed } from '../addresses.ts';
import { foldedMember, members, textOf } from '../members.ts';
import { assignedIn } from '../ipam-ranges.ts';
import type { Model, PluginView } from '../model.ts';
import type { Node } from '../parse.ts';
import { changeTo, insertion, ofType, removal, typePlace } from './simple-fixes.ts';
import type { Finding, Rule } from './rule.ts';

/** sriov-cni, pkg/config LoadConf: what goes with a VLAN. */
function* sriov(model: Model): Generator<Finding> {
  for (const { node } of ofType(model, 'sriov')) {
    const hasVLAN = Number(foldedMember(node, 'vlan')?.value?.value ?? 0) !== 0;
    if (hasVLAN) continue;
    const qos = foldedMember(node, 'vlanQoS');
    if (typeof qos?.value?.value === 'number' && qos.value.value > 0) {
      yield {
        span: qos.keyNode,
        message:
          '"vlanQoS" needs a "vlan": sriov fails with "vlan id must be configured to set vlan QoS to a non-nil value"',
        fixes: () => [removal(node, [qos]), insertion(model, node, 'vlan', '1', 'type', false)],
      };
    }
    const proto = foldedMember(node, 'vlanProto');
    if (textOf(proto?.value)?.toLowerCase() !== '802.1ad' || proto === undefined) continue;
    yield {
      span: proto.keyNode,
      message: '"vlanProto" 802.1ad needs a "vlan": sriov fails with "vlan id must be configured to set vlan proto …"',
      fixes: () => [removal(node, [proto]), insertion(model, node, 'vlan', '1', 'type', false)],
    };
  }
}

/** multus, pkg/types LoadNetConf. */
function* multus(model: Model): Generator<Finding> {
  for (const plugin of ofType(model, 'multus')) {
    const delegates = foldedMember(plugin.node, 'delegates');
    const network = textOf(foldedMember(plugin.node, 'clusterNetwork')?.value);
    if (network) continue;
    const entries = delegates?.value?.type === 'array' ? (delegates.value.children ?? []) : undefined;
    if (delegates === undefined || entries?.length === 0) {
      yield {
        span: delegates?.keyNode ?? typePlace(plugin),
        message:
          'multus needs a network to give to pods: it fails with "LoadNetConf: at least one delegate/clusterNetwork must be specified"',
      };
    }
    for (const entry of entries ?? []) {
      const has = (key: string): boolean => foldedMember(entry, key) !== undefined;
      if (entry.type !== 'object' || has('type') || has('plugins') || has('plugin')) continue;
      yield {
        span: { offset: entry.offset, length: 1 },
        message: `multus fails with "delegate must have the 'type' or 'plugin' field"`,
      };
    }
  }
}

/** flannel's delegate is completed by flannel. */
function* flannel(model: Model): Generator<Finding> {
  for (const { node } of ofType(model, 'flannel')) {
    const delegate = foldedMember(node, 'delegate')?.value;
    for (const member of members(delegate)) {
      if (delegate === undefined || (member.key !== 'name' && member.key !== 'ipam')) continue;
      yield {
        span: member.keyNode,
        message: `flannel sets "${member.key}" of its delegate by itself: it fails with "'delegate' dictionary must not have '${member.key}' field, it'll be set by flannel"`,
        fixes: () => [removal(delegate, [member])],
      };
    }
  }
}

/** ovn-kubernetes takes care of addresses, and of its own names. */
function* ovn(model: Model): Generator<Finding> {
  for (const { node, ipam } of ofType(model, 'ovn-k8s-cni-overlay')) {
    const topology = textOf(foldedMember(node, 'topology')?.value);
    if (topology && ipam !== undefined) {
      yield {
        span: ipam.member.keyNode,
        message: 'ovn-kubernetes assigns addresses by "subnets": a network with "ipam" is refused',
        fixes: () => [removal(node, [ipam.member])],
      };
    }
    const persistent = foldedMember(node, 'allowPersistentIPs');
    if (topology !== 'layer3' || persistent?.value?.value !== true) continue;
    yield {
      span: persistent.keyNode,
      message: 'ovn-kubernetes fails with "layer3 topology does not allow persistent IPs"',
      fixes: () => [removal(node, [persistent])],
    };
  }
}

/** `192.0.2.0/24` or `192.0.2.10-192.0.2.200/24`; whereabouts reads leading zeros over (ParseCIDRSloppy). */
function isWhereaboutsRange(written: string): boolean {
  const text = written.includes(':') ? written : written.replaceAll(/(?<!\d)0+(?=\d)/g, '');
  const [start = '', rest, ...more] = text.split('-');
  if (rest === undefined) return parsePrefixed(text) !== undefined;
  return more.length === 0 && parseAddress(start) !== undefined && parsePrefixed(rest) !== undefined;
}

function* whereaboutsRange(owner: Node): Generator<Finding> {
  const range = foldedMember(owner, 'range')?.value;
  const text = textOf(range);
  if (range === undefined || !text || isWhereaboutsRange(text)) return;
  const address = parseAddress(text);
  yield {
    span: range,
    message: `"range" is a CIDR, or start-end/prefix: whereabouts fails with "invalid CIDR ${text}"`,
    fixes: () => (address === undefined ? [] : [changeTo(range, `${text}/${address.bits === 32 ? 24 : 64}`)]),
  };
}

function* whereabouts(model: Model): Generator<Finding> {
  for (const { ipam } of assignedIn(model)) {
    if (ipam.typeName !== 'whereabouts') continue;
    yield* whereaboutsRange(ipam.node);
    for (const one of foldedMember(ipam.node, 'ipRanges')?.value?.children ?? []) yield* whereaboutsRange(one);
    const gateway = foldedMember(ipam.node, 'gateway')?.value;
    const text = textOf(gateway);
    if (gateway === undefined || !text || parseAddress(text) !== undefined) continue;
    yield { span: gateway, message: `whereabouts fails with "couldn't parse gateway IP: ${text}"` };
  }
}

/** Plugins whose IPAM may not be of some type. */
const REFUSED_IPAM: ReadonlyMap<string, readonly [string, string]> = new Map(
  Object.entries({
    'ib-sriov': ['dhcp', 'ipam type dhcp is not supported'],
    bond: ['bond', 'bond is not a suitable IPAM type'],
  }),
);

function* refusedIPAM({ typeName, ipam }: PluginView): Generator<Finding> {
  const [type, says] = REFUSED_IPAM.get(typeName ?? '') ?? [];
  if (type === undefined || ipam?.typeName !== type || ipam.type?.value === undefined) return;
  yield { span: ipam.type.value, message: `${typeName} fails with "${says ?? ''}"` };
}

const rangesOfOthers: Rule = {
  id: 'R157',
  name: 'thirdparty-enum-range',
  severity: 'error',
  *check(model): Iterable<Finding> {
    yield* sriov(model);
    yield* multus(model);
    yield* flannel(model);
    yield* ovn(model);
    yield* whereabouts(model);
    for (const plugin of model.plugins) yield* refusedIPAM(plugin);
  },
};

export const thirdPartyRules: readonly Rule[] = [rangesOfOthers];
