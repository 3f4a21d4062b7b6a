import * as l10n from '@vscode/l10n';
import { isMap, isNode, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import type { CarriedText } from './embedded.ts';
import { TextCollector } from './position-map.ts';
import { readScalar, type YAMLPart } from './scalar.ts';

/** Text that nests deeper is not a configuration. */
const deepestLevel = 100;

/** Writes YAML nodes as JSON, each at its position. Its methods return false for what JSON does not have. */
class TreeWriter {
  readonly out: TextCollector;
  readonly #base: number;
  readonly #part: YAMLPart;

  constructor(part: YAMLPart, node: Node) {
    this.#base = part.base;
    this.#part = part;
    this.out = new TextCollector(this.#start(node));
  }

  write(node: unknown, depth = 0): boolean {
    if (depth > deepestLevel || !isNode(node) || node.range == null) {
      return false;
    }
    if (isScalar(node)) {
      return this.#writeScalar(node);
    }
    if (isMap(node)) {
      this.#put('{', this.#start(node));
      for (const [index, { key, value }] of node.items.entries()) {
        if (!isScalar(key) || key.range == null || !this.#writeKey(key, index, value, depth)) {
          return false;
        }
      }
      this.#put('}', this.#end(node));
      return true;
    }
    if (!isSeq(node)) {
      return false;
    }
    this.#put('[', this.#start(node));
    for (const [index, item] of node.items.entries()) {
      if (index > 0 && isNode(item)) {
        this.#put(', ', this.#start(item));
      }
      if (!this.write(item, depth + 1)) {
        return false;
      }
    }
    this.#put(']', this.#end(node));
    return true;
  }

  #writeKey(key: Scalar, index: number, value: unknown, depth: number): boolean {
    const end = this.#end(key);
    if (index > 0) {
      this.#put(', ', this.#start(key));
    }
    this.out.put(JSON.stringify(String(key.value)), this.#start(key), end);
    this.#put(': ', end);
    if (value === null) {
      this.#put('null', end);
      return true;
    }
    return this.write(value, depth + 1);
  }

  #writeScalar(node: Scalar): boolean {
    const { value } = node;
    const isJSON = value === null || ['string', 'number', 'boolean'].includes(typeof value);
    if (isJSON) {
      this.out.put(this.#templated(node) ?? JSON.stringify(value), this.#start(node), this.#end(node));
    }
    return isJSON;
  }

  /** Returns the JSON of a scalar that a template writes, with the template's actions; undefined for another one. */
  #templated(node: Scalar): string | undefined {
    const { plain, shown } = this.#part;
    const [start, end] = node.range ?? [0, 0];
    const written = shown.slice(start, end);
    if (written === plain.slice(start, end) || !written.includes('{{')) {
      return undefined;
    }
    // A value without quotes may be written as a number or an object.
    return node.type === 'PLAIN' && /^\{\{[^{}]*\}\}$/.test(written)
      ? written
      : JSON.stringify(readScalar(this.#part, node)?.text ?? node.value);
  }

  /** Adds characters that the YAML does not have. */
  #put(text: string, at: number): void {
    this.out.put(text, at, at);
  }

  #start(node: Node): number {
    return this.#base + (node.range?.[0] ?? 0);
  }

  #end(node: Node): number {
    return this.#base + (node.range?.[1] ?? 0);
  }
}

/** Returns a configuration that is written in YAML as JSON text, which cannot be edited; undefined if JSON cannot hold it. */
export function treeText(part: YAMLPart, node: Node): CarriedText | undefined {
  const writer = new TreeWriter(part, node);
  if (!writer.write(node)) {
    return undefined;
  }
  return {
    ...writer.out.extracted(),
    edit: () => ({ refused: l10n.t('The configuration is written as YAML and cannot be edited as JSON.') }),
  };
}
