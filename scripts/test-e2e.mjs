import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureEditor } from './editor.mjs';
import { ensureDependencies } from './install.mjs';
import { packageExtension } from './release/package.mjs';
import { inProject } from './project.mjs';
import { Hindrance, runScript, steps } from './progress.mjs';
import { mustRun } from './run-command.mjs';
import { printSummary, runVitest } from './run-vitest.mjs';
import { ensureSystemPackages } from './system-packages.mjs';
import { prepareTestMachine } from './test-machine.mjs';

const updatePictures = '--update-pictures';

async function prepareBrowser() {
  const chromium = { package: 'chromium', tool: '/usr/bin/chromium', purpose: 'the editor runs in it' };
  const font = {
    package: 'fonts-wqy-microhei',
    tool: '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc',
    purpose: 'Chinese text in pictures',
  };
  if ((await ensureSystemPackages([chromium, font])).includes(chromium)) {
    throw new Hindrance('Chromium is missing.', 'See above how to install it.');
  }
}

/**
 * Installs the packaged extension once for all editors of a run.
 * @param {string[]} codeServer its command
 * @param {string} vsix
 * @returns {Promise<string>} the directory of extensions, which each user can read
 */
async function installExtension(codeServer, vsix) {
  const directory = mkdtempSync(join(tmpdir(), 'cni-workbench-extensions-'));
  process.once('exit', () => rmSync(directory, { recursive: true }));
  chmodSync(directory, 0o755);
  const extensions = join(directory, 'extensions');
  const dirs = ['--extensions-dir', extensions, '--user-data-dir', join(directory, 'data')];
  await mustRun([...codeServer, ...dirs, '--install-extension', vsix]);
  return extensions;
}

/** `npm run test:e2e [-- --update-pictures] [-- vitest arguments]`: drives the real editor as a user would. */
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
  const extensions = await step('Installation', () => installExtension(editor.codeServer, path));
  const env = {
    ...machine,
    CNI_WORKBENCH_CHROMIUM: '/usr/bin/chromium',
    CNI_WORKBENCH_EDITOR: editor.codeServer.join('\n'),
    CNI_WORKBENCH_EXTENSIONS: extensions,
    CNI_WORKBENCH_PICTURES: pictures,
  };
  const config = ['--config', inProject('test', 'e2e', 'vitest.config.mts')];
  const rest = args.filter((argument) => argument !== updatePictures);
  printSummary(await step('Tests', () => runVitest([...config, ...rest], env)));
});
