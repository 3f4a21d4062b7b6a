import { spawnSync } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atTerminal } from '../at-terminal.ts';
import { goCnitool, hasTool, rootObstacle } from '../machine.ts';
import { CliStage } from './cli-stage.ts';
import { skipBecause } from '../../skip.ts';

let stage: CliStage;

beforeAll(async () => {
  stage = await CliStage.build();
});

afterAll(() => stage.dispose());

const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  CNI_PATH: stage.plugins,
  NETCONFPATH: path.join(stage.directory, 'net.d'),
});

/** Our cnitool with stdout on a full disk. */
function onFullDisk(...args: readonly string[]) {
  const stdio = ['ignore', openSync('/dev/full', 'w'), 'pipe'] as const;
  const argv = [stage.program, ...args];
  const { status, stderr } = spawnSync(stage.node, argv, { env: environment(), encoding: 'utf8', stdio: [...stdio] });
  return [status, stderr];
}

describe('a report that cannot be written', () => {
  test.for([['--version'], ['--help'], ['show', 'chatty'], ['lint', '/dev/null/x', '--format', 'json']])(
    '%j ends with 2',
    (args) => {
      const [status, stderr] = onFullDisk(...args);
      expect(status).toBe(2);
      expect(stderr).toMatch(/The output could not be written: no space left on device\.\n$/);
    },
  );

  test("of Go's verbs keeps its status", skipBecause(rootObstacle), () => {
    const args = ['add', 'chatty', '/proc/self/ns/net', '--host', 'exec:sh', '--cache-dir', `${stage.directory}/full`];
    expect(onFullDisk(...args)).toEqual([0, 'by the way\n']);
  });
});

/** Runs a program in a directory that was removed. */
const there = (program: readonly string[], ...args: readonly string[]) => {
  mkdirSync(`${stage.directory}/gone`);
  const script = `cd '${stage.directory}/gone' && rmdir '${stage.directory}/gone' && exec "$@"`;
  const argv = ['-c', script, 'sh', ...program, ...args];
  const { status, stdout, stderr } = spawnSync('sh', argv, { env: environment(), encoding: 'utf8' });
  return { status, stdout, stderr };
};
const ours = () => [stage.node, stage.program];

describe('a working directory that was removed', () => {
  const hint = 'The working directory was removed. Change to another directory, or use an absolute path.';

  test('matters to no absolute path', skipBecause(rootObstacle), () => {
    writeFileSync(`${stage.directory}/a.conflist`, '{"cniVersion":"1.0.0","name":"a","plugins":[{"type":"loopback"}]}');
    expect(there(ours(), 'lint', `${stage.directory}/a.conflist`)).toMatchObject({ status: 0, stderr: '' });
    expect(there(ours(), 'lint', '--format', 'sarif', `${stage.directory}/a.conflist`)).toMatchObject({ status: 0 });
    expect(there(ours(), 'attachments', '--host', 'exec:sh').status).toBe(0);
    const cache = ['--host', 'exec:sh', '--cache-dir', `${stage.directory}/cache`];
    expect(there(ours(), 'add', 'chatty', '/proc/self/ns/net', ...cache)).toMatchObject({ status: 0 });
  });

  test('is the reason why a relative path is rejected', () => {
    const said = `getwd: no such file or directory\nhint: ${hint}\n`;
    expect(there(ours(), 'lint', 'a')).toEqual({ status: 2, stdout: '', stderr: said });
    expect(there(ours(), 'show', './a')).toEqual({ status: 1, stdout: '', stderr: said });
    expect(there(ours(), 'version', './a')).toEqual({ status: 1, stdout: '', stderr: said });
    expect(there(ours(), 'facts', '--cache-dir', 'a')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(`--cache-dir is "a", which is a relative path. ${hint}`),
    });
  });

  test("is reported in the words of Go's cnitool", ({ skip }) => {
    if (goCnitool === undefined) {
      return skip("there is no Go's cnitool");
    }
    const go = there([goCnitool], 'check', 'chatty', 'x');
    expect(there(ours(), 'check', 'chatty', 'x')).toEqual({ ...go, stderr: `${go.stderr}hint: ${hint}\n` });
  });
});

// docs/security.md: S18
test('a plugin, a name and an error cannot act on the terminal', skipBecause(rootObstacle), async ({ skip }) => {
  if (!hasTool('script')) {
    return skip('there is no program "script"');
  }
  const evil = '\u001B]0;owned\u0007\u001B[2J';
  const list = { cniVersion: '1.0.0', name: `a${evil}`, plugins: [{ type: 'evil' }] };
  writeFileSync(path.join(stage.directory, `net.d/evil${evil}.conflist`), JSON.stringify(list));
  writeFileSync(path.join(stage.plugins, 'evil'), `#!/bin/sh\nprintf '${evil}stderr\n' >&2\nprintf '${evil}stdout'\n`, {
    mode: 0o755,
  });
  const file = path.join(stage.directory, `net.d/evil${evil}.conflist`);
  for (const args of [
    ['add', file, '/proc/self/ns/net', '--host', 'exec:sh'],
    ['lint', file],
    ['show', file],
    ['show', evil],
  ]) {
    const [, seen] = await atTerminal([stage.node, stage.program, ...args], environment(), () => undefined);
    expect(seen).toContain('\\u{1b}');
    // Colors are ours.
    const [, ...sequences] = seen.split('\u001B');
    expect(sequences.filter((sequence) => !/^\[\d*m/.test(sequence))).toEqual([]);
    expect(seen).not.toContain('\u0007');
  }
});
