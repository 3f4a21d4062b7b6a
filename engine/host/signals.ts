import { constants } from 'node:os';

/** The names that C libraries have for signals (strsignal: glibc, and musl where that differs), by number; realtime ones are counted. */
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

/** Linux's realtime signals; a C library keeps the first two or three for itself. */
const firstRealtime = 32;
const firstForPrograms = 34;
const lastSignal = 64;

const coreDumped = ' (core dumped)';

/** A command that a signal ended: the signal's name (SIGKILL), and its stderr without the shell's own word about it. */
export interface Signalled {
  readonly signal: string;
  /** It left a core file. */
  readonly coreDumped?: true;
  readonly stderr: Buffer;
}

/**
 * Tells a signal from `exit 128+N`, for both of which a shell gives 128+N: about a signal it says a word, on its own
 * stderr (bash, and any shell for a pipeline: `diagnostic`) or behind the command's (dash, busybox). About SIGINT and
 * SIGPIPE shells keep silent, so these two numbers are taken for signals. Undefined when the command ended by itself.
 */
export function signalOf(status: number, diagnostic: string, stderr: Buffer): Signalled | undefined {
  const number = status - 128;
  if (number <= 0 || number > lastSignal) {
    return undefined;
  }
  const signal = nameOf(number);
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

/** SIGKILL; only the number for those without a name. */
function nameOf(number: number): string {
  // SIGIOT and SIGPOLL are second names, which come after the usual ones.
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? String(number);
}

function wordsOf(number: number): readonly string[] {
  return number < firstRealtime
    ? (names[number] ?? [])
    : [`Unknown signal ${number}`, `Real-time signal ${number - firstForPrograms}`, `RT${number}`];
}
