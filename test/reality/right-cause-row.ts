import type { ExplanationId } from '../../engine/explain/index.ts';

/** What the mutations of some kinds break. All rows that match a mutant apply. */
export interface Row {
  readonly kinds: readonly string[];
  /** Matches the description of the change: the place, the plugin or the new value. Without it, every change. */
  readonly change?: RegExp;
  /** The network, if only that one breaks. */
  readonly network?: RegExp;
  /** The known failures that name this as the cause. */
  readonly causes: readonly ExplanationId[];
}
