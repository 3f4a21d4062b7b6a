import { writeSync } from 'node:fs';
import { version } from '../package.json';
import { runCli } from './cnitool.ts';
import { askAtTerminal, readAll, showsColours, terminalAskpass } from './terminal.ts';

const stop = new AbortController();
const stopAgain = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // What waits for a file that gives nothing, such as a pipe without a writer, cannot be ended in any other way.
    if (stopAgain.signal.aborted) process.kill(process.pid, 'SIGKILL');
    (stop.signal.aborted ? stopAgain : stop).abort();
  });
}

void runCli({
  args: process.argv.slice(2),
  env: process.env,
  program: 'cnitool',
  version,
  signal: stop.signal,
  secondSignal: stopAgain.signal,
  stdout: (bytes) => write(1, bytes),
  stderr: (bytes) => write(2, bytes),
  progress: (text) => {
    if (process.stderr.isTTY) write(2, `\r\u001B[K${text}`);
  },
  colours: showsColours(process.stdout, process.env),
  readInput: () => readAll(process.stdin, stop.signal),
  ask: (question) => askAtTerminal(question, stop.signal),
  askpass: terminalAskpass(),
}).then((status) => (process.exitCode = status));

/** Synchronous, so that stdout and stderr come in the order in which they were written, also through pipes. */
function write(descriptor: number, data: string | Uint8Array): void {
  let bytes = Buffer.from(data);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(descriptor, bytes));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'EAGAIN') {
        // Nobody reads any more, or the disk is full: as in cnitool, what is under way goes on to its end.
        return;
      }
      // Whoever reads a non-blocking pipe is slow: look again in a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
