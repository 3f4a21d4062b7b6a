import { build } from './build.mjs';
import { ensureDependencies } from './install.mjs';
import { Hindrance, runScript, steps } from './progress.mjs';
import { inProject, toolNode } from './project.mjs';
import { runCommand } from './run-command.mjs';
import { prepareTestMachine } from './test-machine.mjs';

/** `npm run bench [-- NAME…]`: builds and runs the benchmarks in test/bench. Needs only Node. */
await runScript(async () => {
  const step = steps();
  await step('Dependencies', () => ensureDependencies());
  const env = await step('Tools and plugins for the benchmarks', prepareTestMachine);
  await step('Build', build);
  const bench = [toolNode(), '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', inProject('test', 'bench', 'main.ts')];
  const { code } = await step('Benchmarks', () =>
    runCommand([...bench, ...process.argv.slice(2)], { env, show: true }),
  );
  if (code !== 0) {
    throw new Hindrance(`The benchmarks ended with exit code ${code}.`);
  }
});
