import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { inProject } from './project.mjs';
import { Hindrance, runScript } from './progress.mjs';

const words = (text) => text.split(/\s+/).filter((word) => word !== '');
/** An input of action.yml; a step leaves out none, so that one that is missing is a mistake of the action. */
function input(name) {
  const value = process.env[name];
  if (value === undefined) throw new Hindrance(`${name} is not set.`, 'action.yml sets it for each of its inputs.');
  return value;
}
const option = (flag, value) => (value === '' ? [] : [flag, value]);

/** What action.yml runs: `cnitool lint` with the inputs of the action, built first where it is not. */
await runScript(async () => {
  const cnitool = inProject('dist', 'cnitool.js');
  if (!existsSync(cnitool)) {
    const { ensureDependencies } = await import('./install.mjs');
    await ensureDependencies();
    await (await import('./build.mjs')).build();
  }
  const args = [
    'lint',
    ...option('--format', input('CNI_LINT_FORMAT')),
    ...option('--host-facts', input('CNI_LINT_HOST_FACTS')),
    ...option('--settings', input('CNI_LINT_SETTINGS')),
    ...words(input('CNI_LINT_RULES')).flatMap((rule) => ['--rule', rule]),
    '--',
    ...words(input('CNI_LINT_PATHS')),
  ];
  const output = input('CNI_LINT_OUTPUT');
  const { status, stdout } = spawnSync(process.execPath, [cnitool, ...args], {
    stdio: ['ignore', output === '' ? 'inherit' : 'pipe', 'inherit'],
    maxBuffer: 2 ** 30,
  });
  if (output !== '') writeFileSync(output, stdout);
  process.exitCode = status ?? 1;
});
