import { parseAddress } from '../addresses.ts';
import { replaceSpan, styleOf } from '../edits/style.ts';
import { foldedMember, textOf, type Member } from '../members.ts';
import { isOn } from '../ipam-ranges.ts';
import type { Model, PluginView } from '../model.ts';
import type { Node } from '../parse.ts';
import { changeTo, insertion, ofType, removal } from './simple-fixes.ts';
import type { Finding, Rule } from './rule.ts';

/** A member that is there and not null. */
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
      if (bit === undefined || chain === undefined) continue;
      yield {
        span: chain.keyNode,
        message:
          'Either portmap marks packets or another chain does: it fails with ' +
          '"Cannot specify externalSetMarkChain and markMasqBit"',
        related: [{ span: bit.keyNode, message: '"markMasqBit" is set here' }],
        fixes: () => [removal(plugin.node, [chain]), removal(plugin.node, [bit], false)],
      };
    }
  },
};

const markInUse: Rule = {
  id: 'R108',
  name: 'portmap-mark-range',
  severity: 'error',
  *check(model) {
    for (const plugin of ofType(model, 'portmap')) {
      const value = given(plugin, 'markMasqBit')?.value;
      const bit: unknown = value?.value;
      if (value === undefined || typeof bit !== 'number' || bit < 14 || bit > 31) continue;
      if (bit > 15 && bit < 20) continue;
      const owner = bit <= 15 ? 'kube-proxy' : 'Calico';
      yield {
        span: value,
        severity: 'warning',
        message: `${owner} marks packets with bit ${bit} as well: on a host that runs it take another one`,
        fixes: () => [changeTo(value, 13)],
      };
    }
  },
};

const CONDITIONS = ['conditionsV4', 'conditionsV6'];

/** Whose words a condition is in, as portmap guesses it from the first character. */
function dialectOf(member: Member | undefined): 'iptables' | 'nftables' | undefined {
  const first = textOf(member?.value?.children?.[0]);
  if (!first) return undefined;
  return /^[-!]/.test(first) ? 'iptables' : 'nftables';
}

/** The keys that are of one backend, with that backend. */
function spoken(plugin: PluginView): { member: Member; dialect: string }[] {
  const found = CONDITIONS.flatMap((key) => {
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
      const [backend, parts] = [backendOf(plugin), spoken(plugin)];
      if (backend !== '' && backend !== 'iptables' && backend !== 'nftables') continue;
      const isMixed = new Set(parts.map((part) => part.dialect)).size > 1;
      for (const part of parts) {
        const wanted = backend === '' ? 'iptables' : backend;
        if (part.dialect === wanted) continue;
        const says = `${wanted} backend was requested but configuration contains ${part.dialect}-specific options [${part.member.key}]`;
        const isSure = backend !== '' || isMixed;
        yield {
          span: part.member.keyNode,
          ...(isSure ? {} : { severity: 'warning' as const }),
          message: isSure
            ? `"${part.member.key}" is for ${part.dialect}: portmap fails with "${says}"`
            : `"${part.member.key}" is for nftables, but without "backend" portmap takes iptables where there is one, and fails with "${says}"`,
          fixes: () => {
            if (isMixed) return [];
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

/** Every list of conditions, with the words that are handed to the firewall. */
function* conditionsIn(model: Model): Generator<{ plugin: PluginView; key: string; words: readonly Node[] }> {
  for (const plugin of ofType(model, 'portmap')) {
    for (const key of CONDITIONS) yield { plugin, key, words: given(plugin, key)?.value?.children ?? [] };
  }
}

const quoting: Rule = {
  id: 'R111',
  name: 'portmap-condition-quoting',
  severity: 'warning',
  *check(model) {
    for (const { words } of conditionsIn(model)) {
      for (const node of words) {
        const text = textOf(node);
        if (text === undefined || !/\S\s+\S/.test(text) || /["']/.test(text)) continue;
        const parts = text.trim().split(/\s+/);
        yield {
          span: node,
          message: `Each word of a condition is an element of its own: "${text}" goes to the firewall as a single one`,
          fixes: () => {
            const written = parts.map((word) => JSON.stringify(word)).join(`,${styleOf(model.parsed.text).gap}`);
            const title = `Split into ${parts.length} elements`;
            return [{ title, preferred: true, changes: [replaceSpan(node, written)] }];
          },
        };
      }
    }
  },
};

const ADDRESS_OPTION = /^(?:-[sd]|--(?:source|destination|src|dst))$/;

/** An address in numbers alone, of which the last one may stand for several octets, as in `10.1` (inet_aton). */
function isNumeric(text: string): boolean {
  const parts = text.split('.');
  const largest = 256 ** (5 - parts.length) - 1;
  return (
    parts.length <= 4 &&
    parts.every((part, index) => part !== '' && Number(part) <= (index === parts.length - 1 ? largest : 255))
  );
}

/** What no host name looks like, and is no address either: iptables finds nothing by it. */
function isNoAddress(text: string): boolean {
  if (text.startsWith('-')) return true;
  return text.includes(':') ? parseAddress(text) === undefined : /^[\d.]+$/.test(text) && !isNumeric(text);
}

/** Whether iptables takes a word for an address with a mask: a host name is looked up, and nobody knows. */
function mayBeAddress(text: string, key: string): boolean {
  const [address = '', mask, ...more] = text.split('/').map((part) => part.trim());
  const isIPv6 = address.includes(':');
  if (isNoAddress(address)) return false;
  if (isIPv6 !== (key === 'conditionsV6') && (isIPv6 || mask !== undefined)) return false;
  if (mask === undefined) return /^[\w.:-]+$/.test(address);
  if (more.length > 0 || !/^[\w.:-]+$/.test(address)) return false;
  return /^\d+$/.test(mask) ? Number(mask) <= (isIPv6 ? 128 : 32) : /^(?:[\d.]+|[\da-f:]+)$/i.test(mask);
}

const conditionAddress: Rule = {
  id: 'R111',
  name: 'portmap-condition-quoting',
  severity: 'warning',
  *check(model) {
    for (const { key, words } of conditionsIn(model)) {
      for (const [index, node] of words.entries()) {
        const text = textOf(node);
        const option = textOf(words[index - 1]) ?? '';
        if (
          text === undefined ||
          !ADDRESS_OPTION.test(option) ||
          text.split(',').every((part) => mayBeAddress(part, key))
        )
          continue;
        const message = `After "${option}" comes an address or a range: iptables refuses "${text}", and so ADD fails as soon as there is a port to map`;
        yield { span: node, severity: 'error', message };
      }
    }
  },
};

/** The places where iptables wants an option, whatever the options before take: at the beginning, and after "!". */
const conditionOption: Rule = {
  id: 'R111',
  name: 'portmap-condition-quoting',
  severity: 'warning',
  *check(model) {
    for (const { plugin, words } of conditionsIn(model)) {
      const isOfIptables = textOf(words[0]) === '!' || words.some((node) => textOf(node)?.startsWith('-') === true);
      if (!isOfIptables || !['', 'iptables'].includes(backendOf(plugin))) continue;
      for (const [index, node] of words.entries()) {
        const text = textOf(node);
        const isFirst = index === 0;
        if (text === undefined || !(isFirst || textOf(words[index - 1]) === '!')) continue;
        if (/^--?[A-Za-z]/.test(text) || (isFirst && text === '!')) continue;
        const where = isFirst ? 'A condition begins with' : 'After "!" comes';
        const message = `${where} an option such as "-d": iptables refuses ${JSON.stringify(text)}, and so ADD fails as soon as there is a port to map`;
        yield { span: node, severity: 'error', message };
      }
    }
  },
};

const masqAll: Rule = {
  id: 'R112',
  name: 'portmap-masqall-nftables',
  severity: 'warning',
  *check(model) {
    for (const plugin of ofType(model, 'portmap')) {
      const member = given(plugin, 'masqAll');
      if (member === undefined || !isOn(plugin, 'masqAll') || backendOf(plugin) !== 'nftables') continue;
      const set = given(plugin, 'backend')?.value;
      yield {
        span: member.keyNode,
        message: 'With nftables portmap takes no notice of "masqAll" (up to plugins 1.9.1)',
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
      if (textOf(member?.value) !== 'KUBE-MARK-MASQ' || member === undefined) continue;
      yield {
        span: member.value ?? member.keyNode,
        message:
          'KUBE-MARK-MASQ belongs to kube-proxy, which does not make it in nftables mode: leave "externalSetMarkChain" out, and portmap marks by itself',
        fixes: () => [removal(plugin.node, [member])],
      };
    }
  },
};

export const portmapRules: readonly Rule[] = [
  markConflict,
  markInUse,
  dialect,
  quoting,
  conditionAddress,
  conditionOption,
  masqAll,
  kubeChain,
];
