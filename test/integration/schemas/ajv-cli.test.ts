import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const env = { ...process.env, npm_config_yes: 'true' };

/** The commands of docs/editors.md, for files in `directory`. */
function commandsIn(directory: string): string[] {
  const [, block = ''] =
    /with \[ajv-cli\][^]*?```console\n([^]*?)```/.exec(readFileSync(join(project, 'docs/editors.md'), 'utf8')) ?? [];
  return block
    .split('\n')
    .filter((line) => line.startsWith('$ '))
    .map((line) => line.slice(2).replaceAll(/\/etc\/cni\/net\.d|\/tmp/g, directory));
}

const inProject = (command: string) =>
  spawnSync('bash', ['-c', command], { cwd: project, env, encoding: 'utf8', timeout: 50_000 });

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cni-ajv-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test.for([
  ['accept a correct network configuration', '"bridge"', 0],
  ['reject a wrong value', '1', 1],
] as const)('the commands for ajv-cli in docs/editors.md %s', ([, type, expected], context) => {
  if (inProject('npx ajv-cli@5 help').status !== 0) context.skip('npm cannot reach its registry to install ajv-cli');
  const text = `{ "cniVersion": "1.0.0", "name": "mynet", "plugins": [{ "type": ${type} }] }`;
  writeFileSync(join(directory, '10-mynet.conflist'), text);
  const [copy = '', validate = ''] = commandsIn(directory);
  expect(inProject(copy).status).toBe(0);
  const { status, stdout, stderr } = inProject(validate);
  expect([status, stdout, stderr]).toEqual([
    expected,
    expected === 0 ? `${directory}/10-mynet.json valid\n` : '',
    expected === 0 ? '' : expect.stringContaining('10-mynet.json invalid'),
  ]);
});
