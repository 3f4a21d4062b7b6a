import type { Range } from 'vscode-languageserver-textdocument';
import type { Model } from '../../server/service/model.ts';
import type { Severity } from '../../server/service/rules/rule.ts';

/** A replacement in a file, as LSP words it: lines and characters from 0, characters in UTF-16 units. */
interface LintEdit {
  readonly range: Range;
  readonly newText: string;
}

/** A way to mend a finding. */
export interface LintFix {
  readonly title: string;
  /** The one that `--fix` takes. */
  readonly preferred: boolean;
  readonly edits: readonly LintEdit[];
  /** New name of the file, without directory. */
  readonly rename?: string;
}

/** One finding. */
export interface LintDiagnostic {
  /** Id, such as R074. */
  readonly rule: string;
  readonly name: string;
  /** Address of the page that explains the rule. */
  readonly page: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  /** Other places that it is about. */
  readonly related: readonly { readonly path: string; readonly range: Range; readonly message: string }[];
  readonly fixes: readonly LintFix[];
}

/** One file that was looked at. */
export interface LintedFile {
  /** From the working directory, or whole where it is outside. */
  readonly path: string;
  readonly kind: Model['content'];
  /** In the order of the text. */
  readonly diagnostics: readonly LintDiagnostic[];
  /** What `--fix` mended; absent where it changed nothing. */
  readonly fixed?: readonly { readonly rule: string; readonly message: string }[];
  /** The path that it had before `--fix` renamed it; absent where it kept its name. */
  readonly renamedFrom?: string;
}

/** A file or argument that cannot be used. */
export interface LintProblem {
  /** As shown; undefined where it is about no file. */
  readonly path: string | undefined;
  readonly message: string;
  /** How to mend it. */
  readonly hint?: string | undefined;
}

/** What `lint` found. */
export interface LintReport {
  readonly files: readonly LintedFile[];
  readonly problems: readonly LintProblem[];
}

/** Who made a report. */
export interface LintTool {
  readonly program: string;
  readonly version: string;
  readonly colours: boolean;
}

/** How many diagnostics of each severity. */
export function countSeverities({ files }: LintReport): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { severity } of files.flatMap(({ diagnostics }) => diagnostics)) {
    counts[severity] += 1;
  }
  return counts;
}
