import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { stopSignals } from '../../../../cli/output/stop-signals.ts';

/** A process that keeps which signals it sends. */
class Program extends EventEmitter {
  readonly pid = 42;
  readonly sent: unknown[] = [];

  kill(...sent: readonly unknown[]): void {
    this.sent.push(sent);
  }
}

test('the first signal stops, the second stops again, and the third ends the program', () => {
  const program = new Program();
  const { signal, secondSignal } = stopSignals(program);
  const state = (): unknown => [signal.aborted, secondSignal.aborted, program.sent];
  program.emit('SIGINT');
  expect(state()).toEqual([true, false, []]);
  program.emit('SIGTERM');
  expect(state()).toEqual([true, true, []]);
  program.emit('SIGHUP');
  expect(state()).toEqual([true, true, [[42, 'SIGKILL']]]);
});

test('work that leaves nothing to clean up has no listener, so that a signal ends it at once', async () => {
  const program = new Program();
  const { interruptible } = stopSignals(program);
  const heard = (): number[] => ['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => program.listenerCount(name));
  expect(heard()).toEqual([1, 1, 1]);
  expect(await interruptible(async () => heard())).toEqual([0, 0, 0]);
  await expect(interruptible(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(heard()).toEqual([1, 1, 1]);
});
