import { createInterface } from 'node:readline';

/**
 * Asks the person at the terminal, on stderr, and gives the line that was typed; '' when the input ends or `signal`
 * fires. undefined when stdin is no terminal: nobody is asked then.
 */
export async function askAtTerminal(question: string, signal: AbortSignal): Promise<string | undefined> {
  if (!process.stdin.isTTY) {
    return undefined;
  }
  process.stderr.write(question);
  // The terminal keeps its own line editing (terminal: false), so that Ctrl-C stays a signal.
  const lines = createInterface({ input: process.stdin, terminal: false, signal });
  try {
    for await (const line of lines) {
      return line;
    }
    return '';
  } finally {
    lines.close();
  }
}
