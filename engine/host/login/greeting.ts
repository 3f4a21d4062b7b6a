import { randomBytes } from 'node:crypto';
import type { Attempt } from './answers.ts';
import { boot, login } from '../../../generated/shell-programs.js';
import { quoteAssignments, sh, type ShellText } from '../shell/quote.ts';
import type { SudoUse } from '../host.ts';

/** A report of the remote shell before it becomes the one that stays open. */
export type GreetingWord =
  | { readonly kind: 'ready'; readonly uid: string }
  | { readonly kind: 'sudo'; readonly uid: string }
  /** The detail of `password` is the uid and the message of sudo. */
  | { readonly kind: 'kernel' | 'missing' | 'nosudo' | 'password'; readonly detail: string };

/** A greeting script, and the nonce that distinguishes its reports from other output of a login. */
export interface Greeting {
  readonly script: ShellText;
  /** Precedes each report on stdout, and the prompt of sudo on stderr. */
  readonly nonce: string;
}

/**
 * Returns the first script for a `sh` that reads stdin (login.sh), with its variables. Nothing more may be sent until it has
 * reported `ready`, except the password of sudo after it has reported `sudo`.
 */
export function greeting(sudo: SudoUse, attempt: Attempt | undefined): Greeting {
  const [half1, half2] = [randomBytes(8).toString('hex'), randomBytes(8).toString('hex')];
  const nonce = `${half1}${half2}`;
  const variables = quoteAssignments({
    cni_half1: half1,
    cni_half2: half2,
    cni_sudo: sudo,
    cni_prompt: attempt === undefined ? '' : `${nonce}[sudo] password for %p: `,
    cni_boot: boot,
  });
  return { script: sh`${variables}\n${login}`, nonce };
}

/** Returns the last report of a greeting in the output so far; undefined if there is none yet. */
export function wordOf(stdout: string, nonce: string): GreetingWord | undefined {
  const line = stdout
    .slice(0, stdout.lastIndexOf('\n') + 1)
    .split('\n')
    .findLast((one) => one.startsWith(`${nonce} `));
  const [, kind, detail = ''] = /^\S+ (\S+) ?(.*)$/.exec(line ?? '') ?? [];
  if (kind === 'ready' || kind === 'sudo') {
    return { kind, uid: detail };
  }
  const isProblem = kind === 'kernel' || kind === 'missing' || kind === 'nosudo' || kind === 'password';
  return isProblem ? { kind, detail } : undefined;
}
