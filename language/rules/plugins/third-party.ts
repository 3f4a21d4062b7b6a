import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { schemaAt, valueKeywords, type SchemaPath } from '../schema/schema-match.ts';
import { releasedTypes } from '../../schema/released-types.ts';
import { readRange } from '../addresses/whereabouts-ranges.ts';
import { amazonProblems } from './aws-plugins.ts';
import { contains, formatAddress, formatPrefixed, networkAddress, parseAddress } from '../../document/addresses.ts';
import { foldedMember, members, textOf } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { changeTo, insertion, ofType, removal, typeSpan } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import { noFindings, type Finding, type Rule } from '../rule.ts';

/** Reports keys that need a VLAN (sriov-cni, pkg/config LoadConf). */
function* sriov(model: Model): Generator<Finding> {
  for (const { node } of ofType(model, 'sriov')) {
    const hasVLAN = Number(foldedMember(node, 'vlan')?.value?.value ?? 0) !== 0;
    if (hasVLAN) {
      continue;
    }
    const qos = foldedMember(node, 'vlanQoS');
    if (typeof qos?.value?.value === 'number' && qos.value.value > 0) {
      yield {
        span: qos.keyNode,
        message: sentences(
          l10n.t('"{0}" needs "{1}".', 'vlanQoS', 'vlan'),
          failsWith('sriov', 'vlan id must be configured to set vlan QoS to a non-nil value'),
        ),
        fixes: () => [removal(node, [qos]), insertion(model, node, 'vlan', '1', 'type', false)],
      };
    }
    const proto = foldedMember(node, 'vlanProto');
    if (textOf(proto?.value)?.toLowerCase() !== '802.1ad' || proto === undefined) {
      continue;
    }
    yield {
      span: proto.keyNode,
      message: sentences(
        l10n.t('"{0}" needs "{1}".', 'vlanProto', 'vlan'),
        failsWith('sriov', 'vlan id must be configured to set vlan proto …'),
      ),
      fixes: () => [removal(node, [proto]), insertion(model, node, 'vlan', '1', 'type', false)],
    };
  }
}

/** Reports missing networks and invalid delegates (multus, pkg/types LoadNetConf). */
function* multus(model: Model): Generator<Finding> {
  for (const plugin of ofType(model, 'multus')) {
    const delegates = foldedMember(plugin.node, 'delegates');
    const network = textOf(foldedMember(plugin.node, 'clusterNetwork')?.value);
    if (network) {
      const kubeconfig = foldedMember(plugin.node, 'kubeconfig')?.value;
      if (kubeconfig === undefined || kubeconfig.value === '') {
        yield {
          span: kubeconfig ?? typeSpan(plugin),
          message: sentences(
            l10n.t('multus needs "kubeconfig" for "clusterNetwork".'),
            failsWith('multus', 'GetDefaultNetworks: must have either Kubernetes config or delegates'),
          ),
        };
      }
      continue;
    }
    const entries = delegates?.value?.type === 'array' ? (delegates.value.children ?? []) : undefined;
    if (delegates?.value === undefined || delegates.value.type === 'null' || entries?.length === 0) {
      yield {
        span: delegates?.keyNode ?? typeSpan(plugin),
        message: sentences(
          l10n.t('multus needs a network for pods.'),
          failsWith('multus', 'LoadNetConf: at least one delegate/clusterNetwork must be specified'),
        ),
      };
    }
    for (const entry of entries ?? []) {
      const has = (key: string): boolean => (foldedMember(entry, key)?.value?.type ?? 'null') !== 'null';
      const isTyped = Boolean(foldedMember(entry, 'type')?.value?.value);
      if (entry.type !== 'object' || isTyped || has('plugins') || has('plugin')) {
        continue;
      }
      yield {
        span: { offset: entry.offset, length: 1 },
        message: failsWith('multus', "delegate must have the 'type' or 'plugin' field"),
      };
    }
  }
}

/** The paths of flannel, with the error if they are empty. */
const emptyPaths = [
  ['subnetFile', 'open : no such file or directory'],
  ['dataDir', 'mkdir : no such file or directory'],
] as const;

/** Reports empty paths of flannel, and keys that it sets in its delegate. */
function* flannel(model: Model): Generator<Finding> {
  for (const { node } of ofType(model, 'flannel')) {
    for (const [key, error] of emptyPaths) {
      const path = foldedMember(node, key);
      if (path?.value?.value === '') {
        const problem = l10n.t('An empty "{0}" replaces the default.', key);
        yield {
          span: path.value,
          message: sentences(problem, failsWith('flannel', error)),
          fixes: () => [removal(node, [path])],
        };
      }
    }
    const delegate = foldedMember(node, 'delegate')?.value;
    const type = foldedMember(delegate, 'type')?.value;
    if (type?.value === '') {
      yield { span: type, message: failsWith('flannel', 'no plugin name provided') };
    }
    for (const member of members(delegate)) {
      if (delegate === undefined || (member.key !== 'name' && member.key !== 'ipam')) {
        continue;
      }
      yield {
        span: member.keyNode,
        message: sentences(
          l10n.t('flannel itself sets "{0}" of its delegate.', member.key),
          failsWith('flannel', `'delegate' dictionary must not have '${member.key}' field, it'll be set by flannel`),
        ),
        fixes: () => [removal(delegate, [member])],
      };
    }
  }
}

/** Reports keys that ovn-kubernetes rejects. */
function* ovn(model: Model): Generator<Finding> {
  for (const { node, ipam } of ofType(model, 'ovn-k8s-cni-overlay')) {
    const topology = textOf(foldedMember(node, 'topology')?.value);
    if (topology && ipam !== undefined) {
      yield {
        span: ipam.member.keyNode,
        message: l10n.t('ovn-kubernetes rejects a network with "ipam". It assigns addresses from "subnets".'),
        fixes: () => [removal(node, [ipam.member])],
      };
    }
    const persistent = foldedMember(node, 'allowPersistentIPs');
    if (topology !== 'layer3' || persistent?.value?.value !== true) {
      continue;
    }
    yield {
      span: persistent.keyNode,
      message: failsWith('ovn-kubernetes', 'layer3 topology does not allow persistent IPs'),
      fixes: () => [removal(node, [persistent])],
    };
  }
}

function* whereaboutsRange(owner: Node): Generator<Finding> {
  const range = foldedMember(owner, 'range')?.value;
  const text = textOf(range);
  if (range === undefined || !text) {
    return;
  }
  const read = readRange(text);
  if (read !== undefined) {
    const { cidr, start } = read;
    if (start !== undefined && !contains(cidr, start)) {
      const network = formatPrefixed({ ...cidr, address: networkAddress(cidr) });
      yield {
        span: range,
        message: sentences(
          l10n.t('The range starts outside of its network {0}.', network),
          failsWith('whereabouts', `invalid range start for CIDR ${network}: ${formatAddress(start)}`),
        ),
      };
    }
    return;
  }
  const address = parseAddress(text);
  yield {
    span: range,
    message: sentences(
      l10n.t('"range" must be a CIDR, or have the form start-end/prefix.'),
      failsWith('whereabouts', `invalid CIDR ${text}`),
    ),
    fixes: () => (address === undefined ? [] : [changeTo(range, `${text}/${address.bits === 32 ? 24 : 64}`)]),
  };
}

/** Reports bounds in `ipRanges`, where whereabouts does not ignore what is not an address (pkg/types, RangeConfiguration). */
function* whereaboutsBounds(owner: Node): Generator<Finding> {
  for (const key of ['range_start', 'range_end']) {
    const value = foldedMember(owner, key)?.value;
    const text = textOf(value);
    if (value !== undefined && text && parseAddress(text) === undefined) {
      const error = `LoadIPAMConfig - JSON Parsing Error: invalid IP address: ${text}`;
      yield { span: value, message: failsWith('whereabouts', error) };
    }
  }
}

function* whereabouts({ ipam }: PluginView): Generator<Finding> {
  if (ipam === undefined) {
    return;
  }
  yield* whereaboutsRange(ipam.node);
  for (const one of foldedMember(ipam.node, 'ipRanges')?.value?.children ?? []) {
    const isMissing = one.type === 'object' && !foldedMember(one, 'range')?.value?.value;
    if (one.type === 'null' || isMissing) {
      const problem = l10n.t('This entry has no "range".');
      yield {
        span: one,
        message: sentences(problem, failsWith('whereabouts', 'invalid CIDR : invalid CIDR address: ')),
      };
    }
    yield* whereaboutsRange(one);
    yield* whereaboutsBounds(one);
  }
  const gateway = foldedMember(ipam.node, 'gateway')?.value;
  const text = textOf(gateway);
  if (gateway === undefined || !text || parseAddress(text) !== undefined) {
    return;
  }
  yield { span: gateway, message: failsWith('whereabouts', `couldn't parse gateway IP: ${text}`) };
}

/** Plugins that reject an IPAM type, with their error. */
const rejectedIPAMTypes: ReadonlyMap<string, readonly [string, string]> = new Map(
  Object.entries({
    'ib-sriov': ['dhcp', 'ipam type dhcp is not supported'],
    bond: ['bond', 'bond is not a suitable IPAM type'],
  }),
);

function* rejectedIPAM({ typeName, ipam }: PluginView): Generator<Finding> {
  const [type, error = ''] = rejectedIPAMTypes.get(typeName ?? '') ?? [];
  if (type === undefined || ipam?.typeName !== type || ipam.type?.value === undefined) {
    return;
  }
  yield { span: ipam.type.value, message: failsWith(typeName, error) };
}

/** The checks by plugin type. */
const checks: readonly (readonly [string, (model: Model) => Iterable<Finding>])[] = [
  ['sriov', sriov],
  ['multus', multus],
  ['flannel', flannel],
  ['ovn-k8s-cni-overlay', ovn],
];

/** Strings of third-party plugins that look like numbers or switches. */
const thirdPartyStrings: readonly SchemaPath[] = [
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

const stringTypes: Rule = {
  id: 'R156',
  name: 'thirdparty-string-types',
  severity: 'error',
  schema: thirdPartyStrings.map((path) => schemaAt(path, undefined, ['type'])),
  check: noFindings,
};

const valueRanges: Rule = {
  id: 'R157',
  name: 'thirdparty-enum-range',
  severity: 'error',
  schema: [
    {
      matches: ({ owner, keyword }) =>
        !releasedTypes.has(owner) && (valueKeywords.includes(keyword) || keyword === 'minItems'),
    },
  ],
  *check(model): Iterable<Finding> {
    yield* amazonProblems(model);
    for (const [type, check] of checks) {
      if (ofType(model, type).length > 0) {
        yield* check(model);
      }
    }
    for (const plugin of model.plugins) {
      if (plugin.ipam?.typeName === 'whereabouts') {
        yield* whereabouts(plugin);
      }
      if (rejectedIPAMTypes.has(plugin.typeName ?? '')) {
        yield* rejectedIPAM(plugin);
      }
    }
  },
};

export const thirdPartyRules: readonly Rule[] = [stringTypes, valueRanges];
