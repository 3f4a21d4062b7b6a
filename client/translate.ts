/** `vscode.l10n.t`: puts `args` in place of `{0}`, `{1}` … in the translation of `message`. Passed in, so that wording can be tested without an editor. */
export type Translate = (message: string, ...args: (string | number | boolean)[]) => string;
