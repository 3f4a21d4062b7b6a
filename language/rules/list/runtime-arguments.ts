import * as l10n from '@vscode/l10n';
import { parseAddress, parsePrefixed } from '../../document/addresses.ts';
import { foldedMember } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { schemaProblems } from '../schema/schema-problems.ts';
import type { Finding } from '../rule.ts';
import { runtimeMayReplace } from './runtime-config.ts';

/** A string that the plugin parses: whether it can, the plugin's error if not, and the message about it. */
interface Text {
  readonly isValid: (text: string) => boolean;
  readonly error: (text: string) => string;
  readonly message: (values: { readonly path: string; readonly owner: string; readonly error: string }) => string;
}

/**
 * What a plugin's decoder accepts as a value: a string, a string that it parses, an array, or an object with fields.
 */
type Shape =
  | 'string'
  | { readonly text: Text }
  | { readonly items: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

const object = (fields: Readonly<Record<string, Shape>>): Shape => ({ fields });

const isCIDR = (text: string): boolean => parsePrefixed(text) !== undefined;

const addressText: Text = {
  isValid: (text) => parseAddress(text) !== undefined || isCIDR(text),
  error: (text) => (text === '' ? 'cannot understand ip: IP <nil> not v4 nor v6' : `invalid IP address ${text}`),
  message: (values) => l10n.t('"{path}" must be an IP address. {owner} fails with: {error}', values),
};
const prefixed: Text = {
  isValid: isCIDR,
  error: (text) => `an entry in the 'ips' field is NOT in CIDR notation, got: '${text}'`,
  message: (values) =>
    l10n.t('"{path}" must be an IP address with a prefix length. {owner} fails with: {error}', values),
};
const subnet: Text = {
  isValid: isCIDR,
  error: (text) => `invalid CIDR address: ${text}`,
  message: (values) => l10n.t('"{path}" must be a subnet. {owner} fails with: {error}', values),
};

const ips = (text: Text): Shape => object({ ips: { items: { text } } });
const range = object({ subnet: { text: subnet }, rangeStart: 'string', rangeEnd: 'string', gateway: 'string' });

/**
 * What IPAM plugins read of the keys that a runtime fills in; these are next to `ipam`, so that no IPAM schema has
 * them.
 */
const read: ReadonlyMap<string, Readonly<Record<string, Shape>>> = new Map(
  Object.entries({
    'host-local': {
      args: object({ cni: ips(addressText) }),
      runtimeConfig: object({ ips: { items: { text: addressText } }, ipRanges: { items: { items: range } } }),
    },
    static: { args: object({ cni: ips(prefixed) }), runtimeConfig: ips(prefixed) },
  }),
);

/** Returns the JSON type that a shape needs. */
function typeOf(shape: Shape): 'string' | 'array' | 'object' {
  if (shape === 'string' || 'text' in shape) {
    return 'string';
  }
  return 'items' in shape ? 'array' : 'object';
}

/** A value that a decoder does not accept. */
interface Mismatch {
  readonly node: Node;
  readonly path: string;
  readonly shape: Shape;
}

function* mismatches(node: Node, shape: Shape, path: string): Generator<Mismatch> {
  // Go leaves the field unchanged.
  if (node.type === 'null') {
    return;
  }
  const type = typeOf(shape);
  if (node.type !== type) {
    yield { node, path, shape };
  } else if (typeof shape === 'object') {
    yield* inside(node, shape, path);
  }
}

function* inside(node: Node, shape: Exclude<Shape, string>, path: string): Generator<Mismatch> {
  if ('text' in shape) {
    if (!shape.text.isValid(String(node.value))) {
      yield { node, path, shape };
    }
    return;
  }
  if ('items' in shape) {
    for (const [index, child] of (node.children ?? []).entries()) {
      yield* mismatches(child, shape.items, `${path}[${index}]`);
    }
    return;
  }
  for (const [key, field] of Object.entries(shape.fields)) {
    const value = foldedMember(node, key)?.value;
    if (value !== undefined) {
      yield* mismatches(value, field, `${path}.${key}`);
    }
  }
}

function messageOf({ node, path, shape }: Mismatch, owner: string): string {
  if (typeof shape === 'object' && 'text' in shape && node.type === 'string') {
    const { error, message } = shape.text;
    return message({ path, owner, error: error(String(node.value)) });
  }
  const given = node.type === 'boolean' ? 'bool' : node.type;
  const values = { path, owner, error: `json: cannot unmarshal ${given} into …` };
  switch (typeOf(shape)) {
    case 'string':
      return l10n.t('"{path}" must be a string. {owner} fails with "{error}".', values);
    case 'array':
      return l10n.t('"{path}" must be an array. {owner} fails with "{error}".', values);
    case 'object':
      return l10n.t('"{path}" must be an object. {owner} fails with "{error}".', values);
  }
}

/**
 * Yields the values of the runtime's keys that the IPAM plugin of a plugin cannot read although the plugin itself can.
 */
function* unreadable(plugin: PluginView, reported: ReadonlySet<Node>): Generator<Finding> {
  if (plugin.described?.traits?.ipam === 'none') {
    return;
  }
  const owner = plugin.ipam?.typeName ?? '';
  for (const [key, shape] of Object.entries(read.get(owner) ?? {})) {
    const value = foldedMember(plugin.node, key)?.value;
    if (value === undefined) {
      continue;
    }
    const severity = runtimeMayReplace(plugin, key) ? { severity: 'warning' as const } : {};
    for (const mismatch of mismatches(value, shape, key)) {
      if (!reported.has(mismatch.node)) {
        yield { span: mismatch.node, message: messageOf(mismatch, owner), ...severity };
      }
    }
  }
}

/**
 * Yields the values in `args` and `runtimeConfig` that a plugin cannot decode, except those that violate its schema.
 */
export function* undecodableArguments(model: Model): Generator<Finding> {
  const reported = new Set(schemaProblems(model).map(({ node }) => node));
  for (const plugin of model.plugins) {
    yield* unreadable(plugin, reported);
  }
}
