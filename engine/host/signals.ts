import { constants } from 'node:os';

/** SIGINT and SIGPIPE, about which shells keep silent. */
const silent = [2, 13];

/**
 * The signal that ended a command, by name (SIGKILL), or undefined when it ended by itself. A shell gives 128+N for a
 * signal and for `exit 128+N` alike, but says a word about a signal ("Killed", "Segmentation fault"), except about
 * SIGINT and SIGPIPE, which are taken for signals.
 */
export function signalOf(status: number, diagnostic: string): string | undefined {
  const number = status - 128;
  if (number <= 0 || number > 64 || (diagnostic === '' && !silent.includes(number))) {
    return undefined;
  }
  // SIGIOT and SIGPOLL are second names, which come after the usual ones.
  const entry = Object.entries(constants.signals).find(([, value]) => value === number);
  return entry?.[0] ?? String(number);
}
