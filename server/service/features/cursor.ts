import { getLocation } from 'jsonc-parser';
import type { Position } from 'vscode-json-languageservice';
import { innermost } from '../delegates.ts';
import type { Model, PluginView } from '../model.ts';
import type { Span } from '../parse.ts';

/** Where in the configuration a position is, also while what is typed there is not complete. */
export interface Cursor {
  readonly offset: number;
  /** Keys and indexes from the root, the key that is typed or has its value typed among them. */
  readonly path: readonly (string | number)[];
  /** The last key of the path in lower case, as Go's decoder compares it; '' in an array. */
  readonly key: string;
  /** Whether a key is typed here, not a value. */
  readonly atKey: boolean;
  /** The value under or left of the position, with its quotes; empty where none is typed yet. */
  readonly value: Span;
  /** The plugin configuration that the position is in: the innermost one. */
  readonly plugin: PluginView | undefined;
  /** Keys and indexes below the plugin configuration. */
  readonly inPlugin: readonly (string | number)[];
}

/** Finds the place of a position. */
export function cursorAt(model: Model, position: Position): Cursor {
  const offset = model.document.offsetAt(position);
  const { path, isAtPropertyKey, previousNode } = getLocation(model.parsed.text, offset);
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

/** Whether keys lead from the plugin configuration to the cursor: `*` stands for any index. */
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
