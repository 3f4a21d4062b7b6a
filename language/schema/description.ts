import * as l10n from '@vscode/l10n';

/**
 * Returns a text of a schema (a description, or that of a value or snippet) in the language of the messages. The texts
 * are the keys of the translations; `scripts/text/l10n.mjs` collects them from `schemas/`.
 */
export function translatedDescription(text: string): string {
  return l10n.t(text);
}
