/**
 * What the page "operation" shows. The extension computes all of it, in the editor's language: the page knows neither
 * documents of operations nor explanations.
 */
export interface OperationModel {
  /** Verb, network, namespace and host. */
  readonly title: string;
  readonly state: RowState;
  /** The state as a word, such as "failed". */
  readonly stateText: string;
  /** Time, duration, container, interface, rollback. */
  readonly facts: readonly Fact[];
  readonly buttons: readonly PageButton[];
  readonly problem?: ProblemCard | undefined;
  /** The chain, and the DEL that rolled it back. */
  readonly sections: readonly ChainSection[];
  /** The row that is selected first: the one that failed, else the first. */
  readonly firstSelected: string;
  /** What the operation changed on the host; undefined if that was not recorded. */
  readonly changes?: readonly DiffLine[] | undefined;
}

/** One fact of the heading. */
export interface Fact {
  readonly text: string;
  /** The whole text, where `text` is shortened. */
  readonly title?: string | undefined;
}

/** How a plugin ended; `unreached`: an earlier plugin failed. */
export type RowState = 'ok' | 'failed' | 'canceled' | 'unknown' | 'running' | 'unreached';

/** Plugins that ran one after the other, on one scale of time. */
export interface ChainSection {
  readonly title: string;
  readonly state: RowState;
  readonly totalMs: number;
  readonly rows: readonly ChainRow[];
}

/** One plugin, or a program that it called. */
export interface ChainRow {
  readonly id: string;
  /** 1 for a plugin of the chain, 2 for a program that it called, and so on. */
  readonly level: number;
  readonly name: string;
  readonly state: RowState;
  readonly stateText: string;
  /** Start after the beginning of the section, and duration; undefined if the plugin did not run. */
  readonly startMs?: number | undefined;
  readonly durationMs?: number | undefined;
  readonly duration: string;
  /** How it ended, in a sentence. */
  readonly ending: string;
  readonly tabs: readonly StepTab[];
  readonly buttons: readonly PageButton[];
}

/** One aspect of a step. */
export interface StepTab {
  readonly id: string;
  readonly title: string;
  readonly content: TabContent;
  readonly buttons: readonly PageButton[];
}

/** What a tab shows. `note` replaces a content that is empty, or says that the rest was cut. */
export type TabContent =
  | { readonly kind: 'text'; readonly text: string; readonly note?: string | undefined }
  | { readonly kind: 'pairs'; readonly pairs: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'diff'; readonly lines: readonly DiffLine[]; readonly note?: string | undefined };

/** A line of a comparison. */
export interface DiffLine {
  readonly sign: '+' | '-' | ' ';
  readonly text: string;
  /** The plugin that made it, or another remark. */
  readonly by: string;
}

/** Why the operation failed. */
export interface ProblemCard {
  /** What the failure means. */
  readonly title: string;
  /** The plugin and its code, before its own text. */
  readonly source: string;
  /** The error text of the plugin or libcni, exactly. */
  readonly text: string;
  readonly remedy?: string | undefined;
  readonly buttons: readonly PageButton[];
}

/** A button. The extension finds what it does by its id, and the row that it belongs to. */
export interface PageButton {
  readonly id: string;
  readonly title: string;
}

/** The action of the page: a button was pressed, in a row or for the whole operation. */
export interface OperationAction {
  readonly button: string;
  readonly row?: string | undefined;
}
