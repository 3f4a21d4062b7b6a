import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Attempt, Question } from './answers.ts';
import { greeting, type GreetingWord, wordOf } from './greeting.ts';
import { HostError, type HostProblem, type SudoUse } from './host.ts';
import { missingTool } from './missing-tool.ts';
import { lastWords, ShellStartError } from './shell-start-error.ts';

/** A process with all three streams. */
export type ShellProcess = ChildProcess & { stdin: Writable; stdout: Readable; stderr: Readable };

/** What a login needs to know. */
export interface LoginOptions {
  readonly label: string;
  /** Where plugins would run, in a sentence. Default: `in LABEL`. */
  readonly place?: string;
  /** What else can be done where there is no root. Default: what can be done on the far side. */
  readonly otherWays?: string;
  readonly sudo: SudoUse;
  /** Where passwords come from; without it nobody is asked. */
  readonly attempt: Attempt | undefined;
  /** How long the far side may say nothing while nobody is being asked anything. Default 30 s. */
  readonly patienceMs?: number;
}

/** How much of what a login prints is kept to explain why it failed. */
const keptOutput = 16_384;

/** A login that has printed so much and no word of a shell is none: it prints for ever. */
const mostOutput = 4 * 1024 * 1024;

/** A line that still has no end after this long is a question; sudo writes its errors in pieces that look like one. */
const questionPauseMs = 150;

/**
 * Makes the shell that stays open of a process that has begun, or will begin, a `sh` on its stdin (see greeting.ts).
 * Resolves when it is ready. Rejects with HostError for what the far side lacks, with ShellStartError when it ended or
 * kept silent, and with the signal's reason. The caller ends the process then.
 */
export async function logIn(child: ShellProcess, options: LoginOptions, signal?: AbortSignal): Promise<void> {
  const login = new Login(child, options);
  try {
    await login.run(signal);
    options.attempt?.end(true);
  } catch (error) {
    options.attempt?.end(false);
    throw error;
  }
}

class Login {
  private readonly child: ShellProcess;
  private readonly options: LoginOptions;
  private readonly nonce: string;
  private readonly script: string;
  private stdout = '';
  private stderr = '';
  /** How much of stderr has been looked at for questions of sudo. */
  private asked = 0;
  private word: GreetingWord | undefined;
  private silentSince = Date.now();
  private printed = 0;
  private settle: (error?: unknown) => void = () => undefined;

  constructor(child: ShellProcess, options: LoginOptions) {
    this.child = child;
    this.options = options;
    ({ nonce: this.nonce, script: this.script } = greeting(options.sudo, options.attempt));
  }

  async run(signal?: AbortSignal): Promise<void> {
    const { child } = this;
    const onOut = (chunk: Buffer): void => this.onOut(chunk);
    const onErr = (chunk: Buffer): void => this.onErr(chunk);
    const onError = (error: NodeJS.ErrnoException): void =>
      this.settle(new ShellStartError(error.message, '', error.code));
    const onClose = (code: number | null, name: string | null): void => this.onClose(code, name);
    const onAbort = (): void => this.settle(signal?.reason ?? new Error('Aborted.'));
    const timer = setInterval(() => this.look(), 200);
    try {
      await new Promise<void>((resolve, reject) => {
        this.settle = (error) => (error === undefined ? resolve() : reject(error));
        child.stdout.on('data', onOut);
        child.stderr.on('data', onErr);
        child.stdin.on('error', () => undefined);
        child.once('error', onError);
        child.once('close', onClose);
        signal?.addEventListener('abort', onAbort, { once: true });
        if (signal?.aborted === true) onAbort();
        child.stdin.write(this.script, 'latin1');
      });
    } finally {
      clearInterval(timer);
      child.stdout.off('data', onOut);
      child.stderr.off('data', onErr);
      child.off('close', onClose);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  private onOut(chunk: Buffer): void {
    this.hear(chunk);
    this.stdout = (this.stdout + chunk.toString('latin1')).slice(-keptOutput);
    this.word = wordOf(this.stdout, this.nonce);
    if (this.word === undefined || this.word.kind === 'sudo') return;
    if (this.word.kind === 'ready') return this.settle();
    this.settle(new HostError(problemOf(this.word, this.options)));
  }

  private onErr(chunk: Buffer): void {
    this.hear(chunk);
    const text = chunk.toString();
    this.stderr += text;
    if (this.stderr.length > keptOutput) {
      this.asked -= this.stderr.length - keptOutput;
      this.stderr = this.stderr.slice(-keptOutput);
    }
    this.answerSudo();
  }

  private hear(chunk: Buffer): void {
    this.silentSince = Date.now();
    this.printed += chunk.length;
    if (this.printed > mostOutput) {
      this.settle(new ShellStartError('it prints without end, and is no shell', this.said(), undefined));
    }
  }

  /** sudo asks in a line that it does not end. What other modules ask has no mark of ours. */
  private answerSudo(): void {
    const { attempt } = this.options;
    const question = this.stderr.slice(Math.max(this.asked, this.stderr.lastIndexOf('\n') + 1));
    const isOurs = question.includes(this.nonce);
    const isOthers = this.word?.kind === 'sudo' && Date.now() - this.silentSince >= questionPauseMs;
    if (attempt === undefined || !question.endsWith(': ') || !(isOurs || isOthers)) return;
    this.asked = this.stderr.length;
    const prompt = question.replace(this.nonce, '').trim();
    const kind = isOurs || /passw|passphrase/i.test(prompt) ? 'secret' : 'text';
    void this.passOn(attempt, { kind, prompt });
  }

  private async passOn(attempt: Attempt, question: Question): Promise<void> {
    const answer = await attempt.answer(question, 'far side');
    this.silentSince = Date.now();
    if (answer !== undefined) {
      this.child.stdin.write(`${answer.replaceAll('\n', '')}\n`);
    }
  }

  /** Gives up on who was left without an answer, and on who says nothing. */
  private look(): void {
    const { attempt, label, patienceMs = 30_000 } = this.options;
    this.answerSudo();
    if (attempt?.unanswered !== undefined) {
      this.settle(new HostError(unansweredProblem(attempt.unanswered, label, this.word)));
    } else if ((attempt?.open ?? 0) > 0) {
      this.silentSince = Date.now();
    } else if (Date.now() - this.silentSince > patienceMs) {
      const message = `no shell answered within ${Math.round(patienceMs / 1000)} s`;
      this.settle(new ShellStartError(message, this.said(), undefined));
    }
  }

  private onClose(code: number | null, name: string | null): void {
    const { attempt, label } = this.options;
    const message = name === null ? `exit status ${code}` : `signal ${name}`;
    if (attempt?.unanswered !== undefined) {
      this.settle(new HostError(unansweredProblem(attempt.unanswered, label, this.word)));
    } else if (this.word?.kind === 'sudo') {
      this.settle(new HostError(sudoProblem(this.word.uid, this.said() || message, this.options)));
    } else {
      this.settle(new ShellStartError(message, this.said(), undefined, code));
    }
  }

  /** What was printed, for people: without our own marks. */
  private said(): string {
    return [this.stderr, Buffer.from(this.stdout, 'latin1').toString()]
      .map((text) =>
        text.replaceAll(new RegExp(`${this.nonce}(?: (?:sudo|ready) \\d*|\\[sudo\\][^:]*: )?`, 'g'), '').trim(),
      )
      .filter((text) => text !== '')
      .join('\n');
  }
}

const otherWays = 'Log in as root, or let sudo do without a password there (NOPASSWD in sudoers).';

function problemOf(word: Extract<GreetingWord, { detail: string }>, options: LoginOptions): HostProblem {
  const { label, place = `in ${label}` } = options;
  const [uid = '', ...said] = word.detail.split(' ');
  switch (word.kind) {
    case 'kernel':
      return {
        code: 'notLinux',
        message: `CNI plugins run on Linux only, and ${label} runs ${word.detail === 'Linux' ? 'without /proc' : word.detail}.`,
        cure: 'Choose a Linux host.',
      };
    case 'missing':
      return missingTool(word.detail, place);
    case 'nosudo':
      return {
        code: 'noPrivilege',
        message: needsRoot(uid, 'there is no sudo', options),
        cure: options.otherWays ?? 'Log in as root, or install sudo there.',
      };
    case 'password': {
      return sudoRefusal(uid, '"sudo -n" was refused', said.join(' '), options, {
        code: 'sudoPassword',
        cure: `${options.otherWays ?? otherWays} Nobody is asked for a password where there is no terminal.`,
      });
    }
  }
}

function unansweredProblem(prompt: string, label: string, word: GreetingWord | undefined): HostProblem {
  return {
    code: word?.kind === 'sudo' ? 'sudoPassword' : 'authenticationFailed',
    message: `${label} asked "${prompt}" and got no answer.`,
    cure: 'Connect again and answer.',
  };
}

/** sudo asked, or could not even do that, and ended. */
function sudoProblem(uid: string, said: string, options: LoginOptions): HostProblem {
  return sudoRefusal(uid, 'sudo refused', said, options, {
    code: 'sudoPassword',
    cure: `Connect again and answer. ${options.otherWays ?? otherWays}`,
  });
}

/** What sudo said, with the cure where no password would help; else with `usual`. */
function sudoRefusal(
  uid: string,
  what: string,
  said: string,
  options: LoginOptions,
  usual: Pick<HostProblem, 'code' | 'cure'>,
): HostProblem {
  const message = needsRoot(uid, `${what}: ${lastWords(said)}`, options);
  const { otherWays: ways } = options;
  if (/not in the sudoers|not allowed to|may not run/i.test(said)) {
    return { code: 'noPrivilege', message, cure: ways ?? 'Log in as root, or let the user run sudo there.' };
  }
  if (/must have a tty/i.test(said)) {
    return { code: 'noPrivilege', message, cure: ways ?? 'Log in as root, or take requiretty out of sudoers there.' };
  }
  return { ...usual, message };
}

function needsRoot(uid: string, why: string, { label, place = `in ${label}` }: LoginOptions): string {
  return `Running plugins ${place} needs root. You are uid ${uid} there, and ${why}.`;
}
