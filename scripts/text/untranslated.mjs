/** Messages that are the same in every language: names and numbers only. Each was reviewed. */
export const untranslated = new Set(['CNI', 'CNI {0}', 'MTU {0}', 'Pod: {0}']);
