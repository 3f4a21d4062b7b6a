import { defineConfig } from 'vitest/config';

/**
 * One project per kind of test, run one after the other, fast ones first: unit (needs no machine), corpus (configurations
 * that people wrote, and edits of them), conformance (beside Go), host (real plugins, namespaces, sshd), reality
 * (mutants of configurations in the sandbox). test/e2e has a configuration of its own.
 */
// Group 0 is where vitest puts what has no order, and goes last.
const project = (name: string, groupOrder: number) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    globalSetup: ['test/generate.ts'],
    testTimeout: name === 'unit' ? 60_000 : 120_000,
    hookTimeout: 120_000,
    // A slow machine may take its time for what is waited for.
    expect: { poll: { timeout: 20_000 } },
    // Host tests compare the machine before and after: two files at once would see each other.
    fileParallelism: name !== 'host',
    sequence: { groupOrder },
  },
});

export default defineConfig({
  test: {
    projects: ['unit', 'corpus', 'conformance', 'host', 'windows', 'reality'].map((name, index) =>
      project(name, index + 1),
    ),
  },
});
