import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { RecordingStage } from './cli-recording-stage.ts';
import type { Run } from './cli-stage.ts';
import { isRoot, sandboxObstacle } from '../machine.ts';
import { attachmentContainerID } from '../../../engine/libcni/index.ts';

const obstacle = sandboxObstacle();
if (obstacle !== undefined) {
  console.log(`skipped: cnitool that is stopped, as ${obstacle}`);
}

let stage: RecordingStage;

beforeAll(async () => {
  stage = await RecordingStage.build();
});

afterAll(() => stage.cli.dispose());

/** Our cnitool in the sandbox, to be stopped. */
class Running {
  readonly ended: Promise<Run>;
  readonly #child: ChildProcess;
  #asked: readonly string[] = [];

  constructor(...args: readonly string[]) {
    const argv = [stage.cli.program, ...args, '--host', 'sandbox', '--cache-dir', stage.cache('stop')];
    const env = { PATH: process.env['PATH'], CNI_PATH: stage.cli.plugins, NETCONFPATH: `${stage.cli.directory}/net.d` };
    const child = spawn(stage.cli.node, argv, { env });
    const seen = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (seen.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (seen.stderr += text));
    this.#child = child;
    this.ended = new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status) => resolve({ status, ...seen }));
    });
  }

  /** Sends Ctrl-C's signal as soon as a plugin was asked this. */
  async stopAt(call: string): Promise<void> {
    const wasAsked = (): boolean => {
      this.#asked = [...this.#asked, ...stage.newCalls()];
      return this.#asked.includes(call);
    };
    await vi.waitUntil(wasAsked, { timeout: 30_000, interval: 20 });
    this.#child.kill('SIGINT');
  }
}

test('a plugin that hangs is stopped by Ctrl-C, and reported', async ({ skip }) => {
  if (obstacle !== undefined) {
    return skip(obstacle);
  }
  const running = new Running('add', 'hanging', '/var/run/netns/stop', '--json');
  await running.stopAt('ADD slow');
  const { status, stdout, stderr } = await running.ended;
  expect([status, JSON.parse(stdout)]).toMatchObject([
    1,
    { state: 'cancelled', steps: [{ exitCode: 0 }, { pluginType: 'slow', outcome: 'aborted', reason: 'cancelled' }] },
  ]);
  expect(stderr).toMatch(/\nhint: You stopped plugin "slow" while it was running\. Run DEL/);
});

test('a rollback goes on after Ctrl-C, and is stopped by another', async ({ skip }) => {
  if (obstacle !== undefined) {
    return skip(obstacle);
  }
  const running = new Running('add', 'hanging', '/var/run/netns/stop', '--rollback');
  await running.stopAt('ADD slow');
  await running.stopAt('DEL slow');
  const { status, stderr } = await running.ended;
  expect(status).toBe(1);
  expect(stderr).toMatch(/\nnote: The rollback failed: cancelled .*\. DEL of slow failed\. Run "del" to try again\./);
});

/** Whether our program has its handlers: Node itself has some for SIGINT and SIGTERM, and none for SIGHUP (bit 0 of the mask). */
function handlesSignals(pid: number | undefined): boolean {
  const [, mask = '0'] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (BigInt(`0x${mask}`) & 1n) !== 0n;
}

test.for([
  ['lint', (pipe: string) => ['lint', pipe]],
  ['a configuration', (pipe: string) => ['show', pipe]],
  ['the hosts file', (pipe: string) => ['facts', '--hosts', pipe, '--host', 'x']],
  ['settings', (pipe: string) => ['lint', '/dev/null', '--settings', pipe]],
] as const)('a pipe without a writer is read until the first signal: %s', async ([, args]) => {
  const pipe = `${stage.cli.directory}/nobody-writes`;
  spawnSync('mkfifo', [pipe]);
  const child = spawn(stage.cli.node, [stage.cli.program, ...args(pipe)], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve([code, signal])));
  await vi.waitUntil(() => handlesSignals(child.pid), { timeout: 30_000, interval: 20 });
  child.kill('SIGTERM');
  expect(await ended).toEqual([1, null]);
});

test.for(['local', 'exec:sh'])(
  'CHECK waits for a pipe in place of a cached result until SIGTERM: %s',
  async (host, { skip }) => {
    if (!isRoot) {
      return skip('the cache of this machine needs root');
    }
    const cache = stage.cache('pipe');
    mkdirSync(`${cache}/results`, { recursive: true });
    spawnSync('mkfifo', [`${cache}/results/fine-${attachmentContainerID('/var/run/netns/pipe')}-eth0`]);
    const args = ['check', 'fine', '/var/run/netns/pipe', '--host', host, '--cache-dir', cache];
    const env = { PATH: process.env['PATH'], CNI_PATH: stage.cli.plugins, NETCONFPATH: `${stage.cli.directory}/net.d` };
    const child = spawn(stage.cli.node, [stage.cli.program, ...args], { env, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve([code, signal])));
    await vi.waitUntil(() => handlesSignals(child.pid), { timeout: 30_000, interval: 20 });
    await delay(500);
    expect([child.exitCode, child.kill('SIGTERM')]).toEqual([null, true]);
    expect(await ended).toEqual([1, null]);
  },
);
