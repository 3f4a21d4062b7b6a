import { stripVTControlCharacters } from 'node:util';
import { editorPackage, projectRoot, windowsPackage } from './project.mjs';
import { houseFindings } from './house-rules.mjs';
import { ensureDependencies } from './install.mjs';
import { missingFromLock } from './lock-file.mjs';
import { runScript } from './progress.mjs';
import { runCommand } from './run-command.mjs';

const vitest = ['vitest', 'run', '--project', 'unit', '--reporter=dot'];
const manifestTest = 'test/unit/client/manifest.test.ts';
const floorsTest = 'test/unit/house/floors.test.ts';

const commands = [
  { name: 'types', argv: ['tsc', '-p', '.'] },
  { name: 'lint, floors, cycles', argv: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'format', argv: ['oxfmt', '--check', '.'] },
  { name: 'dead code', argv: ['knip'] },
  { name: 'manifest = command table, floors bite', argv: [...vitest, manifestTest, floorsTest] },
];

/** One line for what went well; the whole output for what did not. */
async function report(name, work) {
  const from = Date.now();
  const { code, output } = await work;
  console.log(`${code === 0 ? '✔' : '✖'} ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
  if (code !== 0) console.log(stripVTControlCharacters(output).replaceAll(/^/gm, '    '));
  return code === 0;
}

const asOutcome = (findings) => ({ code: findings.length, output: findings.join('\n') });

/** `npm run check`: everything that can be said of the code without running it. */
await runScript(async () => {
  await ensureDependencies();
  const { generateValidators } = await import('./generate-validators.mjs');
  generateValidators();
  const { bundleFindings } = await import('./bundle-schema.mjs');
  const { ruleSettingsFindings } = await import('./rule-settings.mjs');
  const results = await Promise.all([
    report('house rules', asOutcome(houseFindings(projectRoot))),
    report('bundled schema', asOutcome(bundleFindings())),
    report('setting of rules', asOutcome(ruleSettingsFindings())),
    report('lock files', asOutcome([projectRoot, editorPackage, windowsPackage].flatMap(missingFromLock))),
    ...commands.map(({ name, argv }) => report(name, runCommand(argv))),
  ]);
  if (results.includes(false)) process.exitCode = 1;
});
