import { expect, TestRunner } from 'vitest';
import { explain, type ExplanationId } from '../../engine/explain/index.ts';
import type { Step } from '../../engine/libcni/index.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** How many failures that the test caused were compared with their causes, and how many of those were right. */
    causes?: { readonly right: number; readonly all: number };
  }
}

/**
 * Expects that the explanation of a failure names its cause, which the test knows because it made the operation fail. The
 * summary of a run counts all of them.
 * @param error the error of the operation, or its text as cnitool prints it
 * @param step the plugin execution that failed, if the outcome and not the text identifies the failure
 */
export function expectCause(error: unknown, cause: ExplanationId | undefined, step?: Step): void {
  const id = error === undefined ? undefined : explain(error, step)?.id;
  const meta = TestRunner.getCurrentTest()?.meta ?? {};
  const { right = 0, all = 0 } = meta.causes ?? {};
  meta.causes = { right: right + (id !== undefined && id === cause ? 1 : 0), all: all + 1 };
  expect({ error: String(error), cause: id }).toEqual({ error: String(error), cause });
}
