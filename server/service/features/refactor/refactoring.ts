import type { TextChange } from '../../rules/rule.ts';

/** LSP's kinds of refactorings that are ours. */
type RefactoringKind = 'refactor.rewrite' | 'refactor.extract';

/** A change of a document that keeps what it does, or changes it as the title says. */
export interface Refactoring {
  readonly title: string;
  readonly kind: RefactoringKind;
  /** Why it cannot be done here; nothing else is looked at then. */
  readonly disabled?: string;
  readonly changes?: readonly TextChange[];
  /** A file to make, at a URI, with its text. */
  readonly create?: { readonly uri: string; readonly text: string };
  /** New name of the file, without directory. */
  readonly rename?: string;
}
