import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../../../../cli/command-line/cnitool.ts';
import type { OperationDocument } from '../../../../engine/libcni/index.ts';
import { MadeUpProcess } from '../made-up-process.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'cni-workbench-replay-'));
  writeFileSync(file(), JSON.stringify(recording));
});
afterEach(() => rmSync(directory, { recursive: true }));
const file = (): string => path.join(directory, 'r.json');

const recording: OperationDocument = {
  verb: 'ADD',
  network: 'web\u{1b}[2J',
  containerID: 'c',
  ifName: 'eth0',
  netNS: '/var/run/netns/x',
  startedAt: '2026-01-31T12:00:00.000Z',
  durationMs: 1,
  state: 'ok',
  steps: [
    { verb: 'ADD', index: 0, pluginType: 'one', env: { CNI_PATH: '/p:/q' }, stdin: '{"type":"one"}' },
    { verb: 'ADD', index: 1, pluginType: 'two\u{1b}[2J', env: {}, stdin: '{"token":"***"}' },
  ],
};

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly questions: readonly string[];
}

async function replay(args: readonly string[], answer?: string, input = ''): Promise<Run> {
  const cli = new MadeUpProcess(['replay', file(), ...args], { PATH: process.env['PATH'] }, answer);
  cli.input = input;
  const code = await runCli(cli);
  return { code, out: cli.out, err: cli.err, questions: cli.questions };
}

test('a recording is displayed, and nothing is asked or run', async () => {
  expect(await replay([])).toMatchObject({ code: 0, err: '', questions: [] });
  expect((await replay([])).out).toMatch(/^ADD web\\u\{1b\}\[2J: succeeded after 1\.0 ms\n/);
});

test('--json prints the recording', async () => {
  expect(JSON.parse((await replay(['--json'])).out)).toEqual(recording);
});

test('a file that is no recording is reported with what is wrong', async () => {
  writeFileSync(file(), '{"verb":"ADD"}');
  expect(await replay([])).toMatchObject({
    code: 1,
    out: '',
    err: `${file()} is not a recording of cnitool. "network" is missing or wrong. Expected: a text\nhint: Record an operation with --record FILE.\n`,
  });
  expect(JSON.parse((await replay(['--json'])).out)).toMatchObject({ error: { hint: expect.any(String) } });
  rmSync(file());
  expect(await replay([])).toMatchObject({ code: 1, err: expect.stringMatching(/^Cannot read .*r\.json: /) });
});

// docs/security.md: S23
describe('--run', () => {
  const stdin = ['--from', '2', '--stdin', '-'];

  test('names the plugins and directories, and needs a terminal or --yes', async () => {
    const { code, err } = await replay(['--run', ...stdin], undefined, '{}');
    expect([code, err]).toEqual([
      1,
      `ADD of network "web\\u{1b}[2J" runs again in a new sandbox, with the recorded input.
  Plugins: one, two\\u{1b}[2J
  Directories: /p /q
Nothing was run, because there is no terminal for the confirmation.
hint: Add --yes to skip the confirmation.
`,
    ]);
  });

  test('runs nothing if the user declines', async () => {
    const { code, err, questions } = await replay(['--run', ...stdin], 'n', '{}');
    expect([code, questions, err.split('\n').at(-3)]).toEqual([1, ['Continue? [y/N] '], 'Nothing was run.']);
  });

  test('says which value is masked', async () => {
    const { code, err, questions } = await replay(['--run', '--yes']);
    expect([code, questions]).toEqual([1, []]);
    expect(err).toMatch(/^Step 2 \(two.*\) cannot run, because its values are masked: stdin\.token\.\nhint: /);
  });

  test('has no option for another host', async () => {
    const { code, err, questions } = await replay(['--run', '--yes', '--host', 'local', ...stdin], 'y', '{}');
    expect([code, questions]).toEqual([2, []]);
    expect(err).toMatch(/^--host is not an option of "replay"\. /);
  });

  test('rejects a step that does not exist', async () => {
    expect((await replay(['--run', '--from', '3'])).err).toMatch(/^The recording has no step 3\.\n/);
    for (const from of ['0', '-1', 'x', '1.5']) {
      expect(await replay(['--run', `--from=${from}`])).toMatchObject({
        code: 2,
        err: expect.stringMatching(/^".*" is not a valid value of --from\. /),
      });
    }
  });

  test('rejects an input that is too large', async () => {
    const { err } = await replay(['--run', ...stdin], 'y', ' '.repeat(16 * 1024 * 1024 + 1));
    expect(err).toMatch(/^The input of the step is larger than 16777216 bytes\.\n/);
  });
});

test.each([['--from=1'], ['--stdin=-'], ['--yes'], ['--record=x']])('%s needs --run', async (option) => {
  expect(await replay([option])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^--\w+ of "replay" needs --run\. Add --run /),
  });
});
