import * as l10n from '@vscode/l10n';
/** The largest configuration text that is analyzed, in bytes: far more than any network needs. */
export const largestText = 512 * 1024;

/** Whether a text is above the limit. */
export function isTooLarge(text: string): boolean {
  return text.length > largestText / 3 && Buffer.byteLength(text) > largestText;
}

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1024);

/** Returns the notice for a text above its limit; `size` is undefined if it is unknown, as for a pipe. */
export function notAnalyzed(size: number | undefined, limit: number = largestText): string {
  return size === undefined
    ? l10n.t('Not analyzed because of its size (the limit is {0} kB).', kilobytes(limit))
    : l10n.t('Not analyzed because of its size ({0} kB; the limit is {1} kB).', kilobytes(size), kilobytes(limit));
}
