import { hasCode } from '../../errors/workbench-error.ts';
import type { Host, Namespace } from '../host.ts';
import { runInside } from './run-inside.ts';

/** The way to an address. */
export interface TraceReport {
  /** The routers in order; undefined for one that did not answer. */
  readonly hops: readonly (string | undefined)[];
  readonly output: string;
}

/** Longest time of a trace, in ms: 20 routers that do not answer. */
const timeoutMs = 60_000;

const most = 20;

/**
 * Traces the way to an address or a name from a namespace, with traceroute or else tracepath. Rejects as runInside: if both
 * are missing, the error names traceroute.
 */
export async function trace(
  host: Pick<Host, 'label' | 'run'>,
  namespace: Namespace,
  target: string,
  signal?: AbortSignal,
): Promise<TraceReport> {
  const options = { signal, timeoutMs };
  const run = (argv: readonly [string, ...string[]]) => runInside(host, namespace, { argv }, options);
  const traced = await run(['traceroute', '-n', '-q', '1', '-w', '2', '-m', String(most), target]).catch(
    async (error: unknown) => {
      if (!hasCode(error, 'missingTool')) {
        throw error;
      }
      return run(['tracepath', '-n', '-m', String(most), target]).catch((another: unknown) => {
        throw hasCode(another, 'missingTool') ? error : another;
      });
    },
  );
  const output = `${traced.stdout.toString()}${traced.stderr.toString()}`.trim();
  return { hops: readHops(traced.stdout.toString()), output };
}

/** Reads the routers from the output of traceroute or tracepath, which may print a router twice. */
export function readHops(stdout: string): readonly (string | undefined)[] {
  const hops = new Map<number, string | undefined>();
  for (const [, number, word] of stdout.matchAll(/^ {0,2}(\d+)[:?]?\s+(\S+)/gm)) {
    if (word !== '[LOCALHOST]') {
      const isAddress = /^[\da-f.:%]+$/i.test(word ?? '');
      hops.set(Number(number), isAddress ? word : hops.get(Number(number)));
    }
  }
  return [...hops.values()];
}
