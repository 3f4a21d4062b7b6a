import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { schemaAt, valueKeywords } from '../schema/schema-match.ts';
import { parseAddress } from '../../document/addresses.ts';
import { replaceSpan, styleOf } from '../../edits/style.ts';
import { foldedMember, textOf, type Member } from '../../document/members.ts';
import { isOn } from '../../document/ipam-ranges.ts';
import type { Model, PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { changeTo, insertion, ofType, removal } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import { noFindings, type Finding, type Rule } from '../rule.ts';

/** The member of a key unless it is absent or null. */
function given({ node }: PluginView, key: string): Member | undefined {
  const member = foldedMember(node, key);
  return member?.value === undefined || member.value.type === 'null' ? undefined : member;
}

const backendOf = (plugin: PluginView): string => textOf(given(plugin, 'backend')?.value) ?? '';

const markConflict: Rule = {
  id: 'R107',
  name: 'portmap-mark-conflict',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const plugin of ofType(model, 'portmap')) {
      const [bit, chain] = [given(plugin, 'markMasqBit'), given(plugin, 'externalSetMarkChain')];
      if (bit === undefined || chain === undefined) {
        continue;
      }
      yield {
        span: chain.keyNode,
        message: sentences(
          l10n.t('"{0}" and "{1}" cannot be used together.', 'externalSetMarkChain', 'markMasqBit'),
          failsWith('portmap', 'Cannot specify externalSetMarkChain and markMasqBit'),
        ),
        related: [{ span: bit.keyNode, message: l10n.t('"{0}" is set here.', 'markMasqBit') }],
        fixes: () => [removal(plugin.node, [chain]), removal(plugin.node, [bit], false)],
      };
    }
  },
};

const markInUse: Rule = {
  id: 'R108',
  name: 'portmap-mark-range',
  severity: 'error',
  schema: [schemaAt('portmap/markMasqBit', () => 'MasqMarkBit must be between 0 and 31', valueKeywords)],
  *check(model) {
    for (const plugin of ofType(model, 'portmap')) {
      const value = given(plugin, 'markMasqBit')?.value;
      const bit: unknown = value?.value;
      if (value === undefined || typeof bit !== 'number' || bit < 14 || bit > 31) {
        continue;
      }
      if (bit > 15 && bit < 20) {
        continue;
      }
      const owner = bit <= 15 ? 'kube-proxy' : 'Calico';
      yield {
        span: value,
        severity: 'warning',
        message: l10n.t('{0} also marks packets with bit {1}. Use another bit on hosts that run it.', owner, bit),
        fixes: () => [changeTo(value, 13)],
      };
    }
  },
};

const conditionKeys = ['conditionsV4', 'conditionsV6'];

/** The firewall that a condition is written for, as portmap infers it from the first character. */
function dialectOf(member: Member | undefined): 'iptables' | 'nftables' | undefined {
  const first = textOf(member?.value?.children?.[0]);
  if (!first) {
    return undefined;
  }
  return /^[-!]/.test(first) ? 'iptables' : 'nftables';
}

/** The keys that only one backend supports, with that backend. */
function ofOneBackend(plugin: PluginView): { member: Member; dialect: string }[] {
  const found = conditionKeys.flatMap((key) => {
    const member = given(plugin, key);
    const dialect = dialectOf(member);
    return member === undefined || dialect === undefined ? [] : [{ member, dialect }];
  });
  const chain = given(plugin, 'externalSetMarkChain');
  return chain === undefined ? found : [...found, { member: chain, dialect: 'iptables' }];
}

const dialect: Rule = {
  id: 'R110',
  name: 'portmap-condition-dialect',
  severity: 'error',
  *check(model) {
    for (const plugin of ofType(model, 'portmap')) {
      const [backend, parts] = [backendOf(plugin), ofOneBackend(plugin)];
      if (backend !== '' && backend !== 'iptables' && backend !== 'nftables') {
        continue;
      }
      const isMixed = new Set(parts.map((part) => part.dialect)).size > 1;
      for (const part of parts) {
        const wanted = backend === '' ? 'iptables' : backend;
        if (part.dialect === wanted) {
          continue;
        }
        const error = `${wanted} backend was requested but configuration contains ${part.dialect}-specific options [${part.member.key}]`;
        const isSure = backend !== '' || isMixed;
        yield {
          span: part.member.keyNode,
          severity: isSure ? undefined : 'warning',
          message: isSure
            ? sentences(
                l10n.t('"{0}" works only with the {1} backend.', part.member.key, part.dialect),
                failsWith('portmap', error),
              )
            : l10n.t(
                '"{0}" works only with the nftables backend. Without "backend", portmap uses iptables if it is available, and fails with "{1}".',
                part.member.key,
                error,
              ),
          fixes: () => {
            if (isMixed) {
              return [];
            }
            const set = given(plugin, 'backend')?.value;
            return [
              set === undefined
                ? insertion(model, plugin.node, 'backend', JSON.stringify(part.dialect), 'type')
                : changeTo(set, part.dialect),
            ];
          },
        };
      }
    }
  },
};

/** Every list of conditions, with the arguments that the firewall receives. */
function* conditionsIn(model: Model): Generator<{ plugin: PluginView; key: string; args: readonly Node[] }> {
  for (const plugin of ofType(model, 'portmap')) {
    for (const key of conditionKeys) {
      yield { plugin, key, args: given(plugin, key)?.value?.children ?? [] };
    }
  }
}

function* unsplitArguments(model: Model): Generator<Finding> {
  for (const { args } of conditionsIn(model)) {
    for (const node of args) {
      const text = textOf(node);
      if (text === undefined || !/\S\s+\S/.test(text) || /["']/.test(text)) {
        continue;
      }
      const parts = text.trim().split(/\s+/);
      yield {
        span: node,
        message: l10n.t(
          '"{0}" is passed to the firewall as one argument. Write each word as a separate element.',
          text,
        ),
        fixes: () => {
          const written = parts.map((word) => JSON.stringify(word)).join(`,${styleOf(model.parsed.text).gap}`);
          const title = l10n.t('Split into {0} elements', parts.length);
          return [{ title, preferred: true, changes: [replaceSpan(node, written)] }];
        },
      };
    }
  }
}

const addressOption = /^(?:-[sd]|--(?:source|destination|src|dst))$/;

/** Whether a text is a numeric address, whose last number may be several octets, as in `10.1` (inet_aton). */
function isNumeric(text: string): boolean {
  const parts = text.split('.');
  const largest = 256 ** (5 - parts.length) - 1;
  return (
    parts.length <= 4 &&
    parts.every((part, index) => part !== '' && Number(part) <= (index === parts.length - 1 ? largest : 255))
  );
}

/** Whether a text is neither an address nor a possible host name. */
function isNoAddress(text: string): boolean {
  if (text.startsWith('-')) {
    return true;
  }
  return text.includes(':') ? parseAddress(text) === undefined : /^[\d.]+$/.test(text) && !isNumeric(text);
}

/** Whether iptables may accept a text as an address with an optional mask, or as a host name. */
function mayBeAddress(text: string, key: string): boolean {
  const [address = '', mask, ...more] = text.split('/').map((part) => part.trim());
  const isIPv6 = address.includes(':');
  if (isNoAddress(address)) {
    return false;
  }
  if (isIPv6 !== (key === 'conditionsV6') && (isIPv6 || mask !== undefined)) {
    return false;
  }
  if (mask === undefined) {
    return /^[\w.:-]+$/.test(address);
  }
  if (more.length > 0 || !/^[\w.:-]+$/.test(address)) {
    return false;
  }
  return /^\d+$/.test(mask) ? Number(mask) <= (isIPv6 ? 128 : 32) : /^(?:[\d.]+|[\da-f:]+)$/i.test(mask);
}

function* wrongAddresses(model: Model): Generator<Finding> {
  for (const { key, args } of conditionsIn(model)) {
    for (const [index, node] of args.entries()) {
      const text = textOf(node);
      const option = textOf(args[index - 1]) ?? '';
      if (
        text === undefined ||
        !addressOption.test(option) ||
        text.split(',').every((part) => mayBeAddress(part, key))
      ) {
        continue;
      }
      const message = l10n.t(
        '"{1}" needs an address or a range, so iptables rejects "{0}" after it. ADD fails as soon as there is a port to map.',
        text,
        option,
      );
      yield { span: node, severity: 'error', message };
    }
  }
}

/** Checks where iptables needs an option, whatever the previous options take: at the beginning, and after "!". */
function* wrongOptions(model: Model): Generator<Finding> {
  for (const { plugin, args } of conditionsIn(model)) {
    const isOfIptables = textOf(args[0]) === '!' || args.some((node) => textOf(node)?.startsWith('-') === true);
    if (!isOfIptables || !['', 'iptables'].includes(backendOf(plugin))) {
      continue;
    }
    for (const [index, node] of args.entries()) {
      const text = textOf(node);
      const isFirst = index === 0;
      if (text === undefined || !(isFirst || textOf(args[index - 1]) === '!')) {
        continue;
      }
      if (/^--?[A-Za-z]/.test(text) || (isFirst && text === '!')) {
        continue;
      }
      const message = isFirst
        ? l10n.t(
            'iptables rejects {0}, because a condition must start with an option such as "-d". ADD fails as soon as there is a port to map.',
            JSON.stringify(text),
          )
        : l10n.t(
            'iptables rejects {0}, because an option such as "-d" must follow "!". ADD fails as soon as there is a port to map.',
            JSON.stringify(text),
          );
      yield { span: node, severity: 'error', message };
    }
  }
}

const masqAll: Rule = {
  id: 'R112',
  name: 'portmap-masqall-nftables',
  severity: 'warning',
  *check(model) {
    for (const plugin of ofType(model, 'portmap')) {
      const member = given(plugin, 'masqAll');
      if (member === undefined || !isOn(plugin, 'masqAll') || backendOf(plugin) !== 'nftables') {
        continue;
      }
      const set = given(plugin, 'backend')?.value;
      yield {
        span: member.keyNode,
        message: l10n.t('With the nftables backend, portmap ignores "masqAll" (up to reference plugins 1.9.1).'),
        fixes: () => [removal(plugin.node, [member]), ...(set === undefined ? [] : [changeTo(set, 'iptables', false)])],
      };
    }
  },
};

const kubeChain: Rule = {
  id: 'R113',
  name: 'portmap-kube-mark-chain',
  severity: 'information',
  *check(model) {
    for (const plugin of ofType(model, 'portmap')) {
      const member = given(plugin, 'externalSetMarkChain');
      if (textOf(member?.value) !== 'KUBE-MARK-MASQ' || member === undefined) {
        continue;
      }
      yield {
        span: member.value ?? member.keyNode,
        message: l10n.t(
          'KUBE-MARK-MASQ is a chain of kube-proxy, which does not create it in nftables mode. Remove "externalSetMarkChain", and portmap marks packets itself.',
        ),
        fixes: () => [removal(plugin.node, [member])],
      };
    }
  },
};

const conditions: Rule = {
  id: 'R111',
  name: 'portmap-condition-quoting',
  severity: 'warning',
  *check(model) {
    yield* unsplitArguments(model);
    yield* wrongAddresses(model);
    yield* wrongOptions(model);
  },
};

const backend: Rule = {
  id: 'R109',
  name: 'portmap-backend',
  severity: 'error',
  schema: [schemaAt('portmap/backend', (value) => `unrecognized backend ${JSON.stringify(value)}`, valueKeywords)],
  check: noFindings,
};

export const portmapRules: readonly Rule[] = [
  backend,
  markConflict,
  markInUse,
  dialect,
  conditions,
  masqAll,
  kubeChain,
];
