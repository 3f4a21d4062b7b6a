import { exactMember, textOf } from '../document/members.ts';
import { parse, type Node } from '../document/parse.ts';
import type { Span } from '../document/span.ts';
import type { NamedNetwork, Selection } from './embedded.ts';
import { isTemplated } from './template-mask.ts';

/** A network that an annotation selects. The spans are in the text of the annotation. */
export interface SelectedNetwork {
  readonly name: string;
  /** See {@link Selection.namespace}. */
  readonly namespace: string | undefined;
  /** The span of the name. */
  readonly span: Span;
  /** The span of the whole entry. */
  readonly entry: Span;
}

/** Whether the text of an annotation is JSON, as Multus decides it (parsePodNetworkAnnotation). */
export const isJSONSelection = (text: string): boolean => /[[{"]/.test(text);

function* inJSON(text: string, usual: string | undefined): Generator<SelectedNetwork> {
  const { root, problems } = parse(text);
  if (problems.length > 0 || root?.type !== 'array') {
    return;
  }
  for (const element of root.children ?? []) {
    const node: Node | undefined = exactMember(element, 'name')?.value;
    const name = textOf(node);
    if (node === undefined || name === undefined || name === '') {
      continue;
    }
    // Escapes in the name have other positions.
    const isPlain = text.slice(node.offset + 1, node.offset + node.length - 1) === name;
    const span = isPlain ? { offset: node.offset + 1, length: name.length } : node;
    const namespace = textOf(exactMember(element, 'namespace')?.value);
    yield { name, namespace: namespace === undefined || namespace === '' ? usual : namespace, span, entry: element };
  }
}

const entryPattern = /^(?:(?<namespace>[a-z0-9-]+)\s*\/\s*)?(?<name>[a-z0-9-]+)\s*(?:@.*)?$/;

function* inList(text: string, usual: string | undefined): Generator<SelectedNetwork> {
  for (const { index, 0: item } of text.matchAll(/[^,]+/g)) {
    const trimmed = item.trim();
    const { namespace, name } = entryPattern.exec(trimmed)?.groups ?? {};
    if (name === undefined) {
      continue;
    }
    const entry = { offset: index + item.indexOf(trimmed), length: trimmed.length };
    const before = trimmed.indexOf(name, trimmed.indexOf('/') + 1);
    yield { name, namespace: namespace ?? usual, span: { offset: entry.offset + before, length: name.length }, entry };
  }
}

/** Returns the networks that an annotation selects; none if a template writes a part of it. Invalid entries are left out. */
export function selectedNetworks({ text, namespace }: Selection): readonly SelectedNetwork[] {
  if (isTemplated(text)) {
    return [];
  }
  return [...(isJSONSelection(text) ? inJSON(text, namespace) : inList(text, namespace))];
}

/** Whether a network may be the selected one. A namespace that a file does not determine may be any. */
export function isSelected(
  { name, namespace }: Pick<SelectedNetwork, 'name' | 'namespace'>,
  network: Pick<NamedNetwork, 'name' | 'namespace'>,
): boolean {
  const isSameNamespace =
    namespace === undefined || namespace === '' || network.namespace === '' || namespace === network.namespace;
  return name === network.name && isSameNamespace;
}
