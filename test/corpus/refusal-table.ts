import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExplanationId } from '../../engine/explain/index.ts';

/**
 * One reviewed reason why files have an error: what rejects them, and its error. The tests of this folder check the
 * errors of libcni, test/host/corpus.test.ts those of the reference plugins; `source` is for the rest.
 */
export interface Refusal {
  readonly refusedBy: 'libcni' | 'plugin' | 'ipam' | 'source';
  /** The plugin of the chain that has the error. */
  readonly plugin?: string;
  /** The plugin that runs instead: one that calls the same code and that every kernel supports. */
  readonly runAs?: string;
  /** Part of the error. */
  readonly says?: string;
  /** The known failure that explains the error of a plugin: what is wrong with the file. */
  readonly cause?: ExplanationId;
  /** The source that the plugin rejects this, or how it was observed. */
  readonly source?: string;
  readonly reason: string;
}

/** A rule that reports an error in files that a runtime loads. */
export interface RuleRow extends Refusal {
  readonly rule: string;
  readonly files: readonly string[];
}

/** Files with the errors that each has: `R003@6 R019@1` is rule and line. */
export interface FileRow extends Refusal {
  readonly files: Readonly<Record<string, string>>;
}

/** Files with the errors that each has, without a run to confirm them. */
export interface ErrorRow {
  readonly why: string;
  readonly files: Readonly<Record<string, string>>;
}

const tableOf = (name: string): string => readFileSync(join(import.meta.dirname, 'tables', `${name}.json`), 'utf8');

const externalSoundRows: readonly RuleRow[] = JSON.parse(tableOf('external-sound'));
const externalBrokenRows: readonly ErrorRow[] = JSON.parse(tableOf('external-broken'));
const ownBrokenRows: readonly FileRow[] = JSON.parse(tableOf('own-broken'));
const ownPartialRows: readonly ErrorRow[] = JSON.parse(tableOf('own-partial'));

/** All errors in the external files that a runtime loads. */
export const externalSound: readonly RuleRow[] = externalSoundRows;
/** All errors in the external files that are broken. */
export const externalBroken: readonly ErrorRow[] = externalBrokenRows;
/** All errors in the own broken files. */
export const ownBroken: readonly FileRow[] = ownBrokenRows;
/** All errors in the own templates and inputs of plugins, as `template/…` and `stdin/…`. */
export const ownPartial: readonly ErrorRow[] = ownPartialRows;

/** The rows without a reason, or without an observation or a source. */
export function bareRows<T extends Refusal>(rows: readonly T[]): readonly T[] {
  return rows.filter(
    ({ refusedBy, says = '', source = '', reason }) => reason === '' || (refusedBy === 'source' ? source : says) === '',
  );
}
