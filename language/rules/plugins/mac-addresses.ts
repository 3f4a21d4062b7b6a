import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { hasCapability } from '../../document/ipam-ranges.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import type { PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { changeTo } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Rule } from '../rule.ts';

/** The paths of MAC addresses. */
const [own, args, passed] = [['mac'], ['args', 'cni', 'mac'], ['runtimeConfig', 'mac']] as const;

/** The plugins that set a MAC address, and the keys that they read it from. */
const macPaths: ReadonlyMap<string, readonly (readonly string[])[]> = new Map(
  Object.entries({
    bridge: [args, passed],
    macvlan: [own, passed],
    tap: [own, passed],
    tuning: [own, args, passed],
    'host-device': [['hwaddr']],
  }),
);

interface MACAt {
  readonly node: Node;
  readonly text: string;
  /** Whether the runtime may replace it. */
  readonly isReplaced: boolean;
}

function macNodes(plugin: PluginView): MACAt[] {
  return (macPaths.get(plugin.typeName ?? '') ?? []).flatMap((keys) => {
    const node = keys.reduce<Node | undefined>((at, key) => foldedMember(at, key)?.value, plugin.node);
    const text = textOf(node);
    const isReplaced = (keys === own || keys === passed) && hasCapability(plugin, 'mac');
    return node === undefined || text === undefined || text === '' ? [] : [{ node, text, isReplaced }];
  });
}

/** The bytes of a hardware address as Go's net.ParseMAC reads it; undefined if it rejects the text. */
function parseMAC(text: string): number[] | undefined {
  const pairs = /^[0-9a-fA-F]{2}(?:([:-])[0-9a-fA-F]{2})(?:\1[0-9a-fA-F]{2})*$/.test(text);
  const quads = /^[0-9a-fA-F]{4}(?:\.[0-9a-fA-F]{4})+$/.test(text);
  if (!pairs && !quads) {
    return undefined;
  }
  const digits = text.replaceAll(/[:.-]/g, '');
  const bytes = (digits.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
  return [6, 8, 20].includes(bytes.length) ? bytes : undefined;
}

const pairsOf = (digits: string): string => (digits.toLowerCase().match(/../g) ?? []).join(':');

interface MACProblem {
  readonly message: string;
  readonly severity?: 'warning';
}

/** What is wrong with the length of a MAC address. */
function lengthProblem(text: string, length: number, { typeName }: PluginView): MACProblem {
  if (typeName === 'tuning') {
    const message = l10n.t(
      '"{0}" has {1} bytes, but a MAC address has 6. tuning sets the first 6, and CHECK fails.',
      text,
      length,
    );
    return { message, severity: 'warning' };
  }
  return { message: l10n.t('"{0}" has {1} bytes, but the MAC address of an interface has 6.', text, length) };
}

function problem(text: string, plugin: PluginView): MACProblem | undefined {
  const { typeName } = plugin;
  const bytes = parseMAC(text);
  if (bytes === undefined) {
    const failure = failsWith(typeName, `address ${text}: invalid MAC address`);
    return { message: sentences(l10n.t('"{0}" is not a valid MAC address.', text), failure) };
  }
  if (typeName === 'tap' && text.includes('.')) {
    const failure = failsWith('tap', `"${text}" is invalid lladdr`);
    return {
      message: sentences(l10n.t('The program ip, which tap runs, accepts MAC addresses only with colons.'), failure),
    };
  }
  if (bytes.length !== 6) {
    return lengthProblem(text, bytes.length, plugin);
  }
  // host-device only looks for the address.
  if (typeName === 'host-device') {
    return undefined;
  }
  const [first = 0] = bytes;
  const failure = failsWith(typeName, 'cannot assign requested address');
  if ((first & 1) === 1) {
    return { message: sentences(l10n.t('"{0}" is a group address, which an interface cannot have.', text), failure) };
  }
  return bytes.every((byte) => byte === 0)
    ? { message: sentences(l10n.t('"{0}" is all zeros, which is not valid for an interface.', text), failure) }
    : undefined;
}

const macInvalid: Rule = {
  id: 'R092',
  name: 'mac-invalid',
  severity: 'error',
  *check({ plugins }): Iterable<Finding> {
    for (const plugin of plugins) {
      for (const { node, text, isReplaced } of macNodes(plugin)) {
        const found = problem(text, plugin);
        if (found === undefined) {
          continue;
        }
        const digits = text.replaceAll(/[\s:.-]/g, '');
        const canFix = /^[0-9a-fA-F]{12}$/.test(digits) && problem(pairsOf(digits), plugin) === undefined;
        yield {
          span: node,
          ...found,
          severity: isReplaced ? 'warning' : undefined,
          fixes: () => (canFix ? [changeTo(node, pairsOf(digits))] : []),
        };
      }
    }
  },
};

export const macRules: readonly Rule[] = [macInvalid];
