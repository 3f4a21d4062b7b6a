/** One JSON value as written, with number literals and repeated keys. */
export type JSONNode =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'array'; readonly items: JSONNode[] }
  | { readonly kind: 'object'; readonly members: [string, JSONNode][] };
