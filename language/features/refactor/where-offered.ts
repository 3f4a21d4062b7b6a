import type { Range } from 'vscode-json-languageservice';
import { members, type Member } from '../../document/members.ts';
import type { Model } from '../../document/model.ts';
import type { Span } from '../../document/span.ts';

/** The part of a document that the cursor or the selection covers. */
export class Selected {
  readonly #from: number;
  readonly #to: number;

  constructor({ document }: Model, range: Range) {
    this.#from = document.offsetAt(range.start);
    this.#to = document.offsetAt(range.end);
  }

  /** Whether the selection touches one of these spans. */
  touches(...spans: readonly (Span | undefined)[]): boolean {
    return spans.some(
      (span) => span !== undefined && span.offset <= this.#to && this.#from <= span.offset + span.length,
    );
  }
}

/** Returns the spans of the opening brace and the top-level keys, with values that are not objects or arrays. */
export function headOf({ root }: Model): readonly (Span | undefined)[] {
  return [root && { offset: root.offset, length: 1 }, ...members(root).map((member) => writtenOf(member))];
}

/** Returns the span of the key and value of a member, or of the key alone if the value is an object or array. */
export function writtenOf({ node, keyNode, value }: Member): Span {
  return value?.type === 'object' || value?.type === 'array' ? keyNode : node;
}
