import { CNIError } from '../errors.ts';
import type { PluginOutcome } from './exec.ts';
import { InterruptedError } from './interruption.ts';
import { stringShape, structShape, uintShape, unmarshal } from '../json/typed.ts';
import { quote } from '../quote.ts';

/** Go's texts for the signals of Linux (syscall.Signal.String). */
const signalTexts: Readonly<Record<string, string>> = {
  HUP: 'hangup',
  INT: 'interrupt',
  QUIT: 'quit',
  ILL: 'illegal instruction',
  TRAP: 'trace/breakpoint trap',
  ABRT: 'aborted',
  BUS: 'bus error',
  FPE: 'floating point exception',
  KILL: 'killed',
  USR1: 'user defined signal 1',
  SEGV: 'segmentation fault',
  USR2: 'user defined signal 2',
  PIPE: 'broken pipe',
  ALRM: 'alarm clock',
  TERM: 'terminated',
  STKFLT: 'stack fault',
  XCPU: 'CPU time limit exceeded',
  XFSZ: 'file size limit exceeded',
  VTALRM: 'virtual timer expired',
  PROF: 'profiling timer expired',
  IO: 'I/O possible',
  PWR: 'power failure',
  SYS: 'bad system call',
};

const errorShape = structShape(
  'Error',
  'types.Error',
  { code: 0n, msg: '', details: '' },
  { code: uintShape, msg: stringShape, details: stringShape },
);

/** Returns the error of a failed plugin: its output, or else its exit status (libcni: RawExec.pluginErr). */
function failedRun(reason: string, stdout: Uint8Array, stderr: Uint8Array): CNIError {
  if (stdout.length === 0) {
    const empty = stderr.length === 0;
    return new CNIError(
      empty ? `netplugin failed with no error message: ${reason}` : `netplugin failed: ${quote(stderr)}`,
    );
  }
  const { value, error } = unmarshal(stdout, errorShape);
  const problem =
    error && `netplugin failed but error parsing its diagnostic message ${quote(stdout)}: ${error.message}`;
  const msg = problem ?? value.msg;
  const message = value.details === '' ? msg : `${msg}; ${value.details}`;
  return new CNIError(message, { code: Number(value.code), msg, details: value.details });
}

const nothing = new Uint8Array();

/**
 * Returns the error of an outcome with the message of libcni; undefined if the plugin exited with 0. What libcni does not
 * know (a cancellation, a lost connection) is an {@link InterruptedError}.
 */
export function outcomeError(type: string, dirs: readonly string[], outcome: PluginOutcome): CNIError | undefined {
  switch (outcome.kind) {
    case 'notFound':
      return new CNIError(`failed to find plugin ${quote(type)} in path [${dirs.join(' ')}]`);
    case 'notStarted':
      return failedRun(
        // os/exec rejects some calls before it has a path.
        outcome.reason.startsWith('exec: ') ? outcome.reason : `fork/exec ${outcome.pluginPath}: ${outcome.reason}`,
        nothing,
        nothing,
      );
    case 'exited':
      return outcome.exitCode === 0
        ? undefined
        : failedRun(`exit status ${outcome.exitCode}`, outcome.stdout, outcome.stderr);
    case 'signalled': {
      const signal = outcome.signal.replace(/^SIG/, '');
      const core = outcome.coreDumped === true ? ' (core dumped)' : '';
      return failedRun(`signal: ${signalTexts[signal] ?? `signal ${signal}`}${core}`, outcome.stdout, outcome.stderr);
    }
    case 'outputLimit':
      return new CNIError(
        `plugin ${quote(type)} wrote more than ${outcome.limit / 2 ** 20} MiB to stdout or stderr: it was killed`,
      );
    case 'aborted': {
      const [word, rest] =
        outcome.reason === 'cancelled' ? ['cancelled', ''] : ['timed out', ', the outcome is unknown'];
      return new InterruptedError(`${word} while plugin ${quote(type)} ran: it was killed${rest}`, outcome.reason);
    }
    case 'unknown':
      return new InterruptedError(
        `connection to the host was lost while plugin ${quote(type)} ran: the outcome is unknown`,
        'unknown',
      );
  }
}
