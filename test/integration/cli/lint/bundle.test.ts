import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { skipBecause } from '../../../skip.ts';
import { good, mendable, type Report, single, Workspace } from '../../../unit/cli/lint/workspace.ts';

const cnitool = fileURLToPath(new URL('../../../../dist/cnitool.js', import.meta.url));
const obstacle = existsSync(cnitool) ? undefined : 'dist/cnitool.js is not built (npm run build)';

let workspace: Workspace;
beforeAll(() => {
  workspace = new Workspace({
    'net.d/10-a.conflist': good(),
    'net.d/20-b.conflist': mendable.replace('"a"', '"b"'),
    'deploy/web.json': single,
    'package.json': '{"name": "x"}',
    '.vscode/settings.json': '{"cni.rules": {"R160": "off"}}',
  });
});
afterAll(() => workspace.remove());

function run(args: readonly string[], input = ''): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [cnitool, ...args], { cwd: workspace.path, input, encoding: 'utf8' });
}

describe('dist/cnitool.js lint', skipBecause(obstacle), () => {
  test('lints a directory, with the settings of the workspace and paths from it', () => {
    const { status, stdout, stderr } = run(['lint', '--format', 'json', '.']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    const report: Report = JSON.parse(stdout);
    expect(report.files.map(({ path, kind }) => [path, kind])).toEqual([
      ['deploy/web.json', 'single'],
      ['net.d/10-a.conflist', 'list'],
      ['net.d/20-b.conflist', 'list'],
    ]);
    const found = report.files.flatMap(({ diagnostics }) => diagnostics.map(({ rule }) => rule));
    expect(found).toContain('R003');
    expect(found).not.toContain('R160');
  });

  test('prints text without colours into a pipe', () => {
    const { stdout } = run(['lint', 'net.d']);
    expect(stdout).toMatch(/^net\.d\/20-b\.conflist:4:37 +error +R003 /m);
    expect(stdout).not.toContain('\u001B');
  });

  test.each(['sarif', 'github', 'junit'])('prints %s', (format) => {
    const { status, stdout } = run(['lint', '--format', format, 'net.d']);
    expect(status).toBe(1);
    expect(stdout).toContain('R003');
  });

  test('reads standard input', () => {
    const { status, stdout } = run(['lint', '-', '--stdin-filename', 'x.conflist'], single);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^x\.conflist:4:3 +error +R032 /);
  });

  test('mends', () => {
    workspace.write('mend/a.conflist', mendable);
    expect(run(['lint', '--fix', 'mend'])).toMatchObject({ status: 0, stdout: expect.stringMatching(/2 fixed\n$/) });
    expect(JSON.parse(readFileSync(workspace.at('mend/a.conflist'), 'utf8'))).toEqual(JSON.parse(good()));
  });

  test('ends with 2 for wrong use', () => {
    expect(run(['lint'])).toMatchObject({ status: 2, stdout: '' });
    expect(run(['lint', 'nowhere'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Cannot read nowhere'),
    });
  });
});
