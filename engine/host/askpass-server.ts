import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Attempt, Question } from './answers.ts';
import { askpassEnvironment, askpassFiles } from './askpass-program.ts';
import type { AskpassStarter } from './askpass-starter.ts';

/** What the askpass program tells us. */
interface Asked {
  readonly token: string;
  readonly prompt: string;
  /** SSH_ASKPASS_PROMPT: `confirm` for yes or no, `none` for a notice that needs no answer, else ''. */
  readonly hint: string;
}

/**
 * Where the questions of ssh arrive: a socket in a directory that only this user may enter (a named pipe on Windows),
 * and beside it the tiny program that ssh starts as SSH_ASKPASS. A question must bring the token of its login.
 */
export class AskpassServer {
  private readonly directory: string;
  private readonly address: string;
  private readonly server: Server;
  private readonly attempts = new Map<string, Attempt>();
  private readonly sockets = new Set<Socket>();

  private constructor(directory: string, address: string) {
    this.directory = directory;
    this.address = address;
    this.server = createServer((socket) => this.onConnection(socket));
    this.server.unref();
  }

  /** Rejects with the system's error where no socket can be made. */
  static async start(): Promise<AskpassServer> {
    const directory = mkdtempSync(path.join(tmpdir(), 'cni-askpass-'));
    for (const { name, text, mode } of askpassFiles) {
      writeFileSync(path.join(directory, name), text, { mode });
    }
    const pipe = `\\\\.\\pipe\\cni-askpass-${randomBytes(16).toString('hex')}`;
    const server = new AskpassServer(directory, process.platform === 'win32' ? pipe : path.join(directory, 'socket'));
    await new Promise<void>((resolve, reject) => {
      server.server.once('error', reject);
      server.server.listen(server.address, resolve);
    });
    return server;
  }

  /** What to add to the environment of an ssh, so that it asks this attempt; good until that ends. */
  environmentFor(attempt: Attempt, starter: AskpassStarter): NodeJS.ProcessEnv {
    const token = randomBytes(16).toString('hex');
    this.attempts.set(token, attempt);
    void attempt.ended.then(() => this.attempts.delete(token));
    return askpassEnvironment(starter, { directory: this.directory, socket: this.address, token });
  }

  /** At once and without waiting. */
  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private onConnection(socket: Socket): void {
    this.sockets.add(socket);
    const gone = new AbortController();
    let text = '';
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.sockets.delete(socket);
      gone.abort();
    });
    socket.on('data', (chunk: string) => {
      text += text.length < 65_536 ? chunk : '';
      if (text.endsWith('\n')) {
        void this.answer(text, gone.signal).then((answer) => socket.end(JSON.stringify({ answer })));
      }
    });
  }

  private async answer(text: string, signal: AbortSignal): Promise<string | undefined> {
    const asked = readAsked(text);
    const attempt = asked === undefined ? undefined : this.attempts.get(asked.token);
    return asked === undefined ? undefined : attempt?.answer(questionOf(asked), 'login', signal);
  }
}

/** ssh does not say which of its questions may be seen while they are answered; a code that is good once may. */
function questionOf({ prompt, hint }: Asked): Question {
  if (hint === 'none') return { kind: 'notice', prompt: prompt.trim() };
  if (hint === 'confirm' || /\(yes\/no/.test(prompt)) return { kind: 'confirm', prompt };
  const isCode =
    /\b(?:otp|one[- ]time)\b/i.test(prompt) ||
    (/\b(?:code|token|verification)\b/i.test(prompt) && !/password|passphrase|pin/i.test(prompt));
  return { kind: isCode ? 'text' : 'secret', prompt: prompt.trim() };
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
