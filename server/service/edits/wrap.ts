import { members, type Member } from '../members.ts';
import type { Model } from '../model.ts';
import type { TextChange } from '../rules/rule.ts';
import { foldKey } from '../schema/schema.ts';
import { catalogue } from '../schema/catalogue.ts';
import { indentAt, isMultiline, styleOf } from './style.ts';

/** The SPEC version that a list without one is given: the newest that all maintained plugins understand. */
export const USUAL_VERSION = '1.0.0';

const isListKey = (key: string): boolean => foldKey(catalogue.list.schema.properties ?? {}, key) !== undefined;

/**
 * Turns a single plugin configuration into a list: the keys of a list stay at the top, the rest moves into
 * `plugins: [{…}]` in its order and wording. Undefined where that would lose text (comments) or nothing is to wrap.
 */
export function wrapInList(model: Model): TextChange | undefined {
  const { root } = model;
  if (root?.type !== 'object' || model.parsed.problems.length > 0) return undefined;
  const { text } = model.parsed;
  const style = styleOf(text);
  const all = members(root).filter((member) => member.value !== undefined);
  const slice = ({ node }: Member): string => text.slice(node.offset, node.offset + node.length);
  const canonical = (member: Member): string => {
    const key = foldKey(catalogue.list.schema.properties ?? {}, member.key) ?? member.key;
    return JSON.stringify(key) + slice(member).slice(member.keyNode.length);
  };
  const top = all.filter(({ key }) => isListKey(key)).map(canonical);
  const inner = all.filter(({ key }) => !isListKey(key)).map(slice);
  if (!all.some(({ key }) => key.toLowerCase() === 'cniversion')) {
    top.unshift(`"cniVersion"${style.colon}"${USUAL_VERSION}"`);
  }
  const span = { offset: root.offset, length: root.length };
  if (!isMultiline(text, root)) {
    const join = (parts: readonly string[]): string => parts.join(`,${style.gap}`);
    const pad = text[root.offset + 1] === ' ' ? ' ' : '';
    const object = (content: string): string => `{${pad}${content}${pad}}`;
    const plugins = `"plugins"${style.colon}[${object(join(inner))}]`;
    return { ...span, text: object(join([...top, plugins])) };
  }
  const base = indentAt(text, root.offset);
  const level = (depth: number): string => `${style.eol}${base}${style.unit.repeat(depth)}`;
  const deeper = (part: string): string => part.replaceAll('\n', `\n${style.unit.repeat(2)}`);
  const list = [...top.map((part) => `${level(1)}${part}`), `${level(1)}"plugins"${style.colon}[${level(2)}{`].join(
    ',',
  );
  const body = inner.map((part) => `${level(3)}${deeper(part)}`).join(',');
  return { ...span, text: `{${list}${body}${level(2)}}${level(1)}]${level(0)}}` };
}
