import { getLocation } from 'jsonc-parser';
import type { Position } from 'vscode-json-languageservice';
import { innermost } from '../document/delegates.ts';
import type { Model, PluginView } from '../document/model.ts';
import { plainText } from '../document/parse.ts';
import type { Span } from '../document/span.ts';

/** A position in the configuration, also while the text there is incomplete. */
export interface Cursor {
  readonly offset: number;
  /** Keys and indexes from the root, including the key that is being typed or whose value is being typed. */
  readonly path: readonly (string | number)[];
  /** The last key of the path in lower case, as Go's decoder compares it; '' in an array. */
  readonly key: string;
  /** Whether a key is being typed here, not a value. */
  readonly atKey: boolean;
  /** The value at or left of the position, with its quotes; empty if there is none yet. */
  readonly value: Span;
  /** The innermost plugin configuration at the position. */
  readonly plugin: PluginView | undefined;
  /** Keys and indexes below the plugin configuration. */
  readonly inPlugin: readonly (string | number)[];
}

/** Returns the cursor for a position. */
export function cursorAt(model: Model, position: Position): Cursor {
  const offset = model.document.offsetAt(position);
  const { path, isAtPropertyKey, previousNode } = getLocation(plainText(model.parsed), offset);
  const last = path.at(-1);
  const covers = previousNode !== undefined && offset <= previousNode.offset + previousNode.length;
  const value = covers ? { offset: previousNode.offset, length: previousNode.length } : { offset, length: 0 };
  const depth = model.content === 'single' ? 0 : 2;
  const index = depth === 0 ? 0 : path[1];
  const inList = depth === 0 || path[0] === 'plugins';
  const plugin = inList ? model.plugins.find((one) => one.index === index) : undefined;
  const inner = plugin && innermost(plugin, path.slice(depth));
  return {
    offset,
    path,
    key: typeof last === 'string' ? last.toLowerCase() : '',
    atKey: isAtPropertyKey,
    value,
    plugin: inner?.plugin,
    inPlugin: inner?.path ?? [],
  };
}

/** Whether the cursor is at a path in the plugin configuration; `*` is any index. */
export function isAt({ inPlugin, plugin }: Cursor, ...keys: readonly string[]): boolean {
  return (
    plugin !== undefined &&
    inPlugin.length === keys.length &&
    keys.every((key, index) => {
      const part = inPlugin[index];
      return key === '*'
        ? typeof part === 'number'
        : typeof part === 'string' && part.toLowerCase() === key.toLowerCase();
    })
  );
}
