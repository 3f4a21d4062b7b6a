import type { JSONNode } from './node.ts';
import { GoTypeError } from './errors.ts';
import type { DecodeContext, Shape } from './typed.ts';

/** The shape of a type with UnmarshalText (net.IP): only strings; null empties it; errors of `parse` end the decoding. */
export function textShape<T>(goType: string, zero: T, parse: (text: string) => T): Shape<T> {
  return {
    zero,
    decode: (node: JSONNode, previous: T, context: DecodeContext): T => {
      if (node.kind === 'null') {
        return zero;
      }
      if (node.kind === 'string') {
        return parse(node.value);
      }
      context.save(new GoTypeError(node.kind, goType));
      return previous;
    },
  };
}
