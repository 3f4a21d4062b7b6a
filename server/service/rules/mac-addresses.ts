import { hasCapability } from '../ipam-ranges.ts';
import { foldedMember, textOf } from '../members.ts';
import type { PluginView } from '../model.ts';
import type { Node } from '../parse.ts';
import { changeTo } from './simple-fixes.ts';
import type { Finding, Rule } from './rule.ts';

/** Where MAC addresses are read: the keys on the way to each. */
const [OWN, ARGS, PASSED] = [['mac'], ['args', 'cni', 'mac'], ['runtimeConfig', 'mac']] as const;

/** Plugins with a MAC address to set, and where they read it. */
const MAC_PLACES: ReadonlyMap<string, readonly (readonly string[])[]> = new Map(
  Object.entries({
    bridge: [ARGS, PASSED],
    macvlan: [OWN, PASSED],
    tap: [OWN, PASSED],
    tuning: [OWN, ARGS, PASSED],
    'host-device': [['hwaddr']],
  }),
);

interface MACAt {
  readonly node: Node;
  readonly text: string;
  /** Whether what the runtime passes takes its place. */
  readonly isReplaced: boolean;
}

function macNodes(plugin: PluginView): MACAt[] {
  return (MAC_PLACES.get(plugin.typeName ?? '') ?? []).flatMap((keys) => {
    const node = keys.reduce<Node | undefined>((at, key) => foldedMember(at, key)?.value, plugin.node);
    const text = textOf(node);
    const isReplaced = (keys === OWN || keys === PASSED) && hasCapability(plugin, 'mac');
    return node === undefined || text === undefined || text === '' ? [] : [{ node, text, isReplaced }];
  });
}

/** The bytes of a hardware address as Go's net.ParseMAC reads it; undefined for what it refuses. */
function parseMAC(text: string): number[] | undefined {
  const pairs = /^[0-9a-fA-F]{2}(?:([:-])[0-9a-fA-F]{2})(?:\1[0-9a-fA-F]{2})*$/.test(text);
  const quads = /^[0-9a-fA-F]{4}(?:\.[0-9a-fA-F]{4})+$/.test(text);
  if (!pairs && !quads) return undefined;
  const digits = text.replaceAll(/[:.-]/g, '');
  const bytes = (digits.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
  return [6, 8, 20].includes(bytes.length) ? bytes : undefined;
}

const pairsOf = (digits: string): string => (digits.toLowerCase().match(/../g) ?? []).join(':');

function problem(text: string, { typeName }: PluginView): string | undefined {
  const bytes = parseMAC(text);
  if (bytes === undefined) return `is no MAC address: ${typeName} fails with "address ${text}: invalid MAC address"`;
  if (typeName === 'tap' && text.includes('.'))
    return `must have colons here: tap hands it to the program ip, which says "${text}" is invalid lladdr`;
  if (bytes.length !== 6 && typeName === 'tuning')
    return `has ${bytes.length} bytes: tuning sets the first 6, and CHECK fails`;
  if (bytes.length !== 6) return `has ${bytes.length} bytes, and an interface has 6`;
  if (typeName === 'host-device') return undefined; // it is only looked for
  const [first = 0] = bytes;
  if ((first & 1) === 1 || bytes.every((byte) => byte === 0)) {
    const kind = (first & 1) === 1 ? 'a group address' : 'zero';
    return `is ${kind}, which no interface may have: ${typeName} fails with "cannot assign requested address"`;
  }
  return undefined;
}

const macInvalid: Rule = {
  id: 'R092',
  name: 'mac-invalid',
  severity: 'error',
  *check({ plugins }): Iterable<Finding> {
    for (const plugin of plugins) {
      for (const { node, text, isReplaced } of macNodes(plugin)) {
        const why = problem(text, plugin);
        if (why === undefined) continue;
        const digits = text.replaceAll(/[\s:.-]/g, '');
        const canMend = /^[0-9a-fA-F]{12}$/.test(digits) && problem(pairsOf(digits), plugin) === undefined;
        yield {
          span: node,
          message: `"${text}" ${why}`,
          ...(isReplaced || why.endsWith('CHECK fails') ? { severity: 'warning' as const } : {}),
          fixes: () => (canMend ? [changeTo(node, pairsOf(digits))] : []),
        };
      }
    }
  },
};

export const macRules: readonly Rule[] = [macInvalid];
