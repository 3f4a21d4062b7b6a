import type { CompletionItem } from 'vscode-json-languageservice';
import type { Model } from '../../document/model.ts';
import { catalog } from '../../schema/catalog.ts';
import { translatedDescription } from '../../schema/description.ts';
import type { Cursor } from '../cursor.ts';
import { rangeOf } from '../diagnostics.ts';
import { styleOf } from '../../edits/style.ts';

/** LSP's CompletionItemKind and InsertTextFormat. */
const snippet = 15;
const asSnippet = 2;

function pluginsOf(body: unknown): readonly unknown[] {
  const plugins = typeof body === 'object' && body !== null && 'plugins' in body ? body.plugins : undefined;
  return Array.isArray(plugins) ? plugins : [];
}

/** Returns JSON in snippet syntax, where `"^x"` loses its quotes as in the JSON language service. */
function snippetText(value: unknown, unit: string): string {
  return JSON.stringify(value, null, unit).replaceAll(/"\^((?:[^"\\]|\\.)*)"/g, '$1');
}

/** Proposes whole chains of plugins for an empty `plugins`: the chains of the snippets for networks. */
export function chainItems(model: Model, { path, atKey, value }: Cursor): CompletionItem[] {
  const isElement = path.length === 2 && path[0] === 'plugins' && typeof path[1] === 'number' && !atKey;
  if (!isElement || model.content !== 'list' || model.plugins.length > 0 || value.length > 0) {
    return [];
  }
  const { unit } = styleOf(model.parsed.text);
  return (catalog.list.schema.defaultSnippets ?? []).flatMap(({ label, description, body }) => {
    const plugins = pluginsOf(body);
    const newText = plugins.map((plugin) => snippetText(plugin, unit)).join(',\n');
    const types = plugins.flatMap((plugin) =>
      typeof plugin === 'object' && plugin !== null && 'type' in plugin ? [String(plugin.type)] : [],
    );
    if (plugins.length === 0) {
      return [];
    }
    const name = label.replace(/^network: /, '');
    return [
      {
        label: `chain: ${name}`,
        kind: snippet,
        detail: types.join(' + '),
        documentation: translatedDescription(description),
        filterText: `chain: ${name}`,
        sortText: `!${name}`,
        insertTextFormat: asSnippet,
        textEdit: { range: rangeOf(model, value), newText },
      },
    ];
  });
}
