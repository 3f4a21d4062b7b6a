import { writeFileSync } from 'node:fs';
import process from 'node:process';

/** @typedef {{passed: number, failed: number, skipped: {name: string, reason: string}[]}} Summary */

/**
 * A vitest reporter that writes a {@link Summary} to the file that CNI_WORKBENCH_SUMMARY names. A test file that does
 * not load and an error outside any test count as one failure each, so that nothing broken ends as "0 failed".
 */
export default class SummaryReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const summary = { passed: 0, failed: unhandledErrors.length, skipped: [] };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) this.#count(summary, test);
      if (module.errors().length > 0) summary.failed += 1;
      for (const suite of module.children.allSuites()) summary.failed += suite.errors().length;
    }
    writeFileSync(process.env.CNI_WORKBENCH_SUMMARY, JSON.stringify(summary));
  }

  #count(summary, test) {
    const { state, note } = test.result();
    if (state === 'passed') summary.passed += 1;
    else if (state === 'skipped') summary.skipped.push({ name: test.fullName, reason: note ?? '' });
    else summary.failed += 1;
  }
}
