import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Attempt, Question } from './answers.ts';
import type { Asker } from './askpass.ts';
import { askpassEnvironment, askpassFiles } from './askpass-program.ts';
import type { AskpassStarter } from './askpass-starter.ts';
import { limits } from '../limits.ts';

/** The message of the askpass program. */
interface Asked {
  readonly token: string;
  readonly prompt: string;
  /** SSH_ASKPASS_PROMPT: `confirm` for yes or no, `none` for a notice that needs no answer, else ''. */
  readonly hint: string;
}

/**
 * Receives the questions of ssh through a socket in a private directory of the user (a named pipe on Windows), which also has
 * the small program that ssh starts as SSH_ASKPASS. A question must have the token of its login.
 */
export class AskpassServer {
  readonly #directory: string;
  readonly #address: string;
  readonly #server: Server;
  readonly #logins = new Map<string, { readonly attempt: Attempt; readonly marksRemote: boolean }>();
  readonly #sockets = new Set<Socket>();

  private constructor(directory: string, address: string) {
    this.#directory = directory;
    this.#address = address;
    this.#server = createServer((socket) => this.#onConnection(socket));
    this.#server.unref();
  }

  /** Starts a server. Rejects with the system's error if no socket can be created. */
  static async start(): Promise<AskpassServer> {
    const directory = mkdtempSync(path.join(tmpdir(), 'cni-askpass-'));
    for (const { name, text, mode } of askpassFiles) {
      writeFileSync(path.join(directory, name), text, { mode });
    }
    const pipe = `\\\\.\\pipe\\cni-askpass-${randomBytes(16).toString('hex')}`;
    const server = new AskpassServer(directory, process.platform === 'win32' ? pipe : path.join(directory, 'socket'));
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject);
      server.#server.listen(server.#address, resolve);
    });
    return server;
  }

  /** Returns additions to the environment of ssh, so that it asks this attempt until that ends. */
  environmentFor(attempt: Attempt, starter: AskpassStarter, marksRemote: boolean): NodeJS.ProcessEnv {
    const token = randomBytes(16).toString('hex');
    this.#logins.set(token, { attempt, marksRemote });
    void attempt.ended.then(() => this.#logins.delete(token));
    return askpassEnvironment(starter, { directory: this.#directory, socket: this.#address, token });
  }

  /** Closes the server immediately, without waiting. */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #onConnection(socket: Socket): void {
    this.#sockets.add(socket);
    const gone = new AbortController();
    let text = '';
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      gone.abort();
    });
    const onData = (chunk: string): void => {
      text += chunk;
      if (text.endsWith('\n')) {
        socket.off('data', onData).resume();
        void this.#answer(text, gone.signal).then((answer) => socket.end(JSON.stringify({ answer })));
      } else if (text.length > limits.question) {
        socket.destroy();
      }
    };
    socket.on('data', onData);
  }

  async #answer(text: string, signal: AbortSignal): Promise<string | undefined> {
    const asked = readAsked(text);
    const login = asked === undefined ? undefined : this.#logins.get(asked.token);
    if (asked === undefined || login === undefined) {
      return undefined;
    }
    return login.attempt.answer(questionOf(asked, login.marksRemote), signal);
  }
}

/**
 * Returns the asker and the kind of a question. ssh does not report which answers may be visible; a one-time code may. The
 * hints are always from ssh itself.
 */
function questionOf({ prompt, hint }: Asked, marksRemote: boolean): Question {
  if (hint === 'none') {
    return { kind: 'notice', prompt, asker: 'ssh' };
  }
  if (hint === 'confirm') {
    return { kind: 'confirm', prompt, asker: 'ssh' };
  }
  const asker: Asker = prompt.startsWith('(') ? 'remoteLogin' : marksRemote ? 'ssh' : 'sshOrRemote';
  if (asker !== 'remoteLogin' && /\(yes\/no/.test(prompt)) {
    return { kind: 'confirm', prompt, asker };
  }
  const isCode =
    /\b(?:otp|one[- ]time)\b/i.test(prompt) ||
    (/\b(?:code|token|verification)\b/i.test(prompt) && !/password|passphrase|pin/i.test(prompt));
  return { kind: isCode ? 'text' : 'secret', prompt, asker };
}

function readAsked(text: string): Asked | undefined {
  try {
    const { token, prompt, hint }: Record<string, unknown> = JSON.parse(text);
    return typeof token === 'string' && typeof prompt === 'string' && typeof hint === 'string'
      ? { token, prompt, hint }
      : undefined;
  } catch {
    return undefined;
  }
}
