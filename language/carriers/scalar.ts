import { isScalar, type Node, type Scalar } from 'yaml';
import type { Span } from '../document/span.ts';
import type { TextChange } from '../rules/rule.ts';
import { readBlockScalar } from './block-scalar.ts';
import { applyChanges, editInCarrier, type CarrierEdit, type Writing } from './edits.ts';
import { literalBlockEdit } from './literal-block.ts';
import type { CarriedText } from './embedded.ts';
import { readFlowScalar } from './flow-scalar.ts';
import type { ExtractedText } from './position-map.ts';
import { maskTemplate, type MaskedText } from './template-mask.ts';

/** Part of a carrier that was parsed as one YAML document. */
export interface YAMLPart extends MaskedText {
  /** Offset in the carrier of the part's first character. */
  readonly base: number;
  readonly lineBreak: string;
}

interface Read extends ExtractedText {
  readonly writing: Writing;
}

/** Reads the scalar between two offsets of a text. */
function readAt(text: MaskedText, start: number, end: number, parent: number, lineBreak: string): Read | undefined {
  const first = text.plain[start];
  if (first === '|' || first === '>') {
    const block = readBlockScalar(text, start, end, parent);
    if (block === undefined) {
      return undefined;
    }
    const style = block.isFolded ? 'folded' : 'lines';
    return { ...block, writing: { style, indent: ' '.repeat(block.indent), lineBreak } };
  }
  const style = first === "'" ? 'single' : first === '"' ? 'double' : 'plain';
  const writing: Writing = { style, indent: '', lineBreak };
  if (style === 'plain') {
    return { ...readFlowScalar(text.shown, start, end, style), writing };
  }
  const close = text.plain[end - 1] === first && end - 1 > start ? end - 1 : end;
  return { ...readFlowScalar(text.shown, start + 1, close, style), writing };
}

/** Returns the span of a node in the carrier. */
export function spanOf(part: YAMLPart, node: Node | null | undefined): Span {
  const [start, end] = node?.range ?? [0, 0];
  return { offset: part.base + start, length: Math.max(0, end - start) };
}

/** Reads the text of a scalar; undefined if it is not text, or if the YAML library reads a different text. */
export function readScalar(part: YAMLPart, node: unknown): CarriedText | undefined {
  if (!isScalar(node) || typeof node.value !== 'string' || node.range == null) {
    return undefined;
  }
  const [start, end] = node.range;
  const parent = parentIndent(node);
  const read = readAt(part, start, end, parent, part.lineBreak);
  if (read === undefined || !isAsParsed(part, node, read.text, parent)) {
    return undefined;
  }
  const { text, writing } = read;
  const map = {
    start: (offset: number) => part.base + read.map.start(offset),
    end: (offset: number) => part.base + read.map.end(offset),
  };
  const source = part.shown;
  return {
    text,
    map,
    asBlock: writing.style === 'lines' ? undefined : (body) => blockEdit(part, [start, end], body),
    edit: (changes) => {
      const done = editInCarrier(source, read, changes, writing, (mapped) =>
        reread(part, [start, end], parent, mapped),
      );
      return inCarrier(part, done);
    },
  };
}

/** Converts an edit of a part to one of its carrier. */
function inCarrier({ base }: YAMLPart, done: CarrierEdit): CarrierEdit {
  return 'refused' in done
    ? done
    : { changes: done.changes.map((change) => ({ ...change, offset: base + change.offset })) };
}

/** Returns the offset after the colon of the key whose value begins at an offset, with comments between them. */
export function keyEnd({ shown }: YAMLPart, start: number): number {
  for (let at = start; ;) {
    let end = at;
    while (end > 0 && /\s/.test(shown[end - 1] ?? '')) {
      end--;
    }
    const lineStart = shown.lastIndexOf('\n', end - 1) + 1;
    const isLineBefore = shown.slice(end, at).includes('\n');
    const comment = isLineBefore ? /(?:^|\s)#/.exec(shown.slice(lineStart, end)) : null;
    if (comment === null) {
      return end;
    }
    at = lineStart + comment.index;
  }
}

/** Returns the edit that writes the value between two offsets as a literal block. */
export function blockEdit(
  part: YAMLPart,
  [start, end]: readonly [number, number],
  body: string,
  comments?: readonly string[],
): CarrierEdit {
  const { shown, lineBreak } = part;
  const from = keyEnd(part, start);
  return inCarrier(part, literalBlockEdit({ text: shown, from, start, end, lineBreak }, body, comments));
}

/** Whether the YAML library reads the same text. */
function isAsParsed(part: YAMLPart, node: Scalar, text: string, parent: number): boolean {
  if (text === node.value) {
    return true;
  }
  if (!part.isMasked || node.range == null) {
    return false;
  }
  const same = { ...part, shown: part.plain };
  return readAt(same, node.range[0], node.range[1], parent, part.lineBreak)?.text === node.value;
}

/** Returns the indentation of the parent of a block scalar, to which its explicit indentation is added. */
function parentIndent({ srcToken }: Scalar): number {
  return srcToken?.type === 'block-scalar' ? srcToken.indent : 0;
}

function reread(
  part: YAMLPart,
  [start, end]: readonly [number, number],
  parent: number,
  changes: readonly TextChange[],
): string | undefined {
  if (changes.some(({ offset, length }) => offset < start || offset + length > end)) {
    return undefined;
  }
  const local = changes.map((change) => ({ ...change, offset: change.offset - start }));
  const text = applyChanges(part.shown.slice(start, end), local);
  const masked = part.isMasked ? maskTemplate(text) : { plain: text, shown: text, isMasked: false };
  return readAt(masked, 0, text.length, parent, part.lineBreak)?.text;
}
