import type { PluginCall, PluginRun } from '../../libcni/plugin/exec.ts';
import { readTar } from '../files/tar.ts';
import { limits } from '../limits.ts';
import { nameOfSignal } from '../shell/signals.ts';

interface CallFile {
  readonly bytes: Uint8Array;
  /** When it was changed, in ms since the epoch. */
  readonly time: number | undefined;
}

/** The files of one call by their extension; see recorder.sh. */
type CallFiles = Map<string, CallFile>;

/** The fields of a run with its calls. */
export interface RecordedCalls extends Pick<PluginRun, 'callsOmitted'> {
  readonly calls: readonly PluginCall[];
}

/**
 * Returns the recorded calls of a plugin from their tar archive: a tree, in the order of their start. The archive is
 * untrusted, because plugins can write to its files.
 * @param endedAt end of a call that was killed, in ms since the epoch
 * @throws WorkbenchError damagedArchive
 */
export function readCalls(archive: Buffer, endedAt: number): RecordedCalls {
  const found = new Map<string, CallFiles>();
  const entries = readTar(archive);
  const times = timesOf(entries.find(({ name }) => name.endsWith('.times'))?.bytes ?? new Uint8Array());
  let isMore = false;
  for (const { name, bytes } of entries) {
    const [, id, extension] = /^[^.]+\.(\d+)\.([a-z]+)$/.exec(name) ?? [];
    isMore ||= name.endsWith('.more');
    if (id !== undefined && extension !== undefined) {
      const files = found.get(id) ?? new Map<string, CallFile>();
      found.set(id, files.set(extension, { bytes, time: times.get(name) }));
    }
  }
  return { calls: callsOf('-', found, endedAt), ...(isMore && { callsOmitted: true }) };
}

/** Returns the calls by a recorded call, or for `-` by the plugin itself. Each call is taken out of `rest`, so a circle ends. */
function callsOf(caller: string, rest: Map<string, CallFiles>, endedAt: number): readonly PluginCall[] {
  const own = [...rest].filter(([, files]) => wordsOf(files, 'from')[0] === caller);
  for (const [id] of own) {
    rest.delete(id);
  }
  return own
    .toSorted(([, left], [, right]) => startOf(left) - startOf(right))
    .map(([id, files]) => toCall(files, callsOf(id, rest, endedAt), endedAt));
}

function toCall(files: CallFiles, calls: readonly PluginCall[], endedAt: number): PluginCall {
  const argv = textOf(files, 'argv').split('\0').slice(0, -1);
  const pluginPath = argv[0] ?? '';
  const [status, how] = wordsOf(files, 'end');
  const exitCode = /^\d{1,3}$/.test(status ?? '') ? Number(status) : undefined;
  const startedAt = startOf(files);
  const cut = (['stdin', 'stdout', 'stderr'] as const).filter(
    (stream) => bytesOf(files, stream).length > limits.recordedStream,
  );
  return {
    pluginType: pluginPath.slice(pluginPath.lastIndexOf('/') + 1),
    pluginPath,
    argv,
    env: environmentOf(textOf(files, 'env')),
    stdin: beginningOf(files, 'stdin'),
    stdout: beginningOf(files, 'stdout'),
    stderr: beginningOf(files, 'stderr'),
    exitCode,
    ...(how === 'signal' && exitCode !== undefined && { signal: nameOfSignal(exitCode - 128) }),
    startedAt,
    durationMs: Math.max(0, (files.get('end')?.time ?? endedAt) - startedAt),
    ...(cut.length > 0 && { cut }),
    calls,
  };
}

/** Returns the variables of shell words `'NAME=VALUE' `, in which `'\''` is a quote. */
function environmentOf(words: string): Readonly<Record<string, string>> {
  const entries = [...words.matchAll(/'((?:[^']|'\\'')*)' /g)].map(([, word = '']) => {
    const text = word.replaceAll(`'\\''`, `'`);
    const at = text.indexOf('=');
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
  return Object.fromEntries(entries);
}

function startOf(files: CallFiles): number {
  return (files.get('start') ?? files.get('from'))?.time ?? 0;
}

/** Returns the times of files in ms from lines `SECONDS DATE TIME.FRACTION ZONE NAME` of stat. */
function timesOf(bytes: Uint8Array): ReadonlyMap<string, number> {
  const lines = Buffer.from(bytes)
    .toString()
    .matchAll(/^(\d{1,12}) \S+ [\d:]+(\.\d+)? (?:[+-]\d+ )?(.+)$/gm);
  return new Map(
    [...lines].map(([, seconds, fraction = '', name = '']) => [name, 1000 * Number(`${seconds}${fraction}`)]),
  );
}

function wordsOf(files: CallFiles, extension: string): readonly string[] {
  return textOf(files, extension).trim().split(' ').filter(Boolean);
}

function textOf(files: CallFiles, extension: string): string {
  return Buffer.from(bytesOf(files, extension)).toString();
}

/** Returns a copy, since the archive may be large. */
function beginningOf(files: CallFiles, extension: string): Uint8Array {
  return Uint8Array.from(bytesOf(files, extension).subarray(0, limits.recordedStream));
}

function bytesOf(files: CallFiles, extension: string): Uint8Array {
  return files.get(extension)?.bytes ?? new Uint8Array();
}
