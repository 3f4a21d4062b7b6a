import type { SchemaMatch } from './schema/schema-match.ts';
import type { SourceLocation } from '../directory/location.ts';
import type { RuleContext, Severity } from '../workspace/context.ts';
import type { Model } from '../document/model.ts';
import type { Span } from '../document/span.ts';

/** One replacement in the text of the document. */
export interface TextChange extends Span {
  readonly text: string;
}

/** A fix for a finding: changes of the text, a new name for the file, or both (changes first). */
export interface Fix {
  readonly title: string;
  /** Whether it is the usual choice, which the editor shows first; at most one per finding. */
  readonly preferred?: boolean;
  /**
   * Whether "Fix all", fix on save and `lint --fix` may apply it without asking. `reading`: syntax with one possible
   * reading. `content`: a plugin configuration wrapped in a list, a key one edit away from exactly one known and absent
   * key, a value with only a wrong type. Names, addresses, versions, plugin types, routes, and suggestions from the name
   * or directory of the file are never certain.
   */
  readonly certain?: 'reading' | 'content' | undefined;
  readonly changes?: readonly TextChange[];
  /** New name of the file, without directory. */
  readonly rename?: string;
}

/** A problem that a rule found. */
export interface Finding {
  readonly span: Span;
  /** What is wrong, what happens, what to do. */
  readonly message: string;
  /** The severity if it differs from the rule's. */
  readonly severity?: Severity | undefined;
  /** Related spans: in this document, or (with `location`) in another one. */
  readonly related?:
    | readonly { readonly span: Span; readonly location?: SourceLocation; readonly message: string }[]
    | undefined;
  /** Whether the text has no effect and may be shown faded. */
  readonly unnecessary?: boolean;
  /** Computed on demand. */
  readonly fixes?: (() => readonly Fix[]) | undefined;
}

/** A check. `id` is its code and the name of its page in docs/rules. */
export interface Rule {
  readonly id: string;
  readonly name: string;
  /** `off` for an opinion: its fixes are offered as refactorings, and it is shown only if a setting enables it. */
  readonly severity: Severity | 'off';
  /** Schema problems that the rule reports in addition to what `check` finds. */
  readonly schema?: readonly SchemaMatch[];
  check(model: Model, context: RuleContext): Iterable<Finding>;
}

/** The `check` of a rule that reports only schema problems. */
export const noFindings = (): readonly Finding[] => [];

/** Address of the project's repository. */
export const repository = 'https://github.com/cni-workbench/cni-workbench';

/** Returns the address of the page that explains a rule. */
export function rulePage(id: string): string {
  return `${repository}/blob/main/docs/rules/${id}.md`;
}
