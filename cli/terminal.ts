import type { Askpass } from '../engine/host/index.ts';
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

/**
 * Puts the questions of ssh and sudo to the person at the terminal; secrets are not shown. undefined where stdin is no
 * terminal: whatever would need an answer fails then, and says so.
 */
export function terminalAskpass(): Askpass | undefined {
  if (!process.stdin.isTTY) {
    return undefined;
  }
  return async ({ kind, prompt, host }, signal) => {
    const question = `[${host}] ${prompt.trim()} `;
    if (kind === 'notice') {
      process.stderr.write(`${question.trimEnd()}\n`);
      return undefined;
    }
    const answer = kind === 'secret' ? await askSecretly(question, signal) : await askAtTerminal(question, signal);
    return answer === '' ? undefined : answer;
  };
}

/** One line that the terminal does not show. Ctrl-C and Ctrl-D give no answer; Ctrl-C also stops the program. */
function askSecretly(question: string, signal: AbortSignal): Promise<string | undefined> {
  const { stdin, stderr } = process;
  // Before the question is seen, since whoever reads it may type at once.
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stderr.write(question);
  return new Promise((resolve) => {
    let typed = '';
    const end = (answer: string | undefined): void => {
      stdin.off('data', onData);
      signal.removeEventListener('abort', onAbort);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      resolve(answer);
    };
    const onAbort = (): void => end(undefined);
    const onData = (text: string): void => {
      for (const character of text) {
        if (character === '\r' || character === '\n') return end(typed);
        if (character === '\u0003' || character === '\u0004') {
          if (character === '\u0003') process.kill(process.pid, 'SIGINT');
          return end(undefined);
        }
        const isErase = character === '\u007f' || character === '\b';
        typed = isErase ? Array.from(typed).slice(0, -1).join('') : typed + character;
      }
    };
    stdin.on('data', onData);
    signal.addEventListener('abort', onAbort, { once: true });
    stdin.resume();
  });
}
