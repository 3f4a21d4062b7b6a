import { build } from './build.mjs';
import { ensureEditor } from './editor.mjs';
import { ensureDependencies } from './install.mjs';
import { packageExtension } from './package.mjs';
import { inProject } from './project.mjs';
import { Hindrance, runScript, steps } from './progress.mjs';
import { printSummary, runVitest } from './run-vitest.mjs';
import { ensureSystemPackages } from './system-packages.mjs';
import { prepareTestMachine } from './test-machine.mjs';

const updatePictures = '--update-pictures';

async function prepareBrowser() {
  const chromium = { package: 'chromium', tool: '/usr/bin/chromium', purpose: 'the editor runs in it' };
  if ((await ensureSystemPackages([chromium])).length > 0) {
    throw new Hindrance('There is no chromium.', 'See above how to install it.');
  }
}

/** `npm run test:e2e [-- --update-pictures] [-- vitest arguments]`: the real editor, driven as a person would. */
await runScript(async () => {
  const args = process.argv.slice(2);
  const pictures = args.includes(updatePictures) ? inProject('docs', 'pictures') : inProject('test', 'e2e', '.work');
  const step = steps();
  await step('Dependencies', () => ensureDependencies());
  await step('Browser', prepareBrowser);
  const editor = await step('Editor', ensureEditor);
  const machine = await step('Tools and plugins for the tests', prepareTestMachine);
  await step('Build', build);
  const { path } = await step('Package', packageExtension);
  const env = {
    ...machine,
    CNI_WORKBENCH_CHROMIUM: '/usr/bin/chromium',
    CNI_WORKBENCH_EDITOR: editor.codeServer.join('\n'),
    CNI_WORKBENCH_PICTURES: pictures,
    CNI_WORKBENCH_VSIX: path,
  };
  const config = ['--config', inProject('test', 'e2e', 'vitest.config.mts')];
  const rest = args.filter((argument) => argument !== updatePictures);
  printSummary(await step('Tests', () => runVitest([...config, ...rest], env)));
});
