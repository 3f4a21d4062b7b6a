import { byteLength } from '../byte-length.ts';
import { insertFirstElement, styleOf } from '../edits/style.ts';
import { didYouMean } from '../did-you-mean.ts';
import { assignedIn } from '../ipam-ranges.ts';
import { foldedMember, members, textOf } from '../members.ts';
import type { Model, PluginView } from '../model.ts';
import type { Node } from '../parse.ts';
import { changeTo, removal } from './simple-fixes.ts';
import type { Finding, Rule } from './rule.ts';

/** The names that dhcp knows (lease.go, optionNameToID), with their numbers. */
const NAMES = [
  'dhcp-client-identifier',
  'subnet-mask',
  'routers',
  'host-name',
  'user-class',
  'vendor-class-identifier',
];

/** Other names of options, as dhclient and cni.dev have them. */
const NUMBERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'classless-static-routes': '121',
    'domain-name': '15',
    'domain-name-servers': '6',
    'domain-search': '119',
    'interface-mtu': '26',
    'ntp-servers': '42',
    'static-routes': '33',
    'time-servers': '4',
    'broadcast-address': '28',
    'requested-address': '50',
    'lease-time': '51',
  }),
);

function ipamsOf(model: Model): NonNullable<PluginView['ipam']>[] {
  return assignedIn(model).flatMap(({ ipam }) => (ipam.typeName === 'dhcp' ? [ipam] : []));
}

function entries(ipam: Node, key: string): readonly Node[] {
  return foldedMember(ipam, key)?.value?.children ?? [];
}

/** Whether dhcp takes a text for the name or number of an option. */
function isOption(text: string): boolean {
  return NAMES.includes(text) || (/^\d+$/.test(text) && Number(text) <= 255);
}

const optionName: Rule = {
  id: 'R151',
  name: 'dhcp-option-name',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const { node: ipam } of ipamsOf(model)) {
      for (const entry of [...entries(ipam, 'provide'), ...entries(ipam, 'request')]) {
        const option = foldedMember(entry, 'option')?.value;
        const text = textOf(option);
        const value = foldedMember(entry, 'value')?.value;
        if (byteLength(textOf(value) ?? '') > 255 && value !== undefined) {
          yield {
            span: value,
            message: `An option holds 255 bytes: dhcp fails with "value too long for option "${text ?? ''}""`,
          };
        }
        if (option === undefined || !text || isOption(text)) continue;
        const better = NUMBERS.get(text) ?? didYouMean(text, NAMES);
        yield {
          span: option,
          message: `dhcp knows options by number, and six by name (${NAMES.join(', ')}): it fails with "Can not parse option "${text}""`,
          fixes: () => (better === undefined ? [] : [changeTo(option, better)]),
        };
      }
    }
  },
};

/** Keys of other IPAM plugins that people write for dhcp. */
const NOT_READ = new Set(['routes', 'dns', 'gateway', 'subnet', 'ranges', 'rangestart', 'rangeend', 'addresses']);

const ignoredKeys: Rule = {
  id: 'R152',
  name: 'dhcp-ignored-keys',
  severity: 'warning',
  *check(model) {
    for (const { node } of ipamsOf(model)) {
      for (const member of members(node)) {
        if (!NOT_READ.has(member.key.toLowerCase())) continue;
        yield {
          span: member.keyNode,
          unnecessary: true,
          message: `dhcp takes no notice of "${member.key}": addresses, routes and DNS are what the server says`,
          fixes: () => [removal(node, [member])],
        };
      }
    }
  },
};

const skipDefault: Rule = {
  id: 'R153',
  name: 'dhcp-skipdefault',
  severity: 'warning',
  *check(model) {
    const { text } = model.parsed;
    for (const { node } of ipamsOf(model)) {
      const requests = entries(node, 'request');
      const asked = requests.map((entry) => textOf(foldedMember(entry, 'option')?.value));
      if (asked.includes('1') || asked.includes('subnet-mask')) continue;
      for (const entry of requests) {
        const member = foldedMember(entry, 'skipDefault');
        if (member?.value?.value !== true) continue;
        const request = foldedMember(node, 'request')?.value;
        yield {
          span: member.keyNode,
          message:
            'Nobody asks for the subnet mask then; without it dhcp fails with "DHCP option Subnet Mask not found in DHCPACK"',
          fixes: () =>
            request === undefined
              ? []
              : [
                  {
                    title: 'Ask for "subnet-mask"',
                    preferred: true,
                    changes: [insertFirstElement(text, request, `{"option"${styleOf(text).colon}"subnet-mask"}`)],
                  },
                ],
        };
      }
    }
  },
};

export const dhcpRules: readonly Rule[] = [optionName, ignoredKeys, skipDefault];
