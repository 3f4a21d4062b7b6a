import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { serverHeap } from '../../client/server-heap.ts';
import { startServer } from '../unit/server/language-client.ts';
import { ratio, summarize } from './samples.ts';
import type { Absent, Row } from './table.ts';

const ROUNDS = 15;
const ROOT = join(import.meta.dirname, '../..');
const EXAMPLE = join(ROOT, 'examples/net.d/20-bridge-portmap.conflist');
const MISSING = 'dist/ is not there: npm run build';

/** From the start of a server's process to its answer about the first document that is opened, in ms. */
async function firstAnswer(server: string, text: string): Promise<number> {
  const began = performance.now();
  const { connection, exited } = startServer(server, ['--stdio'], serverHeap);
  const capabilities = { textDocument: { diagnostic: {} } };
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities });
  await connection.sendNotification('initialized', {});
  const textDocument = { uri: 'file:///etc/cni/net.d/10-x.conflist', languageId: 'cni', version: 1, text };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  await connection.sendRequest('textDocument/diagnostic', { textDocument });
  const time = performance.now() - began;
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  await exited;
  return time;
}

/** A server of this folder, bundled like ours. */
async function bundlePeer(file: string, folder: string): Promise<string> {
  const outfile = join(folder, file.replace('.ts', '.js'));
  await build({
    entryPoints: [join(import.meta.dirname, file)],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    define: { SCHEMA_FILE: JSON.stringify(join(ROOT, 'schemas/cni.schema.json')) },
    logLevel: 'error',
  });
  return outfile;
}

/** One of those that are compared: what it does once, in ms, and how long it took. */
interface Contender {
  readonly once: () => Promise<number>;
  readonly times: number[];
}

const contender = (once: () => Promise<number>): Contender => ({ once, times: [] });

/** Lets each work in turns; the first turn is left out, for it finds nothing in the file cache. */
async function inTurns(contenders: readonly Contender[]): Promise<void> {
  for (let round = -1; round < ROUNDS; round++) {
    for (const { once, times } of contenders) {
      const time = await once();
      if (round >= 0) times.push(time);
    }
  }
}

/**
 * The language server that is shipped, from its start to the first diagnostics. Beside it the JSON language service with
 * our published schema; and what nothing on this machine can do without: the language server library with no language
 * in it, and Node that speaks the protocol by hand.
 */
export async function firstDiagnostics(): Promise<readonly (Row | Absent)[]> {
  const what = 'start of the server to first diagnostics over stdio, ms';
  const server = join(ROOT, 'dist/server.js');
  if (!existsSync(server)) return [{ what, skipped: MISSING }];
  const text = readFileSync(EXAMPLE, 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'cni-bench-'));
  try {
    const peer = async (file: string): Promise<Contender> => {
      const bundled = await bundlePeer(file, folder);
      return contender(() => firstAnswer(bundled, text));
    };
    const contenders = {
      ours: contender(() => firstAnswer(server, text)),
      jsonLanguageService: await peer('json-server.ts'),
      libraryAlone: await peer('library-server.ts'),
      nodeAlone: await peer('bare-server.ts'),
    };
    await inTurns(Object.values(contenders));
    const ours = summarize(contenders.ours.times);
    const jsonLanguageService = summarize(contenders.jsonLanguageService.times);
    const libraryAlone = summarize(contenders.libraryAlone.times);
    const nodeAlone = summarize(contenders.nodeAlone.times);
    return [
      {
        what,
        measured: { ours, jsonLanguageService, libraryAlone, nodeAlone, ratio: ratio(ours, jsonLanguageService) },
        budget: 'p50 ≤ 150',
        holds: ours.p50 <= 150,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a new process takes to load a module against a stand-in of `vscode`, and to activate it if it can be, in ms. */
function loadIn(file: string): Promise<number> {
  const script = join(import.meta.dirname, 'activate.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${file} could not be activated: ${stderr}`);
  return Promise.resolve(Number(stdout));
}

/**
 * Activation of the client: load and `activate` in a process of its own, against a stand-in of the editor's API, which
 * answers at once. So it is our part of what VS Code shows under Running Extensions. The peer is the language client
 * library alone, which extensions commonly load when they are activated.
 */
export async function activation(): Promise<readonly (Row | Absent)[]> {
  const what = 'activation of the client against a stand-in of the editor, ms';
  const [client, library] = ['client.js', 'language-client.js'].map((file) => join(ROOT, 'dist', file));
  if (client === undefined || library === undefined || !existsSync(client)) return [{ what, skipped: MISSING }];
  const contenders = [contender(() => loadIn(client)), contender(() => loadIn(library))] as const;
  await inTurns(contenders);
  const [ours, languageClientLibrary] = [summarize(contenders[0].times), summarize(contenders[1].times)];
  return [
    {
      what,
      measured: { ours, languageClientLibrary, ratio: ratio(ours, languageClientLibrary) },
      budget: 'p50 ≤ 30',
      holds: ours.p50 <= 30,
    },
  ];
}
