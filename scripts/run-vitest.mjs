import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject, toolNode } from './project.mjs';
import { runCommand } from './run-command.mjs';

/**
 * Runs vitest to its end and shows its report.
 * @param {string[]} args for `vitest run`
 * @param {Record<string, string>} [env]
 * @returns {Promise<import('./vitest-summary.mjs').Summary>} a run without a summary counts as one failure
 */
export async function runVitest(args, env = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'cni-workbench-summary-'));
  const file = join(directory, 'summary.json');
  const reporters = ['--reporter=default', `--reporter=${inProject('scripts', 'vitest-summary.mjs')}`];
  const vitest = [toolNode(), inProject('node_modules', 'vitest', 'vitest.mjs'), 'run', ...reporters];
  const { code } = await runCommand([...vitest, ...args], { env: { ...env, CNI_WORKBENCH_SUMMARY: file }, show: true });
  const summary = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { passed: 0, failures: [{ name: 'vitest', reason: 'it ended without a summary' }], skipped: [] };
  rmSync(directory, { recursive: true });
  return code !== 0 && summary.failures.length === 0
    ? { ...summary, failures: [{ name: 'vitest', reason: `it ended with code ${code}` }] }
    : summary;
}

/**
 * Prints the skipped tests and the failures with their reasons and, as the last line, `N passed, N failed[, N skipped]`.
 * A failure sets the exit code.
 * @param {import('./vitest-summary.mjs').Summary} summary
 */
export function printSummary({ passed, failures, skipped }) {
  printList('skipped', skipped);
  printList('failed', failures);
  const tail = skipped.length === 0 ? '' : `, ${skipped.length} skipped`;
  if (failures.length > 0) {
    process.exitCode = 1;
  }
  console.log(`${passed} passed, ${failures.length} failed${tail}`);
}

function printList(title, entries) {
  if (entries.length > 0) {
    console.log(`\n${title}:`);
  }
  for (const { name, reason } of entries) {
    console.log(`  ${name}${reason === '' ? '' : ` – ${reason}`}`);
  }
}
