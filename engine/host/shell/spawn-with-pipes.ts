import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';

/** A process with all three streams. */
export type ShellProcess = ChildProcess & { stdin: Writable; stdout: Readable; stderr: Readable };

/** O_CLOEXEC in the octal flags of /proc/self/fdinfo. */
const closedOnExec = 0o2000000;

const flagsOf = (descriptor: number): number => {
  const [, flags = ''] = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8')) ?? [];
  return Number.parseInt(flags, 8);
};

/**
 * Returns the descriptors that programs inherit from this process, besides the three streams. Node creates none, and keeps
 * only low ones from the program that started it to itself. Empty where /proc does not tell.
 */
function inheritedDescriptors(): readonly number[] {
  try {
    return readdirSync('/proc/self/fdinfo')
      .map(Number)
      .filter((descriptor) => {
        try {
          return descriptor > 2 && (flagsOf(descriptor) & closedOnExec) === 0;
        } catch {
          // The descriptor of the listing itself.
          return false;
        }
      });
  } catch {
    return [];
  }
}

/**
 * Starts a program with three pipes. It inherits no other descriptor: a plugin could use one of a directory to reach files
 * that the sandbox hides.
 */
export function spawnWithPipes(program: string, args: readonly string[], options: SpawnOptions): ShellProcess {
  const inherited = inheritedDescriptors();
  const nothing = inherited.length === 0 ? undefined : openSync('/dev/null', 'r');
  try {
    const further = Array.from({ length: Math.max(2, ...inherited) - 2 }, (_, index) =>
      nothing !== undefined && inherited.includes(index + 3) ? nothing : 'ignore',
    );
    const child = spawn(program, args, { ...options, stdio: ['pipe', 'pipe', 'pipe', ...further] });
    const { stdin, stdout, stderr } = child;
    if (!stdin || !stdout || !stderr) {
      child.on('error', () => undefined);
      // Node opens the pipes in all other cases, even if the program is missing.
      throw new Error(`spawn ${program} EMFILE`);
    }
    return Object.assign(child, { stdin, stdout, stderr });
  } finally {
    if (nothing !== undefined) {
      closeSync(nothing);
    }
  }
}
