import { constants } from 'node:os';

/** Signal names of C libraries by number (strsignal: glibc, and musl if different), without realtime signals. */
const names: Readonly<Record<number, readonly string[]>> = {
  1: ['Hangup'],
  3: ['Quit'],
  4: ['Illegal instruction'],
  5: ['Trace/breakpoint trap'],
  6: ['Aborted'],
  7: ['Bus error'],
  8: ['Floating point exception', 'Arithmetic exception'],
  9: ['Killed'],
  10: ['User defined signal 1'],
  11: ['Segmentation fault'],
  12: ['User defined signal 2'],
  14: ['Alarm clock'],
  15: ['Terminated'],
  16: ['Stack fault'],
  24: ['CPU time limit exceeded'],
  25: ['File size limit exceeded'],
  26: ['Virtual timer expired'],
  27: ['Profiling timer expired'],
  29: ['I/O possible'],
  30: ['Power failure'],
  31: ['Bad system call'],
};

/** Linux's realtime signals; a C library reserves the first two or three. */
const firstRealtime = 32;
const firstForPrograms = 34;
const lastSignal = 64;

const coreDumped = ' (core dumped)';

/** A command that a signal ended: the signal's name (SIGKILL), and its stderr without the shell's message. */
export interface Signalled {
  readonly signal: string;
  /** Whether it wrote a core file. */
  readonly coreDumped?: true;
  readonly stderr: Buffer;
}

/**
 * Distinguishes a signal from `exit 128+N`, for which a shell also reports 128+N. It prints a message about a signal on its own
 * stderr (bash, and any shell for a pipeline: `diagnostic`) or after that of the command (dash, busybox). Shells print nothing
 * for SIGINT and SIGPIPE, so these two numbers count as signals. Undefined if the command exited.
 */
export function signalOf(status: number, diagnostic: string, stderr: Buffer): Signalled | undefined {
  const number = status - 128;
  if (number <= 0 || number > lastSignal) {
    return undefined;
  }
  const signal = nameOfSignal(number);
  if (diagnostic !== '' || number === constants.signals.SIGINT || number === constants.signals.SIGPIPE) {
    return { signal, ...(diagnostic.includes(coreDumped) && { coreDumped: true }), stderr };
  }
  for (const word of wordsOf(number)) {
    for (const core of ['', coreDumped]) {
      const said = `${word}${core}\n`;
      if (stderr.toString('latin1', Math.max(0, stderr.length - said.length)) === said) {
        const own = stderr.subarray(0, stderr.length - said.length);
        return { signal, ...(core !== '' && { coreDumped: true }), stderr: own };
      }
    }
  }
  return undefined;
}

/** Returns the name, such as SIGKILL, or the number of a signal without a name. */
export function nameOfSignal(number: number): string {
  // SIGIOT and SIGPOLL are aliases, which come after the usual names.
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? String(number);
}

function wordsOf(number: number): readonly string[] {
  return number < firstRealtime
    ? (names[number] ?? [])
    : [`Unknown signal ${number}`, `Real-time signal ${number - firstForPrograms}`, `RT${number}`];
}
