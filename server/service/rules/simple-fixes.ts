import { findNodeAtOffset } from 'jsonc-parser';
import { freeSubnets } from '../directory/free-subnets.ts';
import type { HostFacts } from '../host-facts.ts';
import { parsePrefixed } from '../addresses.ts';
import { insertMember, replaceSpan } from '../edits/style.ts';
import { members, textOf, type Member } from '../members.ts';
import type { Model, PluginView } from '../model.ts';
import type { Node, Span } from '../parse.ts';
import type { Fix, RuleContext, TextChange } from './rule.ts';

/** A fix that puts another JSON value in a place. */
export function changeTo(span: Span, value: string | number | boolean, preferred = true): Fix {
  const literal = JSON.stringify(value);
  return { title: `Change to ${literal}`, preferred, changes: [replaceSpan(span, literal)] };
}

/** Takes several members out of one object, with the commas that they leave over. */
export function removeMembers(object: Node, keys: readonly string[]): TextChange[] {
  const all = members(object);
  if (all.length > 0 && all.every(({ key }) => keys.includes(key)))
    return [{ offset: object.offset + 1, length: object.length - 2, text: '' }];
  const changes: TextChange[] = [];
  for (let index = 0; index < all.length; index++) {
    if (!keys.includes(all[index]?.key ?? '')) continue;
    const start = all[index];
    const before = all[index - 1];
    while (keys.includes(all[index + 1]?.key ?? '')) index++;
    const [last, after] = [all[index], all[index + 1]];
    if (start === undefined || last === undefined) continue;
    const end = after?.node.offset ?? last.node.offset + last.node.length;
    const isTail = after === undefined && before !== undefined;
    const offset = isTail ? before.node.offset + before.node.length : start.node.offset;
    changes.push({ offset, length: end - offset, text: '' });
  }
  return changes;
}

/** A fix that removes members of an object. */
export function removal(object: Node, found: readonly Member[], preferred = true): Fix {
  const keys = found.map(({ key }) => key);
  const title = `Remove ${keys.map((key) => `"${key}"`).join(', ')}`;
  return { title, preferred, changes: removeMembers(object, keys) };
}

/** Takes an element out of its array with the comma that it leaves over; undefined where it is the only one. */
export function withoutElement(node: Node): TextChange | undefined {
  const elements = node.parent?.type === 'array' ? (node.parent.children ?? []) : [];
  const index = elements.indexOf(node);
  const [before, after] = [elements[index - 1], elements[index + 1]];
  if (index < 0) return undefined;
  if (before !== undefined) {
    const offset = before.offset + before.length;
    return { offset, length: node.offset + node.length - offset, text: '' };
  }
  return after === undefined ? undefined : { offset: node.offset, length: after.offset - node.offset, text: '' };
}

/** A fix that takes an element out of its array, where it is not the only one. */
export function elementRemoval(node: Node, title: string, preferred = false): readonly Fix[] {
  const change = withoutElement(node);
  return change === undefined ? [] : [{ title, preferred, changes: [change] }];
}

/** A fix that puts a member into an object, after the member `after`. */
export function insertion(
  model: Model,
  object: Node,
  key: string,
  json: string,
  after?: string,
  preferred = true,
): Fix {
  const change = insertMember(model.parsed.text, object, key, json, after);
  return { title: `Insert "${key}": ${json}`, preferred, changes: [change] };
}

/** Where a finding about a whole plugin configuration is shown: its type. */
export function typePlace(plugin: PluginView): Span {
  return plugin.type?.value ?? { offset: plugin.node.offset, length: 1 };
}

/** The plugin configurations of one or several types. */
export function ofType({ plugins }: Model, ...types: readonly string[]): PluginView[] {
  return plugins.filter(({ typeName }) => typeName !== undefined && types.includes(typeName));
}

/** The interfaces of the host that another one can be made on. */
export function masterNames({ interfaces = [] }: HostFacts): readonly string[] {
  return interfaces.flatMap(({ name, kind }) => (name !== 'lo' && kind === undefined ? [name] : []));
}

/** Other subnets of the same family that nobody has; none where the range has bounds of its own, which would not fit. */
export function subnetFixes(model: Model, span: Span | undefined, context: RuleContext): Fix[] {
  const node = span && model.root && findNodeAtOffset(model.root, span.offset);
  const range = node?.parent?.parent;
  const written = parsePrefixed(textOf(node) ?? '');
  const hasBounds = members(range).some(({ key }) => /^(?:rangestart|rangeend|gateway)$/i.test(key));
  if (span === undefined || written === undefined || hasBounds) return [];
  return freeSubnets(model, span.offset, context)
    .filter((text) => parsePrefixed(text)?.address.bits === written.address.bits)
    .map((text) => ({ title: `Use ${text}, which is free`, changes: [replaceSpan(span, JSON.stringify(text))] }));
}
