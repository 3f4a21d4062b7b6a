import type { TextChange } from '../../rules/rule.ts';

/** The LSP kinds of our refactorings. */
type RefactoringKind = 'refactor.rewrite' | 'refactor.extract';

/** A change of a document that keeps its behavior, or changes it as the title says. */
export interface Refactoring {
  readonly title: string;
  readonly kind: RefactoringKind;
  /** The reason why it cannot be applied here; other fields are ignored then. */
  readonly disabled?: string;
  readonly changes?: readonly TextChange[];
  /** A file to create, with its URI and text. */
  readonly create?: { readonly uri: string; readonly text: string };
  /** New name of the file, without directory. */
  readonly rename?: string;
}
