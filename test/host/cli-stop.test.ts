import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { RecordingStage } from './cli-recording-stage.ts';
import type { Run } from './cli-stage.ts';
import { sandboxObstacle } from './machine.ts';

const obstacle = sandboxObstacle();
if (obstacle !== undefined) console.log(`skipped: cnitool that is stopped, as ${obstacle}`);

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

test('a plugin that hangs is stopped by Ctrl-C, and the report says where', async ({ skip }) => {
  if (obstacle !== undefined) return skip(obstacle);
  const running = new Running('add', 'hanging', '/var/run/netns/stop', '--json');
  await running.stopAt('ADD slow');
  const { status, stdout, stderr } = await running.ended;
  expect([status, JSON.parse(stdout)]).toMatchObject([
    1,
    { state: 'cancelled', steps: [{ exitCode: 0 }, { pluginType: 'slow', outcome: 'aborted', reason: 'cancelled' }] },
  ]);
  expect(stderr).toMatch(/\nhint: You stopped plugin "slow" while it ran\. Run DEL/);
});

test('a rollback goes on after Ctrl-C, and is stopped by another', async ({ skip }) => {
  if (obstacle !== undefined) return skip(obstacle);
  const running = new Running('add', 'hanging', '/var/run/netns/stop', '--rollback');
  await running.stopAt('ADD slow');
  await running.stopAt('DEL slow');
  const { status, stderr } = await running.ended;
  expect(status).toBe(1);
  expect(stderr).toMatch(/\nnote: the rollback failed: DEL of slow failed; use "del" to try again: .*cancelled/);
});

/** Whether a process has a handler of its own for SIGINT (bit 1 of the mask). */
function handlesInterrupt(pid: number | undefined): boolean {
  const [, mask = '0'] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (BigInt(`0x${mask}`) & 2n) !== 0n;
}

test('what does not end by two signals ends by the third: a pipe to which nobody writes', async () => {
  const pipe = `${stage.cli.directory}/nobody-writes`;
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  const child = spawn(stage.cli.node, [stage.cli.program, 'lint', pipe], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('close', (_status, signal) => resolve(signal)));
  await vi.waitUntil(() => handlesInterrupt(child.pid), { timeout: 30_000, interval: 20 });
  const interrupting = setInterval(() => child.kill('SIGINT'), 200);
  expect(await ended).toBe('SIGKILL');
  clearInterval(interrupting);
});
