import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { atTerminal } from '../at-terminal.ts';
import { hasTool, rootObstacle } from '../machine.ts';
import { thief } from '../hosts/thief.ts';
import { CliStage } from './cli-stage.ts';
import { skipBecause } from '../../skip.ts';

let stage: CliStage;
const at = (name: string): string => path.join(stage.directory, name);

beforeAll(async () => {
  stage = await CliStage.build();
  writeFileSync(at('thief'), thief, { mode: 0o755 });
  mkdirSync(at('bin'));
});

afterAll(() => stage.dispose());

/** Runs our cnitool on a host whose program of this name is another. */
function withProgram(name: string, script: string, ...args: readonly string[]): ReturnType<CliStage['ours']> {
  writeFileSync(path.join(at('bin'), name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return stage.ours([...args, '--host', 'exec:sh', '--cache-dir', at('cache')], {
    env: { PATH: `${at('bin')}:${process.env['PATH'] ?? ''}` },
  });
}

test('the terminal shows who asks, whatever the remote side prints', async (context) => {
  if (!hasTool('script')) {
    return context.skip('there is no program "script"');
  }
  const command = [stage.node, stage.program, 'facts', '--host', `exec:${at('thief')} ${at('stolen')} sh`];
  const [status, seen] = await atTerminal(command, { PATH: process.env['PATH'] }, (latest) =>
    latest.endsWith(' ') ? '\u0004' : undefined,
  );
  expect(status).toBe(1);
  expect(seen.split(/\r?\n/)[0]).toMatch(
    /^sudo on host ".*thief .*" asks: \[2K \[1A\[node1\] Enter passphrase for key \/home\/me\/\.ssh\/id: $/,
  );
  expect(seen).not.toContain('\u001B');
  expect(seen).not.toContain('\u202E');
});

test('what a host sends in place of a directory is an error with a hint', skipBecause(rootObstacle), () => {
  mkdirSync(at('cache/results'), { recursive: true });
  writeFileSync(at('cache/results/x'), '{}');
  const header = String.raw`printf 'name'; head -c 120 /dev/zero; printf -- '-0000001000\0'; head -c 888 /dev/zero`;
  expect(withProgram('tar', header, 'attachments')).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^The answer of sh is not valid: .* an invalid size\.\nhint: Check the output of its login/,
    ),
  });
});

test(
  'endless output of a host ends with a message, and a slow script at its time limit',
  skipBecause(rootObstacle),
  () => {
    expect(withProgram('ip', 'exec yes', 'facts')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^A script on sh exceeded the output limit and was stopped\.\nhint: /),
    });
    expect(withProgram('ip', 'exec sleep 100', 'facts', '--script-timeout', '1')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(
        /^A script on sh exceeded its time limit and was stopped\.\nhint: .*--script-timeout/,
      ),
    });
  },
);

test(
  'a plugin that takes too long is killed, the outcome is unknown, and the DEL to run is named',
  skipBecause(rootObstacle),
  () => {
    const slow = '#!/bin/sh\n[ "$CNI_COMMAND" = DEL ] || exec sleep 100\n';
    writeFileSync(path.join(stage.plugins, 'silent'), slow, { mode: 0o755 });
    const args = ['add', 'silent', '/run/netns/none', '--host', 'exec:sh', '--cache-dir', at('cache')];
    const added = stage.ours([...args, '--plugin-timeout', '1', '--json']);
    expect(added.status).toBe(1);
    expect(JSON.parse(added.stdout)).toMatchObject({
      state: 'unknown',
      steps: [{ outcome: 'aborted', reason: 'timedOut' }],
    });
    const [, del = ''] = /The command is: cnitool (.*)$/m.exec(added.stderr) ?? [];
    expect(del).toBe(`del ${args.slice(1).join(' ')} --plugin-timeout 1 --json`);
    expect(stage.ours(del.split(' '))).toMatchObject({ status: 0 });
  },
);

test('32 hosts at once are asked without a warning of Node', skipBecause(rootObstacle), () => {
  const hosts = Array.from({ length: 32 }, (_, index) => ({ name: `n${index}`, kind: 'exec', command: ['sh'] }));
  writeFileSync(at('hosts.json'), JSON.stringify(hosts));
  const hostsFile = ['--hosts', at('hosts.json')];
  const many = ['--parallel', '32', '--timeout', '120', '--check', 'plugins'];
  const { status, stderr } = stage.ours(['compare', ...hostsFile, ...many]);
  expect([status, stderr]).toEqual([0, '']);
});
