import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * One reviewed reason why files of corpus/strict have an error: who refuses them, in which words. What libcni says is
 * seen in strict.test.ts, what a plugin of the reference set says in test/host/corpus.test.ts; `source` is for the rest.
 */
export interface Row {
  readonly rule: string;
  readonly refusedBy: 'libcni' | 'plugin' | 'ipam' | 'source';
  /** The plugin of the chain that has the error. */
  readonly plugin?: string;
  /** The plugin that is run in its place: one that calls the same code, and that every kernel can make. */
  readonly runAs?: string;
  /** Part of what is said. */
  readonly says?: string;
  /** Where it is written that the plugin refuses this, or how it was seen. */
  readonly source?: string;
  readonly reason: string;
  /** Files of corpus/strict, without extension. */
  readonly files: readonly string[];
}

const rows: readonly Row[] = JSON.parse(readFileSync(join(import.meta.dirname, 'strict-errors.json'), 'utf8'));

/** The table of all errors that the rules give for files of corpus/strict. */
export const strictErrors: readonly Row[] = rows;
