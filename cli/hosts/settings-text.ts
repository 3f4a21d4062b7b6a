import { parse, printParseErrorCode, type ParseError, type ParseOptions } from 'jsonc-parser';

/** Size limit of a settings file, in bytes. */
export const largestSettings = 4 * 1024 * 1024;

/** The value of a settings file, or its first syntax error: the parser's name of the error, and the line, from 1. */
export type SettingsText =
  | { readonly value: unknown; readonly problem?: undefined }
  | { readonly problem: string; readonly line: number };

/** Parses settings as VS Code does, with comments and trailing commas. */
export function readSettingsText(text: string, options: ParseOptions = {}): SettingsText {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true, ...options });
  const [error] = errors;
  return error === undefined
    ? { value }
    : { problem: printParseErrorCode(error.error), line: text.slice(0, error.offset).split('\n').length };
}
