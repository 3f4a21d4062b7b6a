import { lastWords } from '../clean-text.ts';
import type { Host, Namespace } from '../host.ts';
import { runInside } from './run-inside.ts';

/** The result of a ping. Without an answer, `complaint` has the message of ping, if any. */
export interface PingReport {
  readonly sent: number;
  readonly received: number;
  readonly averageMs?: number;
  readonly complaint?: string;
  /** Everything that ping printed. */
  readonly output: string;
}

/** What to ping, and how. */
export interface PingOptions {
  /** Number of packets. Default 5. */
  readonly count?: number;
  /** Bytes of each packet. */
  readonly size?: number;
  /** Forbids fragments, which shows a link whose MTU is too small. */
  readonly isWhole?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** True for an address or a name that a program cannot take for an option. */
export function isTarget(text: string): boolean {
  return /^[A-Za-z0-9:][\w.:%-]*$/.test(text);
}

/** Pings an address or a name from a namespace. Rejects as runInside, for example for a missing ping. */
export async function ping(
  host: Pick<Host, 'label' | 'run'>,
  namespace: Namespace,
  target: string,
  { count = 5, size, isWhole = false, signal }: PingOptions = {},
): Promise<PingReport> {
  const sized = size === undefined ? [] : ['-s', String(size)];
  const whole = isWhole ? ['-M', 'do'] : [];
  const options = ['-n', '-c', String(count), '-W', '2', ...sized, ...whole];
  const { stdout, stderr } = await runInside(host, namespace, { argv: ['ping', ...options, target] }, { signal });
  return readPing(stdout.toString(), stderr.toString(), count);
}

/** Reads the output of ping, of iputils or BusyBox. */
export function readPing(stdout: string, stderr: string, count: number): PingReport {
  const [, sent = String(count), received = '0'] =
    /(\d+) packets transmitted, (\d+) (?:packets )?received/.exec(stdout) ?? [];
  const [, average] = /= [\d.]+\/([\d.]+)\//.exec(stdout) ?? [];
  const refused = /^From .*? (?:icmp_seq|seq)=\d+ (.*)$/m.exec(stdout)?.[1];
  const complaint = lastWords(stderr) || refused;
  return {
    sent: Number(sent),
    received: Number(received),
    ...(average === undefined ? {} : { averageMs: Number(average) }),
    ...(complaint === undefined || complaint === '' ? {} : { complaint }),
    output: [stdout, stderr].join('').trim(),
  };
}
