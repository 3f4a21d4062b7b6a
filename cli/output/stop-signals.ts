import { setMaxListeners } from 'node:events';
import type { CliProcess } from './cli-process.ts';

type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** The part of the process that gets signals. */
interface SignalledProcess {
  readonly pid: number;
  on(signal: StopSignal, listener: () => void): unknown;
  off(signal: StopSignal, listener: () => void): unknown;
  kill(pid: number, signal: 'SIGKILL'): unknown;
}

/** Returns what becomes of the signals that stop the program: the first and the second one stop work, the third ends the program. */
export function stopSignals(program: SignalledProcess): Pick<CliProcess, 'signal' | 'secondSignal' | 'interruptible'> {
  const stop = new AbortController();
  const stopAgain = new AbortController();
  // Any number of tasks may wait for these at once.
  setMaxListeners(0, stop.signal, stopAgain.signal);
  const onSignal = (): void => {
    // A read that waits for a file without data, such as a pipe without a writer, cannot be ended in any other way.
    if (stopAgain.signal.aborted) {
      program.kill(program.pid, 'SIGKILL');
    }
    (stop.signal.aborted ? stopAgain : stop).abort();
  };
  const listen = (change: 'on' | 'off'): void => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      program[change](signal, onSignal);
    }
  };
  listen('on');
  return {
    signal: stop.signal,
    secondSignal: stopAgain.signal,
    // Without a listener, the system ends the program, whatever Node is doing.
    interruptible: async (work) => {
      listen('off');
      try {
        return await work();
      } finally {
        listen('on');
      }
    },
  };
}
