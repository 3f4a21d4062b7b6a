import * as l10n from '@vscode/l10n';
import { commaList } from '../../engine/text/listing.ts';
import { findNodeAtOffset } from 'jsonc-parser';
import { freeSubnets } from '../directory/free-subnets.ts';
import type { HostFacts } from '../workspace/host-facts.ts';
import { parsePrefixed } from '../document/addresses.ts';
import { editDistance, onlyOneEditAway } from '../document/did-you-mean.ts';
import { insertMember, replaceSpan } from './style.ts';
import { members, textOf, type Member } from '../document/members.ts';
import { perModel, type Model, type PluginView } from '../document/model.ts';
import type { Node } from '../document/parse.ts';
import type { Span } from '../document/span.ts';
import type { Fix, TextChange } from '../rules/rule.ts';
import type { RuleContext } from '../workspace/context.ts';

/** A fix that replaces a value with another JSON value. */
export function changeTo(span: Span, value: string | number | boolean, preferred = true): Fix {
  const literal = JSON.stringify(value);
  return { title: l10n.t('Change to {0}', literal), preferred, changes: [replaceSpan(span, literal)] };
}

/** Removes several members from an object, with the commas that are left over. */
export function removeMembers(object: Node, keys: readonly string[]): TextChange[] {
  const all = members(object);
  if (all.length > 0 && all.every(({ key }) => keys.includes(key))) {
    return [{ offset: object.offset + 1, length: object.length - 2, text: '' }];
  }
  const changes: TextChange[] = [];
  for (let index = 0; index < all.length; index++) {
    if (!keys.includes(all[index]?.key ?? '')) {
      continue;
    }
    const start = all[index];
    const before = all[index - 1];
    while (keys.includes(all[index + 1]?.key ?? '')) {
      index++;
    }
    const [last, after] = [all[index], all[index + 1]];
    if (start === undefined || last === undefined) {
      continue;
    }
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
  const title = l10n.t('Remove {0}', commaList(keys.map((key) => `"${key}"`)));
  return { title, preferred, changes: removeMembers(object, keys) };
}

/**
 * Renames a key. The fix is certain if the new name is the only one of the `known` keys that is one edit away, and no
 * other key of the object has that name in any case or is one edit away from it.
 */
export function renameKey({ key, keyNode, node }: Member, name: string, known: readonly string[]): Fix {
  const others = members(node.parent).filter((other) => other.node !== node);
  const isFree = others.every(
    (other) => other.key.toLowerCase() !== name.toLowerCase() && editDistance(other.key, name) !== 1,
  );
  const isCertain = isFree && onlyOneEditAway(key, known) === name;
  return {
    title: l10n.t('Rename to "{0}"', name),
    preferred: true,
    certain: isCertain ? 'content' : undefined,
    changes: [replaceSpan(keyNode, JSON.stringify(name))],
  };
}

/** Removes an element from its array, with the comma that is left over; undefined if it is the only element. */
export function withoutElement(node: Node): TextChange | undefined {
  const elements = node.parent?.type === 'array' ? (node.parent.children ?? []) : [];
  const index = elements.indexOf(node);
  const [before, after] = [elements[index - 1], elements[index + 1]];
  if (index < 0) {
    return undefined;
  }
  if (before !== undefined) {
    const offset = before.offset + before.length;
    return { offset, length: node.offset + node.length - offset, text: '' };
  }
  return after === undefined ? undefined : { offset: node.offset, length: after.offset - node.offset, text: '' };
}

/** A fix that removes an element from its array; none if it is the only element. */
export function elementRemoval(node: Node, title: string, preferred = false): readonly Fix[] {
  const change = withoutElement(node);
  return change === undefined ? [] : [{ title, preferred, changes: [change] }];
}

/** A fix that adds a member to an object, after the member `after`. */
export function insertion(
  model: Model,
  object: Node,
  key: string,
  json: string,
  after?: string,
  preferred = true,
): Fix {
  const change = insertMember(model.parsed.text, object, key, json, after);
  return { title: l10n.t('Add {0}', `"${key}": ${json}`), preferred, changes: [change] };
}

/** Returns the span for a finding about a whole plugin configuration: its type. */
export function typeSpan(plugin: PluginView): Span {
  return plugin.type?.value ?? { offset: plugin.node.offset, length: 1 };
}

/** Returns the plugin configurations of one or several types. */
export function ofType(model: Model, ...types: readonly string[]): readonly PluginView[] {
  const byType = pluginsByType(model);
  let found: readonly PluginView[] = none;
  for (const type of types) {
    const same = byType.get(type);
    if (same === undefined) {
      continue;
    }
    if (found.length > 0) {
      return model.plugins.filter(({ typeName }) => typeName !== undefined && types.includes(typeName));
    }
    found = same;
  }
  return found;
}

const none: readonly PluginView[] = [];

const pluginsByType = perModel((model): ReadonlyMap<string, readonly PluginView[]> => {
  const byType = new Map<string, PluginView[]>();
  for (const plugin of model.plugins) {
    if (plugin.typeName === undefined) {
      continue;
    }
    const same = byType.get(plugin.typeName);
    if (same === undefined) {
      byType.set(plugin.typeName, [plugin]);
    } else {
      same.push(plugin);
    }
  }
  return byType;
});

/** Returns the host interfaces that can be the master of another one. */
export function masterNames({ interfaces = [] }: HostFacts): readonly string[] {
  return interfaces.flatMap(({ name, kind }) => (name !== 'lo' && kind === undefined ? [name] : []));
}

/** Fixes that use a free subnet of the same family; none if the range has its own bounds, which would not fit. */
export function subnetFixes(model: Model, span: Span | undefined, context: RuleContext): Fix[] {
  const node = span && model.root && findNodeAtOffset(model.root, span.offset);
  const range = node?.parent?.parent;
  const written = parsePrefixed(textOf(node) ?? '');
  const hasBounds = members(range).some(({ key }) => /^(?:rangestart|rangeend|gateway)$/i.test(key));
  if (span === undefined || written === undefined || hasBounds) {
    return [];
  }
  return freeSubnets(model, span.offset, context)
    .filter((text) => parsePrefixed(text)?.address.bits === written.address.bits)
    .map((text) => ({
      title: l10n.t('Use the free subnet {0}', text),
      changes: [replaceSpan(span, JSON.stringify(text))],
    }));
}
