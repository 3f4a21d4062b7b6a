/** Messages between the extension and a page in a webview. Both sides import this file, so it imports nothing. */

/** A document as its page shows it, or why it cannot. */
export type Reading<Model> =
  | { readonly kind: 'model'; readonly model: Model }
  | { readonly kind: 'problem'; readonly message: string };

/** What the extension sends, each time that the document changes. */
export type ToPage<Model> = Reading<Model> & {
  /** The translations of the editor's language by English message; empty in English. Only in the answer to `ready`. */
  readonly texts?: Readonly<Record<string, string>> | undefined;
};

/** What a page sends: that it can receive messages, or an action of the user. */
export type FromPage<Action> = { readonly kind: 'ready' } | { readonly kind: 'act'; readonly action: Action };
