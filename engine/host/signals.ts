import { constants } from 'node:os';

/** What dash and busybox put behind a command's stderr when a signal ended it (strsignal); silent about 2 and 13. */
const words: Readonly<Record<number, string>> = {
  1: 'Hangup',
  3: 'Quit',
  4: 'Illegal instruction',
  5: 'Trace/breakpoint trap',
  6: 'Aborted',
  7: 'Bus error',
  8: 'Floating point exception',
  9: 'Killed',
  10: 'User defined signal 1',
  11: 'Segmentation fault',
  12: 'User defined signal 2',
  14: 'Alarm clock',
  15: 'Terminated',
  16: 'Stack fault',
  24: 'CPU time limit exceeded',
  25: 'File size limit exceeded',
  26: 'Virtual timer expired',
  27: 'Profiling timer expired',
  30: 'Power failure',
  31: 'Bad system call',
};

/** A command that a signal ended: the signal's name (SIGKILL), and its stderr without the shell's own word about it. */
export interface Signalled {
  readonly signal: string;
  readonly stderr: Buffer;
}

/**
 * Tells a signal from `exit 128+N`, for both of which a shell gives 128+N: about a signal it says a word, on its own
 * stderr (bash, and any shell for a pipeline: `diagnostic`) or behind the command's (dash, busybox). About SIGINT and
 * SIGPIPE shells keep silent, so these two numbers are taken for signals. Undefined when the command ended by itself.
 */
export function signalOf(status: number, diagnostic: string, stderr: Buffer): Signalled | undefined {
  const number = status - 128;
  if (number <= 0 || number > 64) {
    return undefined;
  }
  // SIGIOT and SIGPOLL are second names, which come after the usual ones.
  const signal = Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? String(number);
  if (diagnostic !== '' || number === constants.signals.SIGINT || number === constants.signals.SIGPIPE) {
    return { signal, stderr };
  }
  const word = words[number];
  for (const said of word === undefined ? [] : [`${word}\n`, `${word} (core dumped)\n`]) {
    if (stderr.toString('latin1', stderr.length - said.length) === said) {
      return { signal, stderr: stderr.subarray(0, stderr.length - said.length) };
    }
  }
  return undefined;
}
