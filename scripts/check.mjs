import { stripVTControlCharacters } from 'node:util';
import { editorPackage, projectRoot, windowsPackage } from './project.mjs';
import { houseFindings } from './house-rules.mjs';
import { ensureDependencies } from './install.mjs';
import { missingFromLock } from './lock-file.mjs';
import { note, runScript } from './progress.mjs';
import { runCommand } from './run-command.mjs';
import { shellPrograms } from './generate/shell-programs.mjs';
import { hasTool } from './system-packages.mjs';
import { habitFindings } from './text/habits.mjs';
import { spellingFindings } from './text/spelling.mjs';

const vitest = ['vitest', 'run', '--project', 'unit*', '--project', 'integration', '--reporter=dot'];
const manifestTest = 'test/unit/client/manifest.test.ts';
const messagesTest = 'test/unit/house/messages-at-load.isolated.test.ts';
const floorsTest = 'test/integration/house/floors.test.ts';

/** Between runs tsc checks only what a change can reach. */
const incremental = (name) => ['--incremental', '--tsBuildInfoFile', `node_modules/.cache/${name}.tsbuildinfo`];

const commands = [
  { name: 'types', argv: ['tsc', '-p', '.', ...incremental('tsc')] },
  { name: 'types of pages', argv: ['tsc', '-p', 'client/webviews/pages', ...incremental('pages')] },
  { name: 'lint, floors, cycles', argv: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'format', argv: ['oxfmt', '--check', '.'] },
  { name: 'dead code', argv: ['knip'] },
  {
    name: 'manifest = command table, floors bite, no message at load',
    argv: [...vitest, manifestTest, floorsTest, messagesTest],
  },
];

/** One line for what went well; the whole output for what did not. */
async function report(name, work) {
  const from = Date.now();
  const { code, output } = await work;
  console.log(`${code === 0 ? '✔' : '✖'} ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
  if (code !== 0) {
    console.log(stripVTControlCharacters(output).replaceAll(/^/gm, '    '));
  }
  return code === 0;
}

/** What looks at shell programs: those of the engine, which are POSIX, and those of CI. */
function shellChecks() {
  if (!hasTool('shellcheck')) {
    note('not checked: shell programs (to install: sudo apt-get install shellcheck)');
    return [];
  }
  return [
    { name: 'shell programs', argv: ['shellcheck', '--shell=sh', ...shellPrograms()] },
    { name: 'shell programs of CI', argv: ['shellcheck', '--severity=warning', '.ci/run', '.ci/clone-test'] },
  ];
}

const asOutcome = (findings) => ({ code: findings.length, output: findings.join('\n') });

/** `npm run check`: everything that can be checked without running the code. */
await runScript(async () => {
  await ensureDependencies();
  const { generate } = await import('./generate.mjs');
  generate();
  const { bundleFindings } = await import('./bundle-schema.mjs');
  const { ruleSettingsFindings } = await import('./rule-settings.mjs');
  const { messageFindings } = await import('./text/l10n.mjs');
  const ofMessages = messageFindings().then(({ calls, translations }) => asOutcome([...calls, ...translations]));
  const results = await Promise.all([
    report('house rules', asOutcome(houseFindings(projectRoot))),
    report('bundled schema', asOutcome(bundleFindings())),
    report('setting of rules', asOutcome(ruleSettingsFindings())),
    report('lock files', asOutcome([projectRoot, editorPackage, windowsPackage].flatMap(missingFromLock))),
    report('dropped habits', asOutcome(habitFindings())),
    report('spelling', spellingFindings().then(asOutcome)),
    report('messages and translations', ofMessages),
    ...[...commands, ...shellChecks()].map(({ name, argv }) => report(name, runCommand(argv))),
  ]);
  if (results.includes(false)) {
    process.exitCode = 1;
  }
});
