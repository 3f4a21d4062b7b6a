// Everything except the version of cnitool, in a separate bundle (scripts/build.mjs) that cli/main.ts loads.
import { join } from 'node:path';
import { runCli } from './command-line/cnitool.ts';
import { exitWith } from './output/exit.ts';
import { stopSignals } from './output/stop-signals.ts';
import { OutputStreams } from './output/streams.ts';
import { askAtTerminal, readInput, terminalAskpass } from './output/terminal.ts';

/** Runs the command line of this process and sets its exit code. */
export async function runProgram(version: string): Promise<void> {
  const signals = stopSignals(process);
  const output = new OutputStreams();

  const work = runCli({
    args: process.argv.slice(2),
    env: process.env,
    program: 'cnitool',
    version,
    translations: join(__dirname, '../l10n'),
    isTerminal: output.isTerminal,
    ...signals,
    stdout: (shown) => output.stdout(shown),
    stderr: (shown) => output.stderr(shown),
    progress: (text) => output.progress(text),
    get unwritten() {
      return output.unwritten;
    },
    readInput: (limit) => readInput(process.stdin, signals.signal, limit),
    ask: (question) => askAtTerminal(question, signals.signal),
    askpass: terminalAskpass(),
  });
  await exitWith(work, process, (text) => output.stderr(text));
}
