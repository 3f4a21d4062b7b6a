import * as l10n from '@vscode/l10n';
import { looksLikeCNI } from '../../document/looks-like-cni.ts';
import type { Carrier } from '../carrier.ts';
import { configurationKind, noFrame } from '../embedded.ts';
import { carriedLines } from '../lines.ts';

const fenceLine = /^([ \t]*)(`{3,}|~{3,})([^\n]*)\n?/gm;

interface Block {
  readonly indent: string;
  /** The characters of its fence. */
  readonly fence: string;
  /** Offset after the line of its fence. */
  readonly from: number;
}

/** Yields the blocks whose language is JSON, with the offsets of their lines, in one pass over the fences. */
function* blocksOf(text: string): Generator<Block & { readonly to: number }> {
  let block: Block | undefined;
  for (const { index, 0: line, 1: indent = '', 2: fence = '', 3: after = '' } of text.matchAll(fenceLine)) {
    if (block !== undefined) {
      if (`${fence}${after}`.startsWith(block.fence) && /^[`~]*[ \t]*\r?$/.test(after)) {
        yield { ...block, to: index };
        block = undefined;
      }
    } else if (/^[ \t]*(?:json|jsonc|cni)\b/i.test(after)) {
      block = { indent, fence, from: index + line.length };
    }
  }
}

/** Code blocks in Markdown whose language is JSON and whose text looks like a configuration. */
export const markdownCarrier: Carrier = {
  id: 'markdown',
  read({ text }, found) {
    for (const { indent, from, to } of blocksOf(text)) {
      const prefix = new RegExp(`^[ \\t]{0,${indent.length}}`);
      const one = carriedLines(text, { from, to, indent, prefix });
      if (!looksLikeCNI(one.text)) {
        continue;
      }
      const kind = configurationKind(one.text);
      const where = l10n.t('code block');
      found.embedded.push({ ...one, kind, where, name: undefined, isNameSupplied: false, frame: noFrame });
    }
  },
};
