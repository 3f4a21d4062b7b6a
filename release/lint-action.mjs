import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// The program of action.yml: runs `cnitool lint` with the inputs of the action, in the Node of the GitHub runner.

/** Returns an input of action.yml. The runner sets all of them, so a missing one is a bug in the action. */
function input(name) {
  const value = process.env[`INPUT_${name.toUpperCase()}`];
  if (value === undefined) {
    throw new Error(`The input "${name}" is not in action.yml.`);
  }
  return value;
}

const words = (text) => text.split(/\s+/).filter((word) => word !== '');
const option = (flag, value) => (value === '' ? [] : [flag, value]);

const args = [
  'lint',
  ...option('--format', input('format')),
  ...option('--host-facts', input('host-facts')),
  ...option('--settings', input('settings')),
  ...words(input('rules')).flatMap((rule) => ['--rule', rule]),
  '--',
  ...words(input('paths')),
];
const output = input('output');
const cnitool = fileURLToPath(new URL('dist/cnitool.js', import.meta.url));
const { status, stdout } = spawnSync(process.execPath, [cnitool, ...args], {
  stdio: ['ignore', output === '' ? 'inherit' : 'pipe', 'inherit'],
  maxBuffer: 2 ** 30,
});
if (output !== '') {
  writeFileSync(output, stdout);
}
process.exitCode = status ?? 1;
