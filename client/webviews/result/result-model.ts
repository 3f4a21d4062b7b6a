import type { Fact, PageButton } from '../operation/operation-model.ts';

/** What the page "result" shows: the result of an ADD, or a cached file. The extension computes all of its texts. */
export interface ResultModel {
  /** Network and namespace. */
  readonly title: string;
  /** "added", "cached" or "damaged". */
  readonly stateText: string;
  readonly state: 'added' | 'cached' | 'damaged';
  readonly facts: readonly Fact[];
  readonly buttons: readonly PageButton[];
  /** Why a cached file cannot be read. */
  readonly problem?: string | undefined;
  readonly tables: readonly DataTable[];
  /** Texts below the tables, such as the configuration of a cached file. */
  readonly texts: readonly TitledText[];
}

/** A text with line breaks under a heading. */
interface TitledText {
  readonly title: string;
  readonly text: string;
}

/** A table. Its first column names the rows. */
export interface DataTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly DataRow[];
  /** The sentence in place of a table without rows. */
  readonly empty: string;
}

/** The cells of a row, as many as there are columns. */
export type DataRow = readonly DataCell[];

/** The lines of a cell. */
export type DataCell = readonly DataLine[];

/** One value. */
export interface DataLine {
  readonly text: string;
  /** Muted words after the value. */
  readonly note?: string | undefined;
  /** A value in the font of code, such as a MAC address. */
  readonly isCode?: boolean | undefined;
  /** Makes the line a button. */
  readonly button?: string | undefined;
}

/** The action of the page: a button was pressed. */
export interface ResultAction {
  readonly button: string;
}
