import type { CompareDocument } from './compare-document.ts';

type HostRow = CompareDocument['hosts'][number];

/** Returns the hosts in groups whose cells are the same, in the order of their first hosts. */
export function foldHosts(rows: readonly HostRow[]): readonly (readonly HostRow[])[] {
  const groups = new Map<string, HostRow[]>();
  for (const row of rows) {
    const key = contentOf(row);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [row]);
    } else {
      group.push(row);
    }
  }
  return [...groups.values()];
}

/** The cells as text, without the name of the host: reasons and remedies mention it. */
function contentOf({ host, cells }: HostRow): string {
  const name = host.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
  const mention = new RegExp(String.raw`(?<![\w.-])${name}(?![\w-]|\.\w)`, 'g');
  const withoutName = (text: string): string => text.replaceAll(mention, '\0');
  const contents = Object.entries(cells).map(([check, { state, text, reasons = [], cure = '' }]) => {
    return [check, state, text, reasons.map(withoutName), withoutName(cure)];
  });
  return JSON.stringify(contents);
}

/** Whether a check has the same state and text on all hosts. */
export function isSameOnAll(rows: readonly HostRow[], check: string): boolean {
  const texts = rows.map(({ cells }) => `${cells[check]?.state} ${cells[check]?.text}`);
  return new Set(texts).size < 2;
}
