import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { commaList } from '../../../engine/text/listing.ts';
import { byteLength } from '../../document/byte-length.ts';
import { insertFirstElement, styleOf } from '../../edits/style.ts';
import { didYouMean } from '../../document/did-you-mean.ts';
import { assignedIn } from '../../document/ipam-ranges.ts';
import { foldedMember, members, textOf } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { changeTo, removal } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Rule } from '../rule.ts';

/** The names that dhcp knows (lease.go, optionNameToID), with their numbers. */
const names = [
  'dhcp-client-identifier',
  'subnet-mask',
  'routers',
  'host-name',
  'user-class',
  'vendor-class-identifier',
];

/** Names of options in dhclient and on cni.dev that dhcp does not know, with their numbers. */
const numbers: ReadonlyMap<string, string> = new Map(
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

/** Whether dhcp accepts a text as the name or number of an option. */
function isOption(text: string): boolean {
  return names.includes(text) || (/^\d+$/.test(text) && Number(text) <= 255);
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
            message: sentences(
              l10n.t('The value is too long for a DHCP option, which holds at most 255 bytes.'),
              failsWith('dhcp', `value too long for option "${text ?? ''}"`),
            ),
          };
        }
        if (option === undefined || !text || isOption(text)) {
          continue;
        }
        const better = numbers.get(text) ?? didYouMean(text, names);
        yield {
          span: option,
          message: sentences(
            l10n.t('The option is unknown; use its number or one of the names {0}.', commaList(names)),
            failsWith('dhcp', `Can not parse option "${text}"`),
          ),
          fixes: () => (better === undefined ? [] : [changeTo(option, better)]),
        };
      }
    }
  },
};

/** Keys of other IPAM plugins that are sometimes written for dhcp, which ignores them. */
const ofOtherPlugins = new Set(['routes', 'dns', 'gateway', 'subnet', 'ranges', 'rangestart', 'rangeend', 'addresses']);

const ignoredKeys: Rule = {
  id: 'R152',
  name: 'dhcp-ignored-keys',
  severity: 'warning',
  *check(model) {
    for (const { node } of ipamsOf(model)) {
      for (const member of members(node)) {
        if (!ofOtherPlugins.has(member.key.toLowerCase())) {
          continue;
        }
        yield {
          span: member.keyNode,
          unnecessary: true,
          message: l10n.t('dhcp ignores "{0}". Addresses, routes and DNS come from the DHCP server.', member.key),
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
      const requested = requests.map((entry) => textOf(foldedMember(entry, 'option')?.value));
      if (requested.includes('1') || requested.includes('subnet-mask')) {
        continue;
      }
      for (const entry of requests) {
        const member = foldedMember(entry, 'skipDefault');
        if (member?.value?.value !== true) {
          continue;
        }
        const request = foldedMember(node, 'request')?.value;
        yield {
          span: member.keyNode,
          message: l10n.t(
            '"skipDefault" stops dhcp from requesting the subnet mask. If the server does not send it, dhcp fails with "{0}".',
            'DHCP option Subnet Mask not found in DHCPACK',
          ),
          fixes: () =>
            request === undefined
              ? []
              : [
                  {
                    title: l10n.t('Request "subnet-mask"'),
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
