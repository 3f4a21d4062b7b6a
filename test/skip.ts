import type { TestOptions } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** Why the test or all tests of the suite are skipped. */
    reason?: string;
  }
}

/**
 * Options of `describe` or `test` that skip it if there is a reason. `npm test` prints the reason with each skipped test
 * and counts a test that is skipped without one as failed.
 */
export function skipBecause(reason: string | undefined): TestOptions {
  return reason === undefined ? {} : { skip: true, meta: { reason } };
}
