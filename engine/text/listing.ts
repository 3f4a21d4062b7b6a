import * as l10n from '@vscode/l10n';

/** Returns "a, b, c" in the language of the messages. */
export function commaList(items: readonly string[]): string {
  const [first = '', ...others] = items;
  return others.reduce((list, item) => l10n.t('{0}, {1}', list, item), first);
}

/** Returns "a, b and c" in the language of the messages. */
export function andList(items: readonly string[]): string {
  return withLast(items, (list, last) => l10n.t('{0} and {1}', list, last));
}

/** Returns "a, b or c" in the language of the messages. */
export function orList(items: readonly string[]): string {
  return withLast(items, (list, last) => l10n.t('{0} or {1}', list, last));
}

/** Returns "a, b and 3 more" in the language of the messages, or the whole list where it has at most `most` items. */
export function shortList(items: readonly string[], most: number): string {
  return items.length <= most
    ? andList(items)
    : l10n.t('{0} and {1} more', commaList(items.slice(0, most)), items.length - most);
}

function withLast(items: readonly string[], join: (list: string, last: string) => string): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : join(commaList(items.slice(0, -1)), last);
}
