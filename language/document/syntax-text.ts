import * as l10n from '@vscode/l10n';
import type { SyntaxProblem } from './parse.ts';

/** The sentence about each error of the parser, by the parser's name for it. */
const texts: ReadonlyMap<string, () => string> = new Map(
  Object.entries({
    InvalidSymbol: () => l10n.t('This is not a valid JSON value.'),
    InvalidNumberFormat: () => l10n.t('This is not a valid JSON number. Write it in decimal.'),
    PropertyNameExpected: () => l10n.t('A key in double quotes is expected here.'),
    ValueExpected: () => l10n.t('A value is expected here.'),
    ColonExpected: () => l10n.t('A colon is missing after the key.'),
    CommaExpected: () => l10n.t('A comma is missing before this.'),
    CloseBraceExpected: () => l10n.t('A closing brace is missing.'),
    CloseBracketExpected: () => l10n.t('A closing bracket is missing.'),
    UnexpectedEndOfComment: () => l10n.t('The comment does not end.'),
    UnexpectedEndOfString: () => l10n.t('The string does not end on its line.'),
    UnexpectedEndOfNumber: () => l10n.t('The number is incomplete.'),
    InvalidUnicode: () => l10n.t('This \\u escape is not valid. Four hexadecimal digits are expected.'),
    InvalidEscapeCharacter: () => l10n.t('This escape does not exist in JSON.'),
    InvalidCharacter: () => l10n.t('Control characters in a string must be escaped.'),
    TooDeep: () => l10n.t('The JSON is nested too deeply.'),
  }),
);

/** Returns a sentence about a syntax problem. */
export function syntaxText({ kind, error = '' }: SyntaxProblem): string {
  switch (kind) {
    case 'comment':
      return l10n.t('JSON does not allow comments.');
    case 'trailing-data':
      return l10n.t('Nothing may follow the JSON value.');
    case 'byte-order-mark':
      return l10n.t('The text begins with a byte order mark.');
    case 'syntax':
      return texts.get(error)?.() ?? l10n.t('The JSON parser reports "{0}".', error);
  }
}
