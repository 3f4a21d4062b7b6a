import { findNodeAtOffset } from 'jsonc-parser';
import type { SubnetUse } from '../directory/subnets.ts';
import { freeSubnets } from '../directory/free-subnets.ts';
import { parsePrefixed } from '../addresses.ts';
import { insertMember, replaceSpan } from '../edits/style.ts';
import { members, type Member } from '../members.ts';
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

/** Other subnets of the same family that nobody has; none where the range has bounds of its own, which would not fit. */
export function subnetFixes(model: Model, { place, subnet, facts }: SubnetUse, context: RuleContext): Fix[] {
  const range = model.root && findNodeAtOffset(model.root, place.span.offset)?.parent?.parent;
  const hasBounds = members(range).some(({ key }) => /^(?:rangestart|rangeend|gateway)$/i.test(key));
  if (facts === undefined || hasBounds) return [];
  return freeSubnets(model, place.span.offset, context)
    .filter((text) => parsePrefixed(text)?.address.bits === subnet.address.bits)
    .map((text) => ({ title: `Use ${text}, which is free`, changes: [replaceSpan(place.span, JSON.stringify(text))] }));
}
