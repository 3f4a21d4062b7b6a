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

/** Whether a stream shows colours: a terminal that can, and a person who did not say no (https://no-color.org). */
export function showsColours(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}

/** All bytes of a stream. Rejects when `signal` fires. */
export async function readAll(stream: NodeJS.ReadStream, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const stop = (): unknown => stream.destroy(new Error('stopped'));
  signal.addEventListener('abort', stop);
  try {
    for await (const chunk of stream) {
      chunks.push(Buffer.from(chunk));
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return Buffer.concat(chunks);
}
