import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const unitTests = 'test/unit/**/*.test.ts';
/** Tests that replace modules, which others may share. */
const isolatedTests = 'test/unit/**/*.isolated.test.ts';

/**
 * One project per kind of test: unit (starts no process), integration (starts a shell, the server or a tool), corpus (rules
 * over configurations, and edits of them), conformance (beside Go), host (real plugins, namespaces, sshd), reality (mutants
 * of configurations in the sandbox). test/e2e has a configuration of its own. Unit tests come first. Of the others, those
 * with the longest files begin, so that none of them is alone at the end.
 */
const projects = [
  // To load the modules again for each of the small files would take five times as long as the tests.
  { name: 'unit', include: [unitTests], exclude: [isolatedTests], testTimeout: 60_000, isolate: false },
  { name: 'unit-isolated', include: [isolatedTests], testTimeout: 60_000 },
  { name: 'reality' },
  { name: 'conformance' },
  { name: 'corpus' },
  { name: 'host' },
  { name: 'windows' },
  { name: 'integration' },
].map((project) => ({
  // The editor's module is there inside an editor only.
  resolve: { alias: { vscode: fileURLToPath(new URL('test/stand-in/vscode.ts', import.meta.url)) } },
  test: {
    include: [`test/${project.name}/**/*.test.ts`],
    globalSetup: ['test/generate.ts'],
    // Tests expect messages in English, whatever the language of the terminal.
    env: { LC_ALL: 'C' },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A slow machine may take its time for what is waited for.
    expect: { poll: { timeout: 20_000 } },
    // Group 0 is where vitest puts what has no order, and goes last.
    sequence: { groupOrder: project.name.startsWith('unit') ? 1 : 2 },
    ...project,
  },
}));

const placeOf = ({ project }: TestSpecification): number =>
  projects.findIndex(({ test }) => test.name === project.name);

/** Sorts files as their projects are sorted. */
class ProjectSequencer extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((one, other) => placeOf(one) - placeOf(other)));
  }
}

// By default, vitest leaves one processor idle: half of a small machine.
export default defineConfig({ test: { maxWorkers: '100%', projects, sequence: { sequencer: ProjectSequencer } } });
