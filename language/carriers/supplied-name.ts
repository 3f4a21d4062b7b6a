import { exactMember, textOf } from '../document/members.ts';
import { parse } from '../document/parse.ts';
import { firstPlaceholder } from '../document/templates.ts';
import type { Embedded } from './embedded.ts';

/** The text of a configuration as the runtime gives it to libcni. */
export interface RuntimeText {
  readonly text: string;
  /** The name that the runtime filled in; undefined if it changed nothing. */
  readonly suppliedName: string | undefined;
  /** The first placeholder, if a template engine must render the text before a runtime can use it. */
  readonly placeholder: string | undefined;
}

/**
 * Returns the text that libcni gets. Multus fills in the name of the definition if `name` is missing or empty
 * (GetCNIConfigFromSpec), and the operators create such definitions. Other values and text that is not JSON stay.
 */
export function runtimeText({
  text,
  name,
  isNameSupplied,
}: Pick<Embedded, 'text' | 'name' | 'isNameSupplied'>): RuntimeText {
  const { root } = parse(text);
  const placeholder = firstPlaceholder(text);
  const unchanged = { text, suppliedName: undefined, placeholder };
  if (!isNameSupplied || name === undefined || root?.type !== 'object') {
    return unchanged;
  }
  const quoted = JSON.stringify(name);
  const member = exactMember(root, 'name');
  if (member === undefined) {
    const after = root.offset + 1;
    const comma = (root.children ?? []).length === 0 ? '' : ', ';
    return {
      text: `${text.slice(0, after)}"name": ${quoted}${comma}${text.slice(after)}`,
      suppliedName: name,
      placeholder,
    };
  }
  const { value } = member;
  if (value === undefined || textOf(value) !== '') {
    return unchanged;
  }
  const end = value.offset + value.length;
  return { text: `${text.slice(0, value.offset)}${quoted}${text.slice(end)}`, suppliedName: name, placeholder };
}
