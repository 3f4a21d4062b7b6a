import { build } from './build.mjs';
import { ensureDependencies } from './install.mjs';
import { runScript, steps } from './progress.mjs';
import { printSummary, runVitest } from './run-vitest.mjs';
import { prepareTestMachine } from './test-machine.mjs';

/** `npm test [-- vitest arguments]`: runs all tests except e2e. Needs only Node. */
await runScript(async () => {
  const step = steps();
  await step('Dependencies', () => ensureDependencies());
  const env = await step('Tools and plugins for the tests', prepareTestMachine);
  await step('Build', build);
  const summary = await step('Tests', () => runVitest(process.argv.slice(2), env));
  printSummary(summary);
});
