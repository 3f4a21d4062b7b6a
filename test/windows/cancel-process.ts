import { setTimeout as delay } from 'node:timers/promises';
import { createHost, isHostError } from '../../engine/host/index.ts';

// Cancels what runs on a host over ssh, uses the host once more, and lets go of it. Prints the outcomes.
const host = createHost({ kind: 'ssh', destination: 'root@node' });
void main();

async function main(): Promise<void> {
  const stop = new AbortController();
  const [, cancelled] = await Promise.all([
    delay(1000).then(() => stop.abort()),
    host.run({ argv: ['sleep', '4321'] }, { signal: stop.signal }).then(
      (outcome) => outcome.kind,
      (error: unknown) => (isHostError(error) ? error.problem.code : String(error)),
    ),
  ]);
  const next = await host.run({ argv: ['sh', '-c', 'pgrep -x -f "sleep 4321" || echo none'] });
  const left = 'stdout' in next ? Buffer.from(next.stdout).toString() : next.kind;
  await host.dispose();
  process.stdout.write(JSON.stringify({ cancelled, left }));
}
