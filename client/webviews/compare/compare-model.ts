/** What the page "compare" shows: hosts against checks, in the editor's language. */
export interface CompareModel {
  readonly title: string;
  readonly summary: string;
  readonly buttons: readonly { readonly id: CompareAction['kind']; readonly title: string }[];
  readonly checks: readonly CompareCheck[];
  /** Hosts with the same content are one group. */
  readonly groups: readonly HostGroup[];
}

/** A check, which is a column. */
interface CompareCheck {
  readonly name: string;
  /** What it checks, in a sentence. */
  readonly meaning: string;
  /** Whether its cells are the same on all hosts. */
  readonly isSame: boolean;
}

/** Hosts whose cells are the same but for their names. */
export interface HostGroup {
  readonly hosts: readonly string[];
  /** By check, those of the first host. */
  readonly cells: readonly CompareCell[];
}

/** The result of one check. */
export interface CompareCell {
  readonly mark: string;
  readonly tone: 'good' | 'bad' | 'plain' | 'muted';
  readonly text: string;
  /** For sorting: a finding before an unknown, then notes, then what is good. */
  readonly rank: number;
  readonly reasons: readonly string[];
  readonly remedy?: string | undefined;
  /** The rules that found it. */
  readonly rules: readonly string[];
}

/** The action of the page: open the compared file, the document as text, or the page of a rule. */
export type CompareAction = { readonly kind: 'file' | 'json' } | { readonly kind: 'rule'; readonly rule: string };
