import * as l10n from '@vscode/l10n';
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { capture as program } from '../../../generated/shell-programs.js';
import { WorkbenchError } from '../../errors/workbench-error.ts';
import { lastWords } from '../clean-text.ts';
import { type CommandRun, type Host, isHostError, type Namespace } from '../host.ts';
import { badAnswer } from '../run-to-end.ts';
import { PacketCounter } from './packet-counter.ts';
import { runProgram } from './run-inside.ts';

/** What to capture, and the limits. */
export interface CaptureRequest {
  readonly namespace: Namespace;
  /** Interface, or `any`. */
  readonly interface: string;
  /** Words of a filter expression; none for all packets. */
  readonly filter: readonly string[];
  /** The file on this machine. */
  readonly file: string;
  readonly maxSeconds: number;
  readonly maxBytes: number;
}

/** How far a capture is. */
export interface CaptureProgress {
  readonly packets: number;
  readonly bytes: number;
}

/** The end of a capture. `connectionLost`: the host ends the rest by itself; the file has what arrived. */
export interface CaptureReport extends CaptureProgress {
  readonly ended: 'stopped' | 'timeLimit' | 'sizeLimit' | 'connectionLost';
}

/** A host that runs the program of captures. */
type CaptureHost = Pick<Host, 'label' | 'run'>;

/** Pause between two polls, in ms. */
const pause = 500;

/** Time after the limit until a capture that did not end by itself is ended, in ms. */
const grace = 5000;

/**
 * Captures packets until `stop` fires or a limit is reached. The packets are in a file of the host, which is polled, so no
 * shell of the host is busy. The capture ends with its process group; without a connection, the host ends it after 20 s.
 * Rejects with WorkbenchError (captureFailed) with the message of tcpdump, and as runInside, for example for a missing tcpdump.
 */
export async function capture(
  host: CaptureHost,
  request: CaptureRequest,
  stop: AbortSignal,
  onProgress: (progress: CaptureProgress) => void,
): Promise<CaptureReport> {
  const { namespace, interface: on, filter, file, maxSeconds, maxBytes } = request;
  const started = await runVerb(host, namespace, [
    'start',
    namespace.path,
    on,
    String(maxSeconds),
    String(maxBytes),
    ...filter,
  ]);
  const directory = started.stdout.toString();
  if (started.exitCode !== 0 || !directory.startsWith('/tmp/')) {
    throw new WorkbenchError(badAnswer(host.label, lastWords(started.stderr.toString()) || directory));
  }
  const running = new RunningCapture(host, namespace, directory, await open(file, 'w'));
  try {
    return await running.follow(request, stop, onProgress);
  } finally {
    await running.close();
  }
}

function runVerb(
  host: CaptureHost,
  namespace: Namespace,
  args: readonly string[],
): Promise<CommandRun & { readonly exitCode: number; readonly stdout: Buffer; readonly stderr: Buffer }> {
  const argv = ['/bin/sh', '-c', program, 'sh', ...args] as const;
  return runProgram(host, namespace, { argv, env: { cni_program: program } });
}

class RunningCapture {
  readonly #host: CaptureHost;
  readonly #namespace: Namespace;
  readonly #directory: string;
  readonly #file: FileHandle;
  readonly #counter = new PacketCounter();
  #bytes = 0;

  constructor(host: CaptureHost, namespace: Namespace, directory: string, file: FileHandle) {
    this.#host = host;
    this.#namespace = namespace;
    this.#directory = directory;
    this.#file = file;
  }

  async follow(
    { maxBytes, maxSeconds }: CaptureRequest,
    stop: AbortSignal,
    onProgress: (progress: CaptureProgress) => void,
  ): Promise<CaptureReport> {
    const startedAt = performance.now();
    try {
      for (;;) {
        if (stop.aborted || performance.now() - startedAt > maxSeconds * 1000 + grace) {
          await this.#run('stop');
        }
        const isRunning = await this.#poll();
        onProgress(this.#progress);
        if (!isRunning) {
          await this.#checkEnd();
          const isLarge = this.#bytes >= Math.floor(maxBytes / 512) * 512;
          const isLate = performance.now() - startedAt >= maxSeconds * 1000 - 1000;
          const ended = stop.aborted ? 'stopped' : isLarge ? 'sizeLimit' : isLate ? 'timeLimit' : 'stopped';
          return { ...this.#progress, ended };
        }
        await delay(pause, undefined, { signal: stop }).catch(() => undefined);
      }
    } catch (error) {
      if (isHostError(error)) {
        return { ...this.#progress, ended: 'connectionLost' };
      }
      throw error;
    }
  }

  /** Ends what still runs, removes the files of the host, and cuts an incomplete packet off. */
  async close(): Promise<void> {
    await this.#run('remove').catch(() => undefined);
    await this.#file.truncate(this.#counter.completeBytes);
    await this.#file.close();
  }

  get #progress(): CaptureProgress {
    return { packets: this.#counter.packets, bytes: this.#bytes };
  }

  /** Reads new packets. Returns false when the capture has ended and everything is read. */
  async #poll(): Promise<boolean> {
    const { stdout, exitCode } = await this.#run('poll', String(this.#bytes));
    if (stdout.length > 0) {
      this.#counter.push(stdout);
      await this.#file.write(stdout);
      this.#bytes += stdout.length;
      return true;
    }
    return exitCode === 0;
  }

  /** Rejects if there was no capture, for example because of a wrong filter. */
  async #checkEnd(): Promise<void> {
    if (this.#counter.completeBytes > 0) {
      return;
    }
    const { stdout } = await this.#run('complaint').catch(() => ({ stdout: Buffer.alloc(0) }));
    const complaint = lastWords(stdout.toString());
    throw new WorkbenchError({
      code: 'captureFailed',
      message: l10n.t('The capture in "{0}" did not start: {1}.', this.#namespace.name, complaint || '?'),
      remedy: l10n.t('Check the filter and the interface.'),
    });
  }

  #run(verb: 'poll' | 'stop' | 'complaint' | 'remove', ...args: readonly string[]) {
    return runVerb(this.#host, this.#namespace, [verb, this.#directory, ...args]);
  }
}
