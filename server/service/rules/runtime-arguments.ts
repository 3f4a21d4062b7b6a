import { parseAddress, parsePrefixed } from '../addresses.ts';
import { foldedMember } from '../members.ts';
import type { PluginView } from '../model.ts';
import type { Node } from '../parse.ts';
import { schemaProblems } from '../schema/problems.ts';
import type { Finding, Rule } from './rule.ts';
import { runtimeMayReplace } from './runtime-config.ts';

/** A text that is read further: whether it can be, what it must be, and what is said of one that cannot. */
interface Text {
  readonly isGood: (text: string) => boolean;
  readonly must: string;
  readonly says: (text: string) => string;
}

/**
 * What a plugin's decoder takes at one place: a string, a text that it reads further, the elements of an array, or the
 * fields of an object that it reads.
 */
type Shape =
  | 'string'
  | { readonly text: Text }
  | { readonly items: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

const object = (fields: Readonly<Record<string, Shape>>): Shape => ({ fields });

const isCIDR = (text: string): boolean => parsePrefixed(text) !== undefined;

const ADDRESS: Text = {
  isGood: (text) => parseAddress(text) !== undefined || isCIDR(text),
  must: 'an address',
  says: (text) => (text === '' ? 'cannot understand ip: IP <nil> not v4 nor v6' : `invalid IP address ${text}`),
};
const PREFIXED: Text = {
  isGood: isCIDR,
  must: 'an address with its prefix length',
  says: (text) => `an entry in the 'ips' field is NOT in CIDR notation, got: '${text}'`,
};
const SUBNET: Text = { isGood: isCIDR, must: 'a subnet', says: (text) => `invalid CIDR address: ${text}` };

const ips = (text: Text): Shape => object({ ips: { items: { text } } });
const RANGE = object({ subnet: { text: SUBNET }, rangeStart: 'string', rangeEnd: 'string', gateway: 'string' });

/** What IPAM plugins read of the keys that a runtime fills in, which stand beside `ipam`: no schema of theirs holds them. */
const READ: ReadonlyMap<string, Readonly<Record<string, Shape>>> = new Map(
  Object.entries({
    'host-local': {
      args: object({ cni: ips(ADDRESS) }),
      runtimeConfig: object({ ips: { items: { text: ADDRESS } }, ipRanges: { items: { items: RANGE } } }),
    },
    static: { args: object({ cni: ips(PREFIXED) }), runtimeConfig: ips(PREFIXED) },
  }),
);

/** The JSON type that a shape needs. */
function typeOf(shape: Shape): string {
  if (shape === 'string' || 'text' in shape) return 'string';
  return 'items' in shape ? 'array' : 'object';
}

const withArticle = (type: string): string => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;

/** A value that is not as a decoder takes it. */
interface Mismatch {
  readonly node: Node;
  readonly path: string;
  readonly shape: Shape;
}

function* mismatches(node: Node, shape: Shape, path: string): Generator<Mismatch> {
  if (node.type === 'null') return; // Go leaves the field as it was
  const type = typeOf(shape);
  if (node.type !== type) {
    yield { node, path, shape };
  } else if (typeof shape === 'object') {
    yield* inside(node, shape, path);
  }
}

function* inside(node: Node, shape: Exclude<Shape, string>, path: string): Generator<Mismatch> {
  if ('text' in shape) {
    if (!shape.text.isGood(String(node.value))) yield { node, path, shape };
    return;
  }
  if ('items' in shape) {
    for (const [index, child] of (node.children ?? []).entries())
      yield* mismatches(child, shape.items, `${path}[${index}]`);
    return;
  }
  for (const [key, field] of Object.entries(shape.fields)) {
    const value = foldedMember(node, key)?.value;
    if (value !== undefined) yield* mismatches(value, field, `${path}.${key}`);
  }
}

function complaint({ node, path, shape }: Mismatch, owner: string): Finding {
  if (typeof shape === 'object' && 'text' in shape && node.type === 'string') {
    const { must, says } = shape.text;
    return { span: node, message: `"${path}" must be ${must}: ${owner} fails with "${says(String(node.value))}"` };
  }
  const given = node.type === 'boolean' ? 'bool' : node.type;
  const must = `"${path}" must be ${withArticle(typeOf(shape))}, not ${withArticle(node.type)}`;
  return { span: node, message: `${must}: ${owner} fails with "json: cannot unmarshal ${given} into …"` };
}

/** What the IPAM plugin of a plugin cannot read of the runtime's keys, where the plugin itself can. */
function* unreadable(plugin: PluginView, told: ReadonlySet<Node>): Generator<Finding> {
  if (plugin.described?.traits?.ipam === 'none') return;
  const owner = plugin.ipam?.typeName ?? '';
  for (const [key, shape] of Object.entries(READ.get(owner) ?? {})) {
    const value = foldedMember(plugin.node, key)?.value;
    if (value === undefined) continue;
    const severity = runtimeMayReplace(plugin, key) ? { severity: 'warning' as const } : {};
    for (const mismatch of mismatches(value, shape, key))
      if (!told.has(mismatch.node)) yield { ...complaint(mismatch, owner), ...severity };
  }
}

const runtimeArguments: Rule = {
  id: 'R014',
  name: 'wrong-json-type',
  severity: 'error',
  *check(model): Iterable<Finding> {
    const told = new Set(schemaProblems(model).map(({ node }) => node));
    for (const plugin of model.plugins) yield* unreadable(plugin, told);
  },
};

export const runtimeArgumentRules: readonly Rule[] = [runtimeArguments];
