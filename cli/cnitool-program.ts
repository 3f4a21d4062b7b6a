// Everything except the version of cnitool, in a separate bundle (scripts/build.mjs) that cli/main.ts loads.
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { runCli } from './command-line/cnitool.ts';
import { exitWith } from './output/exit.ts';
import { OutputStreams } from './output/streams.ts';
import { askAtTerminal, readInput, terminalAskpass } from './output/terminal.ts';

/** Runs the command line of this process and sets its exit code. */
export async function runProgram(version: string): Promise<void> {
  const stop = new AbortController();
  const stopAgain = new AbortController();
  // Any number of tasks may wait for these at once.
  setMaxListeners(0, stop.signal, stopAgain.signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A read that waits for a file without data, such as a pipe without a writer, cannot be ended in any other way.
      if (stopAgain.signal.aborted) {
        process.kill(process.pid, 'SIGKILL');
      }
      (stop.signal.aborted ? stopAgain : stop).abort();
    });
  }

  const output = new OutputStreams();

  const work = runCli({
    args: process.argv.slice(2),
    env: process.env,
    program: 'cnitool',
    version,
    translations: join(__dirname, '../l10n'),
    isTerminal: output.isTerminal,
    signal: stop.signal,
    secondSignal: stopAgain.signal,
    stdout: (shown) => output.stdout(shown),
    stderr: (shown) => output.stderr(shown),
    progress: (text) => output.progress(text),
    get unwritten() {
      return output.unwritten;
    },
    readInput: (limit) => readInput(process.stdin, stop.signal, limit),
    ask: (question) => askAtTerminal(question, stop.signal),
    askpass: terminalAskpass(),
  });
  await exitWith(work, process, (text) => output.stderr(text));
}
