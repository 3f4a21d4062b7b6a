import { randomBytes } from 'node:crypto';
import type { Attempt } from './answers.ts';
import { bootScript } from './prelude.ts';
import { quote, type ShellText } from './quote.ts';
import type { SudoUse } from './host.ts';

/** What the far shell says of itself before it becomes the one that stays open. */
export type GreetingWord =
  | { readonly kind: 'ready'; readonly uid: string }
  | { readonly kind: 'sudo'; readonly uid: string }
  /** The detail of `password` is the uid and what sudo said. */
  | { readonly kind: 'kernel' | 'missing' | 'nosudo' | 'password'; readonly detail: string };

/** The words of one greeting, and how they are told from whatever else a login prints. */
export interface Greeting {
  readonly script: ShellText;
  /** Before each of our words on stdout, and before the prompt of sudo on stderr. */
  readonly nonce: string;
}

/**
 * The script that a `sh` which reads our stdin is sent first. It says who it is, gets root where it needs to, and
 * becomes the shell that stays open, in a process group of its own. Until it has said `ready` nothing more may be sent:
 * a shell reads ahead, and what it has read is lost when it executes another.
 *
 * For the password there is `sudo -S`, which reads it from this same stdin, a byte at a time, once it has asked on
 * stderr. So no program has to lie on the far side, as `sudo -A` would need, and the password is in no argument, no
 * environment and no file. The nonce is sent in two halves, so that an echo of the script is not taken for an answer.
 */
export function greeting(sudo: SudoUse, attempt: Attempt | undefined): Greeting {
  const halves = [randomBytes(8).toString('hex'), randomBytes(8).toString('hex')] as const;
  const say = `printf '\\n%s%s %s %s\\n' ${halves.join(' ')}`;
  const inner = quote(`${say} ready 0\n${bootScript()}`);
  const asRoot = { auto: '[ "$u" = 0 ]', always: 'false', never: 'true' }[sudo];
  const prompt = `${halves.join('')}[sudo] password for %p: `;
  const ask =
    attempt === undefined
      ? `${say} password "$u $(LC_ALL=C sudo -n -- /bin/sh -c : 2>&1 </dev/null | head -n 1)"`
      : `${say} sudo "$u"; exec sudo -S -p ${quote(prompt)} -- /bin/sh -c ${inner}`;
  const script = [
    'u=$(id -u 2>/dev/null </dev/null)',
    `for d in /usr/local/sbin /usr/sbin /sbin; do case ":$PATH:" in *":$d:"*) ;; *) PATH="$PATH:$d" ;; esac; done`,
    `if [ ! -r /proc/self/stat ]; then ${say} kernel "$(uname -s 2>/dev/null)"; exit 3`,
    `elif ! { ${asRoot} || command -v sudo >/dev/null; }; then ${say} nosudo "$u"; exit 3`,
    `elif ! command -v setsid >/dev/null; then ${say} missing setsid; exit 3`,
    `elif ${asRoot}; then ${say} ready "$u"; ${bootScript()}`,
    `elif sudo -n -- /bin/sh -c : >/dev/null 2>&1 </dev/null; then exec sudo -n -- /bin/sh -c ${inner}`,
    `else ${ask}; exit 3; fi`,
  ].join('\n');
  return { script: `${script}\n`, nonce: halves.join('') };
}

/** The last word of a greeting in what came from the far side so far; undefined when there is none yet. */
export function wordOf(stdout: string, nonce: string): GreetingWord | undefined {
  const line = stdout
    .slice(0, stdout.lastIndexOf('\n') + 1)
    .split('\n')
    .findLast((one) => one.startsWith(`${nonce} `));
  const [, kind, detail = ''] = /^\S+ (\S+) ?(.*)$/.exec(line ?? '') ?? [];
  if (kind === 'ready' || kind === 'sudo') return { kind, uid: detail };
  const isProblem = kind === 'kernel' || kind === 'missing' || kind === 'nosudo' || kind === 'password';
  return isProblem ? { kind, detail } : undefined;
}
