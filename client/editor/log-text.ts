/** Log levels, with the names in VS Code's log files. */
export type Level = 'debug' | 'info' | 'warning' | 'error';

const entry = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3} \[(\w+)\]/;

/** Returns an entry in VS Code's log format, which colors and filters levels. */
export function logEntry(level: Level, message: string, time: Date): string {
  const date = `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`;
  const clock = `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}`;
  return `${date} ${clock}.${pad(time.getMilliseconds(), 3)} [${level}] ${message}\n`;
}

/**
 * Returns the zero-based line at which the last failure of a log starts; undefined when there is none. A failure is a run
 * of consecutive errors: the failed step, then the operation.
 */
export function failureLine(log: string): number | undefined {
  const entries = log.split('\n').flatMap((text, line) => {
    const level = entry.exec(text)?.[1];
    return level === undefined ? [] : [{ line, level }];
  });
  const last = entries.findLastIndex(({ level }) => level === 'error');
  const before = entries.slice(0, last + 1).findLastIndex(({ level }) => level !== 'error');
  return last === -1 ? undefined : entries[before + 1]?.line;
}

function pad(value: number, length = 2): string {
  return String(value).padStart(length, '0');
}
