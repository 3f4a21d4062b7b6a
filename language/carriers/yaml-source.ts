import * as l10n from '@vscode/l10n';
import { isAlias, isMap, isNode, isScalar, isSeq, parseDocument, type Node, type YAMLMap } from 'yaml';
import { encodingOf } from '../document/encoded-text.ts';
import { encodingText } from '../document/encoding-text.ts';
import type { CarriedText, Found } from './embedded.ts';
import { spanInCarrier } from './position-map.ts';
import { joinQuotedLines } from './quoted-lines.ts';
import { readScalar, spanOf, type YAMLPart } from './scalar.ts';
import { isTemplated, maskTemplate } from './template-mask.ts';

/** A mapping of a YAML document with its text, usually a Kubernetes object. */
export interface YAMLObject {
  readonly part: YAMLPart;
  readonly map: YAMLMap;
}

/** YAML that nests deeper than this is not a configuration file. */
const deepestLevel = 100;

/** Offsets at which the documents of a text begin and end. */
function* documentsOf(text: string): Generator<readonly [from: number, to: number]> {
  let from = 0;
  for (const { index } of text.matchAll(/^---(?=[ \t\r\n]|$)/gm)) {
    if (index > from) {
      yield [from, index];
    }
    from = index;
  }
  yield [from, text.length];
}

const parseOptions = { keepSourceTokens: true, uniqueKeys: false, strict: false, logLevel: 'silent' } as const;

/** Parses one document; after errors again, without the mistakes that the parser of Kubernetes accepts. */
function parsePart(part: YAMLPart): { part: YAMLPart; node: Node } | undefined {
  try {
    const first = parseDocument(part.plain, parseOptions);
    const plain = first.errors.length === 0 ? part.plain : joinQuotedLines(part.plain);
    const isSame = plain === part.plain;
    const { contents } = isSame ? first : parseDocument(plain, parseOptions);
    return contents === null ? undefined : { part: isSame ? part : { ...part, plain, isMasked: true }, node: contents };
  } catch {
    // The parser recurses. Text that nests too deeply is not a configuration.
    return undefined;
  }
}

/** Returns the top-level nodes of the documents of a text for which `isWanted` is true. */
export function yamlDocuments(text: string, isWanted: (document: string) => boolean): { part: YAMLPart; node: Node }[] {
  const found: { part: YAMLPart; node: Node }[] = [];
  const { plain, shown, isMasked } = maskTemplate(text);
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  for (const [from, to] of documentsOf(plain)) {
    if (!isWanted(shown.slice(from, to))) {
      continue;
    }
    const part = { plain: plain.slice(from, to), shown: shown.slice(from, to), isMasked, base: from, lineBreak };
    const parsed = parsePart(part);
    if (parsed !== undefined) {
      found.push(parsed);
    }
  }
  return found;
}

/** Returns the value at a path, or undefined. Numbers index sequences. */
export function at(node: unknown, ...path: readonly (string | number)[]): Node | undefined {
  let current: unknown = node;
  for (const key of path) {
    if (isMap(current)) {
      current = current.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.value;
    } else if (isSeq(current) && typeof key === 'number') {
      current = current.items[key];
    } else {
      return undefined;
    }
  }
  return isMap(current) || isSeq(current) || isScalar(current) || isAlias(current) ? current : undefined;
}

/** Returns the text of a scalar at a path, as written in the file. */
export function textAt({ part, map }: YAMLObject, ...path: readonly (string | number)[]): string | undefined {
  const node = at(map, ...path);
  return isScalar(node) && (typeof node.value === 'string' || typeof node.value === 'number')
    ? (readScalar(part, node)?.text ?? String(node.value))
    : undefined;
}

/** Returns a namespace as far as the file determines it: empty if there is none, or if a template writes it. */
export function namespaceAt(object: YAMLObject, ...path: readonly (string | number)[]): string {
  const text = textAt(object, ...path) ?? '';
  return isTemplated(text) ? '' : text;
}

/** Adds a network that annotations can select, if the node has its name. */
export function addNetwork(found: Found, part: YAMLPart, name: unknown, namespace: string): void {
  const text = readScalar(part, name);
  if (text !== undefined && text.text !== '') {
    found.networks.push({
      name: text.text,
      namespace,
      span: spanInCarrier(text.map, { offset: 0, length: text.text.length }),
    });
  }
}

/** Returns the entries of a mapping whose keys are text. */
export function entriesOf(node: unknown): { key: string; keyNode: Node; value: unknown }[] {
  if (!isMap(node)) {
    return [];
  }
  return node.items.flatMap(({ key, value }) =>
    isScalar(key) && typeof key.value === 'string' ? [{ key: key.value, keyNode: key, value }] : [],
  );
}

/** Yields every mapping of a tree, outer ones first. */
export function* mappings(node: unknown, depth = 0): Generator<YAMLMap> {
  if (depth > deepestLevel) {
    return;
  }
  if (isMap(node)) {
    yield node;
    for (const { value } of node.items) {
      yield* mappings(value, depth + 1);
    }
  } else if (isSeq(node)) {
    for (const item of node.items) {
      yield* mappings(item, depth + 1);
    }
  }
}

/** Yields the Kubernetes objects of a document: itself, or the items of a List. */
export function* kubernetesObjects(part: YAMLPart, node: unknown, depth = 0): Generator<YAMLObject> {
  if (!isMap(node) || depth > deepestLevel) {
    return;
  }
  const kind = at(node, 'kind');
  const items = at(node, 'items');
  if (isScalar(kind) && typeof kind.value === 'string' && kind.value.endsWith('List') && isSeq(items)) {
    for (const item of items.items) {
      yield* kubernetesObjects(part, item, depth + 1);
    }
  } else {
    yield { part, map: node };
  }
}

/** Returns the reason why the text of a node cannot be read with its positions; undefined if it is not text. */
function reasonOf(part: YAMLPart, node: unknown): string | undefined {
  if (isAlias(node)) {
    return l10n.t('An alias inserts the text, which is checked at its anchor.');
  }
  if (isScalar(node) && node.value instanceof Uint8Array) {
    return l10n.t('The text is encoded or encrypted.');
  }
  if (!isScalar(node) || typeof node.value !== 'string') {
    return undefined;
  }
  const [start = 0, end = 0] = node.range ?? [];
  const isTemplate = node.value.trim() === '' && part.shown.slice(start, end).includes('{{');
  return isTemplate ? wholeTemplate() : l10n.t('The exact positions in the text cannot be determined.');
}

/** Returns the reason for a text that consists of template actions. */
export function wholeTemplate(): string {
  return l10n.t('A template writes the whole text.');
}

/** Reads the text of a node; text without exact positions is reported as unresolved, with a reason. */
export function readText(part: YAMLPart, node: unknown, where: string, found: Found): CarriedText | undefined {
  const text = readScalar(part, node);
  const encoding = text === undefined ? undefined : encodingOf(text.text);
  if (encoding !== undefined && encoding.kind !== 'base64') {
    found.unresolved.push({
      span: spanOf(part, isNode(node) ? node : undefined),
      where,
      reason: encodingText(encoding),
    });
    return undefined;
  }
  if (text !== undefined) {
    return text;
  }
  const reason = reasonOf(part, node);
  if (reason !== undefined && (isAlias(node) || isScalar(node))) {
    found.unresolved.push({ span: spanOf(part, node), where, reason });
  }
  return undefined;
}
