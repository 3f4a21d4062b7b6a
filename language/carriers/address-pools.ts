import { exactMember, textOf } from '../document/members.ts';
import { parse } from '../document/parse.ts';
import type { Span } from '../document/span.ts';
import type { CarrierContents, Definition } from './embedded.ts';
import { spanInCarrier } from './position-map.ts';

/** The addresses that host-local reserves for a definition: one directory for each name of a network. */
export interface AddressPool {
  /** The name of the network: the one in the configuration, or that of the definition. */
  readonly network: string;
  /** Name and namespace of the definition. */
  readonly name: string | undefined;
  readonly namespace: string;
  /** The span of the network's name, or of the configuration. */
  readonly span: Span;
}

const nameAtTop = /^\s*\{[^{}[\]]*"name"\s*:\s*(?="([^"\\\n]*)")/;

/** Returns the name of a network with its span. Builds no tree if the name is before all nested values. */
function nameIn(text: string): { readonly text: string; readonly span: Span } | undefined {
  const [head, name] = nameAtTop.exec(text) ?? [];
  if (head !== undefined && name !== undefined && text.indexOf('"name"') === text.lastIndexOf('"name"')) {
    return { text: name, span: { offset: head.length, length: name.length + 2 } };
  }
  const node = exactMember(parse(text).root, 'name')?.value;
  const parsed = textOf(node);
  return node === undefined || parsed === undefined ? undefined : { text: parsed, span: node };
}

function poolOf({ embedded, name, namespace, span }: Definition): AddressPool | undefined {
  if (embedded === undefined || !/"host-local"/.test(embedded.text)) {
    return undefined;
  }
  const written = nameIn(embedded.text);
  if (written === undefined || written.text === '') {
    return name === undefined || name === '' ? undefined : { network: name, name, namespace, span };
  }
  return { network: written.text, name, namespace, span: spanInCarrier(embedded.map, written.span) };
}

/** Returns the pools of a carrier. The branches of a template may define one twice, so it has none. */
export function poolsIn({ definitions, isTemplate }: CarrierContents): readonly AddressPool[] {
  return isTemplate ? [] : definitions.flatMap((definition) => poolOf(definition) ?? []);
}
