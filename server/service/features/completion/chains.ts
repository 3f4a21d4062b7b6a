import type { CompletionItem } from 'vscode-json-languageservice';
import type { Model } from '../../model.ts';
import { catalogue } from '../../schema/catalogue.ts';
import type { Cursor } from '../cursor.ts';
import { rangeOf } from '../diagnostics.ts';
import { styleOf } from '../../edits/style.ts';

/** LSP's CompletionItemKind and InsertTextFormat. */
const SNIPPET = 15;
const AS_SNIPPET = 2;

function pluginsOf(body: unknown): readonly unknown[] {
  const plugins = typeof body === 'object' && body !== null && 'plugins' in body ? body.plugins : undefined;
  return Array.isArray(plugins) ? plugins : [];
}

/** JSON in snippet syntax: what is written `"^x"` loses its quotes, as the JSON language service does it. */
function snippetText(value: unknown, unit: string): string {
  return JSON.stringify(value, null, unit).replaceAll(/"\^((?:[^"\\]|\\.)*)"/g, '$1');
}

/** Whole chains of plugins, for an empty `plugins`: those of the whole networks. */
export function chainItems(model: Model, { path, atKey, value }: Cursor): CompletionItem[] {
  const isElement = path.length === 2 && path[0] === 'plugins' && typeof path[1] === 'number' && !atKey;
  if (!isElement || model.content !== 'list' || model.plugins.length > 0 || value.length > 0) return [];
  const { unit } = styleOf(model.parsed.text);
  return (catalogue.list.schema.defaultSnippets ?? []).flatMap(({ label, description, body }) => {
    const plugins = pluginsOf(body);
    const newText = plugins.map((plugin) => snippetText(plugin, unit)).join(',\n');
    const types = plugins.flatMap((plugin) =>
      typeof plugin === 'object' && plugin !== null && 'type' in plugin ? [String(plugin.type)] : [],
    );
    if (plugins.length === 0) return [];
    const name = label.replace(/^network: /, '');
    return [
      {
        label: `chain: ${name}`,
        kind: SNIPPET,
        detail: types.join(' + '),
        documentation: description,
        filterText: `chain: ${name}`,
        sortText: `!${name}`,
        insertTextFormat: AS_SNIPPET,
        textEdit: { range: rangeOf(model, value), newText },
      },
    ];
  });
}
