import * as l10n from '@vscode/l10n';

// An error that contains quotes is not quoted again.

/** Returns a sentence that quotes the error with which a plugin, or libcni, fails. */
export function failsWith(name: string | undefined, error: string): string {
  return error.includes('"')
    ? l10n.t('{0} fails with: {1}', name ?? '', error)
    : l10n.t('{0} fails with "{1}".', name ?? '', error);
}

/** Returns a sentence that quotes the error with which CHECK of a plugin fails. */
export function checkFailsWith(name: string | undefined, error: string): string {
  return error.includes('"')
    ? l10n.t('CHECK of {0} fails with: {1}', name ?? '', error)
    : l10n.t('CHECK of {0} fails with "{1}".', name ?? '', error);
}
