import { afterAll, beforeAll, expect, test } from 'vitest';
import { atTerminal } from '../at-terminal.ts';
import { RecordingStage } from './cli-recording-stage.ts';
import { hasTool, sandboxObstacle } from '../machine.ts';

const obstacle = hasTool('script') ? sandboxObstacle() : 'there is no program "script"';
if (obstacle !== undefined) {
  console.log(`skipped: gc at a terminal, as ${obstacle}`);
}

let stage: RecordingStage;

beforeAll(async () => {
  stage = await RecordingStage.build();
});

afterAll(() => stage.cli.dispose());

test.for([
  ['y\n', 0, ['DEL good', 'GC good']],
  ['Yes\n', 0, ['DEL good', 'GC good']],
  ['n\n', 1, []],
  ['\n', 1, []],
  ['\u0004', 1, []],
  ['\u0003', 1, []],
] as const)('gc at a terminal, answered %j, ends with %i', async ([typed, expected, asked], { skip }) => {
  if (obstacle !== undefined) {
    return skip(obstacle);
  }
  const options = ['--host', 'sandbox', '--cache-dir', stage.cache('terminal')];
  stage.cli.ours(['add', 'fine', '/var/run/netns/terminal', ...options]);
  stage.newCalls();
  const command = [stage.cli.node, stage.cli.program, 'gc', 'fine', 'x', ...options];
  const env = {
    PATH: process.env['PATH'],
    CNI_PATH: stage.cli.plugins,
    NETCONFPATH: `${stage.cli.directory}/net.d`,
  };
  let answered = false;
  const [status, seen] = await atTerminal(command, env, (_latest, screen) => {
    if (answered || !screen.includes('[y/N]')) {
      return undefined;
    }
    answered = true;
    return typed;
  });
  expect(seen).toMatch(
    /would delete this attachment of network "fine"[^]*\/var\/run\/netns\/terminal[^]*Continue\? \[y\/N\] /,
  );
  expect(seen.includes('Nothing was deleted')).toBe(expected === 1);
  expect([status, stage.newCalls()]).toEqual([expected, asked]);
  expect(stage.cached('terminal')).toHaveLength(expected);
});
