import * as l10n from '@vscode/l10n';
import { looksLikeCNI } from '../../document/looks-like-cni.ts';
import type { Carrier } from '../carrier.ts';
import { configurationKind, noFrame } from '../embedded.ts';
import { carriedLines } from '../lines.ts';

const heredocPattern = /^(.*?)<<(-?)[ \t]*(\\?)(["']?)([A-Za-z_][A-Za-z0-9_]*)\4([^\n]*)\n/gm;
const fileName = /[^\s"'=>|]*(?:net\.d\/[^\s"']+|\.conflist)/;
/** Escapes in a heredoc whose delimiter is not quoted. */
const escapePattern = /\\[\\$`]/g;
/** The beginning of a command that the shell replaces with its output. */
const commandPattern = /(?<!\\)(?:\\\\)*(?:\$\(|`)/;
const delimiterLine = /^(\t*)([A-Za-z_][A-Za-z0-9_]*)[^\S\n]*$/gm;

/** Returns the last line of each text that can be a delimiter, so that no heredoc without an end is searched for it. */
function lastDelimiters(text: string): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (const { index, 1: tabs = '', 2: word = '' } of text.matchAll(delimiterLine)) {
    last.set(`-${word}`, index);
    if (tabs === '') {
      last.set(word, index);
    }
  }
  return last;
}

/** Returns the end of a heredoc: the line with its delimiter. */
function endOf(text: string, from: number, delimiter: string, isTabbed: boolean): number | undefined {
  for (let at = from; at < text.length;) {
    const found = text.indexOf('\n', at);
    const next = found < 0 ? text.length : found + 1;
    const line = text.slice(at, next).trimEnd();
    if ((isTabbed ? line.replace(/^\t+/, '') : line) === delimiter) {
      return at;
    }
    at = next;
  }
  return undefined;
}

/** Heredocs of shell scripts and Dockerfiles. */
export const scriptCarrier: Carrier = {
  id: 'heredoc',
  read({ text }, found) {
    const last = lastDelimiters(text);
    let past = 0;
    for (const { index, ...match } of text.matchAll(heredocPattern)) {
      const {
        0: line,
        1: before = '',
        2: dash = '',
        3: escape = '',
        4: mark = '',
        5: delimiter = '',
        6: after = '',
      } = match;
      const isQuoted = escape !== '' || mark !== '';
      const from = index + line.length;
      if (index < past) {
        continue;
      }
      const isEnded = (last.get(`${dash}${delimiter}`) ?? -1) >= from;
      const to = isEnded ? endOf(text, from, delimiter, dash === '-') : undefined;
      if (to === undefined) {
        continue;
      }
      past = to;
      const prefix = dash === '-' ? /^\t*/ : /^/;
      const indent = dash === '-' ? (/^\t*/.exec(text.slice(from, to))?.[0] ?? '') : '';
      const one = carriedLines(text, { from, to, indent, prefix, escapes: isQuoted ? undefined : escapePattern });
      const name = fileName.exec(before)?.[0] ?? fileName.exec(after)?.[0];
      if (!looksLikeCNI(one.text)) {
        continue;
      }
      const where = `<<${delimiter}`;
      if (!isQuoted && commandPattern.test(text.slice(from, to))) {
        const reason = l10n.t('A shell command writes part of the text.');
        found.unresolved.push({ span: { offset: from, length: to - from }, where, reason });
        continue;
      }
      const kind = configurationKind(one.text);
      found.embedded.push({ ...one, kind, where, name, isNameSupplied: false, frame: noFrame });
    }
  },
};
