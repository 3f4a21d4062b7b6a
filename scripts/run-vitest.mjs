import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject, toolNode } from './project.mjs';
import { runCommand } from './run-command.mjs';

/**
 * Runs vitest to its end, its own report on this terminal.
 * @param {string[]} args for `vitest run`
 * @param {Record<string, string>} [env]
 * @returns {Promise<import('./vitest-summary.mjs').Summary>} a run that ended before its summary is one failure
 */
export async function runVitest(args, env = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'cni-workbench-summary-'));
  const file = join(directory, 'summary.json');
  const reporters = ['--reporter=default', `--reporter=${inProject('scripts', 'vitest-summary.mjs')}`];
  const vitest = [toolNode(), inProject('node_modules', 'vitest', 'vitest.mjs'), 'run', ...reporters];
  const { code } = await runCommand([...vitest, ...args], { env: { ...env, CNI_WORKBENCH_SUMMARY: file }, show: true });
  const broken = { passed: 0, failed: 1, skipped: [] };
  const summary = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : broken;
  rmSync(directory, { recursive: true });
  return code !== 0 && summary.failed === 0 ? { ...summary, failed: 1 } : summary;
}

/**
 * Prints the skipped tests with their reasons and, as the last line, `N passed, N failed[, N skipped]`; a failure sets
 * the exit code.
 * @param {import('./vitest-summary.mjs').Summary} summary
 */
export function printSummary({ passed, failed, skipped }) {
  if (skipped.length > 0) console.log('\nskipped:');
  for (const { name, reason } of skipped) console.log(`  ${name}${reason === '' ? '' : ` – ${reason}`}`);
  const tail = skipped.length === 0 ? '' : `, ${skipped.length} skipped`;
  if (failed > 0) process.exitCode = 1;
  console.log(`${passed} passed, ${failed} failed${tail}`);
}
