import { defineConfig } from 'vitest/config';

/** One editor at a time: the tests share this machine's namespaces, and a picture needs the processor to itself. */
export default defineConfig({
  test: {
    name: 'e2e',
    root: import.meta.dirname,
    include: ['*.test.ts'],
    fileParallelism: false,
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 300_000,
    hookTimeout: 400_000,
  },
});
