import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts', '{network,operations}/*.test.ts'],
    // An editor waits half of its time for the user.
    maxWorkers: 2,
    // A slow machine can miss a moment; the report names the tests that needed it.
    retry: 2,
    // A step that cannot succeed fails in seconds, as the steps of playwright do (`Workbench.open`).
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
