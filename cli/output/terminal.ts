import * as l10n from '@vscode/l10n';
import type { Askpass, AskpassQuestion } from '../../engine/host/index.ts';
import { terminalText } from '../../engine/text/edges.ts';
import { createInterface } from 'node:readline';

/**
 * Prompts on stderr and returns the typed line; '' when the input ends or `signal` fires; undefined if stdin is not a
 * terminal.
 */
export async function askAtTerminal(question: string, signal: AbortSignal): Promise<string | undefined> {
  if (!process.stdin.isTTY) {
    return undefined;
  }
  process.stderr.write(terminalText(question));
  // With `terminal: false` the terminal edits the line, and Ctrl-C remains a signal.
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

/** Reads a stream to its end, or until there are more than `limit` bytes. Rejects when `signal` fires. */
export async function readInput(stream: NodeJS.ReadStream, signal: AbortSignal, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  const stop = (): unknown => stream.destroy(new Error('stopped'));
  signal.addEventListener('abort', stop);
  try {
    for await (const chunk of stream) {
      chunks.push(Buffer.from(chunk));
      total += chunk.length;
      if (total > limit) {
        break;
      }
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return Buffer.concat(chunks);
}

/**
 * Returns a function that shows the questions of ssh and sudo at the terminal, and hides typed secrets. Undefined if stdin
 * is not a terminal: a login that needs an answer then fails with a message.
 */
export function terminalAskpass(): Askpass | undefined {
  if (!process.stdin.isTTY) {
    return undefined;
  }
  return async (question, signal) => {
    const { kind } = question;
    const text = questionText(question);
    if (kind === 'notice') {
      process.stderr.write(terminalText(`${text}\n`));
      return undefined;
    }
    const answer = kind === 'secret' ? await askSecretly(`${text} `, signal) : await askAtTerminal(`${text} `, signal);
    return answer === '' ? undefined : answer;
  };
}

/** Returns a question for the terminal: the program that asks, its prompt, and whether the last answer was rejected. */
export function questionText({ prompt, host, asker, isRepeated }: AskpassQuestion): string {
  const text = {
    ssh: () => `[${host}] ${prompt}`,
    localSudo: () => `[${host}] ${prompt}`,
    remoteSudo: () => l10n.t('sudo on host "{0}" asks: {1}', host, prompt),
    remoteLogin: () => l10n.t('The login program on host "{0}" asks: {1}', host, prompt),
    sshOrRemote: () => l10n.t('ssh or host "{0}" asks: {1}', host, prompt),
  }[asker]();
  return isRepeated ? `${l10n.t('Your last answer was not accepted.')}\n${text}` : text;
}

/** Reads one line that the terminal does not show. Ctrl-C and Ctrl-D return no answer; Ctrl-C also stops the program. */
function askSecretly(question: string, signal: AbortSignal): Promise<string | undefined> {
  const { stdin, stderr } = process;
  // This comes before the question, because the user may type as soon as it is visible.
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stderr.write(terminalText(question));
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
        if (character === '\r' || character === '\n') {
          return end(typed);
        }
        if (character === '\u0003' || character === '\u0004') {
          if (character === '\u0003') {
            process.kill(process.pid, 'SIGINT');
          }
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
