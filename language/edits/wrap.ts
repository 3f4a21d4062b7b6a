import { members, type Member } from '../document/members.ts';
import type { Model } from '../document/model.ts';
import type { TextChange } from '../rules/rule.ts';
import { foldKey } from '../schema/schema.ts';
import { catalog } from '../schema/catalog.ts';
import { indentAt, isMultiline, styleOf } from './style.ts';

/** The SPEC version for a list without one: the newest that all maintained plugins support. */
export const usualVersion = '1.0.0';

const isListKey = (key: string): boolean => foldKey(catalog.list.schema.properties ?? {}, key) !== undefined;

/**
 * Converts a single plugin configuration to a list. The keys of a list stay at the top, and the rest moves unchanged
 * into `plugins: [{…}]`, with `version` if none is set. Undefined if that would lose text (comments, template statements)
 * or there is nothing to wrap.
 */
export function wrapInList(model: Model, version?: string): TextChange | undefined {
  const { root } = model;
  const { text, problems, tokens } = model.parsed;
  if (root?.type !== 'object' || problems.length > 0 || tokens.some(({ quoted }) => !quoted)) {
    return undefined;
  }
  const style = styleOf(text);
  const all = members(root).filter((member) => member.value !== undefined);
  const slice = ({ node }: Member): string => text.slice(node.offset, node.offset + node.length);
  const canonical = (member: Member): string => {
    const key = foldKey(catalog.list.schema.properties ?? {}, member.key) ?? member.key;
    return JSON.stringify(key) + slice(member).slice(member.keyNode.length);
  };
  const top = all.filter(({ key }) => isListKey(key)).map(canonical);
  const inner = all.filter(({ key }) => !isListKey(key)).map(slice);
  if (version !== undefined && !all.some(({ key }) => key.toLowerCase() === 'cniversion')) {
    top.unshift(`"cniVersion"${style.colon}"${version}"`);
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
