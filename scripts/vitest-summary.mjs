import { writeFileSync } from 'node:fs';
import process from 'node:process';

/**
 * `failures` are the names of what failed, each with the first line of its error.
 * @typedef {{passed: number, failures: {name: string, reason: string}[], skipped: {name: string, reason: string}[]}} Summary
 */

/** Returns the first line of an error. */
const firstLine = ({ message }) => message.split('\n', 1)[0];

/** Returns why a test is skipped: from `context.skip(reason)`, or the metadata of the test or of an enclosing suite. */
function reasonOf(test) {
  const { note } = test.result();
  if (note) {
    return note;
  }
  for (let task = test; task.type !== 'module'; task = task.parent) {
    const { reason } = task.meta();
    if (reason) {
      return reason;
    }
  }
  return '';
}

/** Prints how many of the failures that tests caused are explained with the right cause (test/host/right-cause.ts). */
function printCauses(modules) {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const causes = tests.flatMap((test) => test.meta().causes ?? []);
  const sum = (key) => causes.reduce((total, one) => total + one[key], 0);
  if (causes.length > 0) {
    console.log(`right cause: ${sum('right')} of ${sum('all')} failures that tests caused`);
  }
}

/**
 * A vitest reporter that writes a {@link Summary} to the file in CNI_WORKBENCH_SUMMARY. A test file that does not load, an
 * error outside of tests and a test that is skipped without a reason count as one failure each.
 */
export default class SummaryReporter {
  /** Why tests without their own reason are skipped, when the command line selects tests by name. */
  #filterReason = '';

  onInit({ config }) {
    if (config.testNamePattern) {
      this.#filterReason = `its name does not match ${config.testNamePattern}`;
    }
  }

  onTestRunEnd(modules, unhandledErrors) {
    const failures = unhandledErrors.map((error) => ({ name: 'an error outside of tests', reason: firstLine(error) }));
    const summary = { passed: 0, failures, skipped: [] };
    printCauses(modules);
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        this.#count(summary, test);
      }
      for (const error of module.errors().slice(0, 1)) {
        failures.push({ name: module.relativeModuleId, reason: firstLine(error) });
      }
      for (const suite of module.children.allSuites()) {
        failures.push(...suite.errors().map((error) => ({ name: suite.fullName, reason: firstLine(error) })));
      }
    }
    writeFileSync(process.env.CNI_WORKBENCH_SUMMARY, JSON.stringify(summary));
  }

  #count(summary, test) {
    const { state, errors = [] } = test.result();
    if (state === 'passed') {
      summary.passed += 1;
    } else if (state === 'skipped') {
      this.#countSkipped(summary, test);
    } else {
      summary.failures.push({ name: test.fullName, reason: errors.slice(0, 1).map(firstLine).join('') });
    }
  }

  #countSkipped(summary, test) {
    const reason = reasonOf(test) || this.#filterReason;
    if (reason !== '') {
      summary.skipped.push({ name: test.fullName, reason });
    } else {
      summary.failures.push({ name: test.fullName, reason: 'it is skipped without a reason' });
    }
  }
}
