import * as l10n from '@vscode/l10n';
import { sentences } from '../../text/sentences.ts';
import { WorkbenchError } from '../../errors/workbench-error.ts';
import type { Attempt, Question } from './answers.ts';
import { greeting, type GreetingWord, wordOf } from './greeting.ts';
import type { HostProblem, SudoUse } from '../host.ts';
import { limits } from '../limits.ts';
import { missingTool } from '../launchers/missing-tool.ts';
import { lastWords } from '../clean-text.ts';
import type { ShellProcess } from '../shell/spawn-with-pipes.ts';
import type { StartFailure } from '../shell/start-failure.ts';

/** Options of a login. */
export interface LoginOptions {
  readonly label: string;
  /** True for the login on this machine; default false. */
  readonly isHere?: boolean;
  /** The remedy without root. Default: the remedies on the remote host. */
  readonly otherWays?: string;
  readonly sudo: SudoUse;
  /** The sudo that would ask. Default: that of the remote host. */
  readonly asker?: 'remoteSudo' | 'localSudo';
  /** The source of passwords; without it the user is not prompted. */
  readonly attempt: Attempt | undefined;
  /** How long the remote host may be silent while no prompt is open. Default 30 s. */
  readonly patienceMs?: number;
}

/** An incomplete line is a question after this time. sudo writes its errors in pieces that look like one. */
const questionPauseMs = 150;

/**
 * Starts the shell that stays open, in a process whose stdin is read by `sh` now or later (see greeting.ts). Resolves when
 * the shell is ready, or to the failure if the process ended or did not answer. Rejects with HostError if the remote host
 * lacks something, and with the signal's reason. The caller then ends the process.
 */
export async function logIn(
  child: ShellProcess,
  options: LoginOptions,
  signal?: AbortSignal,
): Promise<StartFailure | undefined> {
  const login = new Login(child, options);
  try {
    const failure = await login.run(signal);
    options.attempt?.end(failure === undefined);
    return failure;
  } catch (error) {
    options.attempt?.end(false);
    throw error;
  }
}

class Login {
  readonly #child: ShellProcess;
  readonly #options: LoginOptions;
  readonly #nonce: string;
  readonly #script: string;
  #stdout = '';
  #stderr = '';
  /** Length of stderr that has been searched for questions of sudo. */
  #asked = 0;
  #word: GreetingWord | undefined;
  #silentSince = Date.now();
  #printed = 0;
  #settle: (failure?: StartFailure) => void = () => undefined;
  #refuse: (error: unknown) => void = () => undefined;

  constructor(child: ShellProcess, options: LoginOptions) {
    this.#child = child;
    this.#options = options;
    ({ nonce: this.#nonce, script: this.#script } = greeting(options.sudo, options.attempt));
  }

  async run(signal?: AbortSignal): Promise<StartFailure | undefined> {
    const child = this.#child;
    const onOut = (chunk: Buffer): void => this.#onOut(chunk);
    const onErr = (chunk: Buffer): void => this.#onErr(chunk);
    const onError = (error: NodeJS.ErrnoException): void =>
      this.#settle({ kind: 'ended', how: error.message, printed: '', errno: error.code });
    const onClose = (code: number | null, name: string | null): void => this.#onClose(code, name);
    const onAbort = (): void => this.#refuse(signal?.reason ?? new Error('Aborted.'));
    const timer = setInterval(() => this.#checkProgress(), 200);
    try {
      return await new Promise<StartFailure | undefined>((resolve, reject) => {
        this.#settle = resolve;
        this.#refuse = reject;
        child.stdout.on('data', onOut);
        child.stderr.on('data', onErr);
        child.stdin.on('error', () => undefined);
        child.once('error', onError);
        child.once('close', onClose);
        signal?.addEventListener('abort', onAbort, { once: true });
        if (signal?.aborted === true) {
          onAbort();
        }
        child.stdin.write(this.#script, 'latin1');
      });
    } finally {
      clearInterval(timer);
      child.stdout.off('data', onOut);
      child.stderr.off('data', onErr);
      child.off('close', onClose);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  #onOut(chunk: Buffer): void {
    this.#record(chunk);
    this.#stdout = (this.#stdout + chunk.toString('latin1')).slice(-limits.loginKept);
    this.#word = wordOf(this.#stdout, this.#nonce);
    if (this.#word === undefined) {
      return;
    }
    if (this.#word.kind === 'sudo') {
      return this.#answerSudo();
    }
    if (this.#word.kind === 'ready') {
      return this.#settle();
    }
    this.#refuse(new WorkbenchError(problemOf(this.#word, this.#options)));
  }

  #onErr(chunk: Buffer): void {
    this.#record(chunk);
    const text = chunk.toString();
    this.#stderr += text;
    if (this.#stderr.length > limits.loginKept) {
      this.#asked -= this.#stderr.length - limits.loginKept;
      this.#stderr = this.#stderr.slice(-limits.loginKept);
    }
    this.#answerSudo();
  }

  #record(chunk: Buffer): void {
    this.#silentSince = Date.now();
    this.#printed += chunk.length;
    if (this.#printed > limits.login) {
      this.#settle({ kind: 'noShell', how: l10n.t('too much output'), printed: this.#output() });
    }
  }

  /** Forwards a question of sudo, which is an incomplete line. A question of another module has no nonce. */
  #answerSudo(): void {
    const word = this.#word;
    const { attempt, asker = 'remoteSudo' } = this.#options;
    if (attempt === undefined || word?.kind !== 'sudo') {
      return;
    }
    const question = this.#stderr.slice(Math.max(this.#asked, this.#stderr.lastIndexOf('\n') + 1));
    const isOurs = question.includes(this.#nonce);
    const isOthers = Date.now() - this.#silentSince >= questionPauseMs;
    if (!question.endsWith(': ') || !(isOurs || isOthers)) {
      return;
    }
    this.#asked = this.#stderr.length;
    const prompt = question.replace(this.#nonce, '').trim();
    const kind = isOurs || /passw|passphrase/i.test(prompt) ? 'secret' : 'text';
    void this.#passOn(attempt, { kind, prompt, asker, user: word.uid });
  }

  async #passOn(attempt: Attempt, question: Question): Promise<void> {
    const answer = await attempt.answer(question);
    this.#silentSince = Date.now();
    if (answer !== undefined) {
      this.#child.stdin.write(`${answer.replaceAll('\n', '')}\n`);
    }
  }

  /** Stops a login after an unanswered question, or after silence. */
  #checkProgress(): void {
    const { attempt, label, patienceMs = 30_000 } = this.#options;
    this.#answerSudo();
    if (attempt?.unanswered !== undefined) {
      this.#refuse(new WorkbenchError(unansweredProblem(attempt.unanswered, label, this.#word)));
    } else if ((attempt?.open ?? 0) > 0) {
      this.#silentSince = Date.now();
    } else if (Date.now() - this.#silentSince > patienceMs) {
      const how = l10n.t('no answer within {0} s', Math.round(patienceMs / 1000));
      this.#settle({ kind: 'noShell', how, printed: this.#output() });
    }
  }

  #onClose(code: number | null, name: string | null): void {
    const { attempt, label } = this.#options;
    const how = name === null ? l10n.t('exit status {0}', code ?? '?') : l10n.t('signal {0}', name);
    if (attempt?.unanswered !== undefined) {
      this.#refuse(new WorkbenchError(unansweredProblem(attempt.unanswered, label, this.#word)));
    } else if (this.#word?.kind === 'sudo') {
      this.#refuse(new WorkbenchError(sudoProblem(this.#word.uid, this.#output() || how, this.#options)));
    } else {
      this.#settle({ kind: 'ended', how, printed: this.#output(), exitCode: code ?? undefined });
    }
  }

  /** Returns the output without the nonces. */
  #output(): string {
    return [this.#stderr, Buffer.from(this.#stdout, 'latin1').toString()]
      .map((text) =>
        text.replaceAll(new RegExp(`${this.#nonce}(?: (?:sudo|ready) \\d*|\\[sudo\\][^:]*: )?`, 'g'), '').trim(),
      )
      .filter((text) => text !== '')
      .join('\n');
  }
}

const defaultWays = (): string => l10n.t('Log in as root, or allow sudo without a password (NOPASSWD in sudoers).');

function problemOf(word: Extract<GreetingWord, { detail: string }>, options: LoginOptions): HostProblem {
  const { label, isHere = false } = options;
  const [uid = '', ...output] = word.detail.split(' ');
  switch (word.kind) {
    case 'kernel':
      return {
        code: 'notLinux',
        message:
          word.detail === 'Linux'
            ? l10n.t('CNI plugins need /proc, which is missing on {0}.', label)
            : l10n.t('CNI plugins run only on Linux, but {0} runs {1}.', label, word.detail),
        remedy: l10n.t('Choose a Linux host.'),
      };
    case 'missing':
      return isHere ? missingTool(word.detail) : missingTool(word.detail, label);
    case 'nosudo':
      return {
        code: 'noPrivilege',
        message: l10n.t(
          'Plugins on {0} need root, but the user has uid {1} and sudo is not installed.',
          placeOf(options),
          uid,
        ),
        remedy: options.otherWays ?? l10n.t('Log in as root, or install sudo on the host.'),
      };
    case 'password': {
      return sudoFailure(uid, output.join(' '), options, {
        code: 'sudoPassword',
        remedy: sentences(l10n.t('There is no terminal for the password.'), options.otherWays ?? defaultWays()),
      });
    }
  }
}

function unansweredProblem(prompt: string, label: string, word: GreetingWord | undefined): HostProblem {
  return {
    code: word?.kind === 'sudo' ? 'sudoPassword' : 'authenticationFailed',
    message: l10n.t('{0} asked "{1}", but got no answer.', label, prompt),
    remedy: l10n.t('Connect again and answer.'),
  };
}

/** Returns the problem of a sudo that ended, with or without a question. */
function sudoProblem(uid: string, output: string, options: LoginOptions): HostProblem {
  return sudoFailure(uid, output, options, {
    code: 'sudoPassword',
    remedy: sentences(l10n.t('Connect again and answer.'), options.otherWays ?? defaultWays()),
  });
}

/** Returns the message of sudo with the remedy: one for a case where no password helps, otherwise that in `usual`. */
function sudoFailure(
  uid: string,
  output: string,
  options: LoginOptions,
  usual: Pick<HostProblem, 'code' | 'remedy'>,
): HostProblem {
  const message = l10n.t('Plugins on {place} need root, but the user has uid {uid} and sudo failed: {output}.', {
    place: placeOf(options),
    uid,
    output: lastWords(output),
  });
  const { otherWays: ways } = options;
  if (/not in the sudoers|not allowed to|may not run/i.test(output)) {
    return {
      code: 'noPrivilege',
      message,
      remedy: ways ?? l10n.t('Log in as root, or allow the user to run sudo.'),
    };
  }
  if (/must have a tty/i.test(output)) {
    return {
      code: 'noPrivilege',
      message,
      remedy: ways ?? l10n.t('Log in as root, or remove requiretty from sudoers.'),
    };
  }
  return { ...usual, message };
}

const placeOf = ({ label, isHere = false }: LoginOptions): string => (isHere ? l10n.t('this machine') : label);
