import { parse, printParseErrorCode, type ParseError, type ParseOptions } from 'jsonc-parser';

/** What a text of settings holds, or the first thing in it that is none: the parser's name for it, and its line, from 1. */
export type SettingsText =
  | { readonly value: unknown; readonly problem?: undefined }
  | { readonly problem: string; readonly line: number };

/** Reads a text as VS Code reads its settings: comments and trailing commas are allowed. */
export function readSettingsText(text: string, options: ParseOptions = {}): SettingsText {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true, ...options });
  const [error] = errors;
  return error === undefined
    ? { value }
    : { problem: printParseErrorCode(error.error), line: text.slice(0, error.offset).split('\n').length };
}
