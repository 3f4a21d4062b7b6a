import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { isRoot, sandboxObstacle } from '../machine.ts';
import { ordinaryUser, runAsOrdinaryUser } from '../ordinary-user.ts';
import type { CaptureEvents } from './capture-process.ts';

test('dumpcap captures in the sandbox of an ordinary user, where tcpdump cannot', async (context) => {
  // Some systems let only members of a group run it.
  const isUsable = spawnSync('dumpcap', ['--version'], ordinaryUser).status === 0;
  const obstacle = sandboxObstacle() ?? (isUsable ? undefined : 'an ordinary user has no dumpcap (wireshark-common)');
  if (obstacle !== undefined) {
    context.skip(obstacle);
  }
  const events = await runAsOrdinaryUser<CaptureEvents>('test/host/inside/capture-process.ts', []);
  expect(events.uid).toBe(isRoot ? 65_534 : process.getuid?.());
  expect(events.stopped.ended).toBe('stopped');
  expect(events.stopped.packets).toBeGreaterThanOrEqual(8);
  expect(new Set(events.counts).size).toBeGreaterThan(1);
  expect(events.fileSize).toBe(events.stopped.bytes);
  expect(events.sized).toMatchObject({ ended: 'sizeLimit' });
  expect(events.timed).toMatchObject({ ended: 'timeLimit', packets: 0 });
  expect(events.complaint).toMatch(/did not start: dumpcap: .*syntax error/);
  expect(events.left).toBe('');
});
