import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverHeap, serverVariables } from '../../client/language/server-heap.ts';
import { startServer } from '../integration/server/language-client.ts';
import { bundlePeer } from './peer-server.ts';
import { contender, inTurns, type Timed } from './in-turns.ts';
import { summarize } from './samples.ts';
import { row, type Absent, type Row } from './table.ts';

const ROUNDS = 15;
const ROOT = join(import.meta.dirname, '../..');
const EXAMPLE = join(ROOT, 'examples/net.d/20-bridge-portmap.conflist');
const MISSING = 'dist/ is not there: npm run build';

/**
 * From the start of a server's process to its answer about the first document that is opened, in ms. Node has its
 * compiled code in a folder, as in each start but the first one.
 */
async function firstAnswer(server: string, text: string, compiled: string): Promise<number> {
  const began = performance.now();
  const { connection, exited } = startServer(server, ['--stdio'], serverHeap, serverVariables(compiled));
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

/**
 * The language server that is shipped, from its start to the first diagnostics. Beside it the JSON language service with
 * our published schema; and what nothing on this machine can do without: the language server library with no language
 * in it, and Node that speaks the protocol by hand.
 */
export async function firstDiagnostics(): Promise<readonly (Row | Absent)[]> {
  const what = 'start of the server to first diagnostics, cold';
  const server = join(ROOT, 'dist/server.js');
  if (!existsSync(server)) {
    return [{ what, skipped: MISSING }];
  }
  const text = readFileSync(EXAMPLE, 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'cni-bench-'));
  const compiled = join(folder, 'compiled');
  try {
    const peer = async (file: string): Promise<Timed> => {
      const bundled = await bundlePeer(file, folder);
      return contender(() => firstAnswer(bundled, text, compiled));
    };
    const contenders = {
      ours: contender(() => firstAnswer(server, text, compiled)),
      jsonLanguageService: await peer('json-server.ts'),
      libraryAlone: await peer('library-server.ts'),
      nodeAlone: await peer('bare-server.ts'),
    };
    await inTurns(Object.values(contenders), ROUNDS);
    const ours = summarize(contenders.ours.times);
    const jsonLanguageService = summarize(contenders.jsonLanguageService.times);
    const libraryAlone = summarize(contenders.libraryAlone.times);
    const nodeAlone = summarize(contenders.nodeAlone.times);
    return [
      row(
        what,
        'ms',
        {
          ours: ours.p50,
          peer: { name: 'vscode-json-languageservice', value: jsonLanguageService.p50 },
          details: { ours, jsonLanguageService, libraryAlone, nodeAlone },
        },
        [{ name: 'ms', value: ours.p50, most: 150 }],
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a new process takes to load a module against a stand-in of `vscode`, and to activate it if it can be, in ms. */
function loadIn(file: string): Promise<number> {
  const script = join(import.meta.dirname, 'activate.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, file], { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${file} could not be activated: ${stderr}`);
  }
  return Promise.resolve(Number(stdout));
}

/**
 * Activation of the client: load and `activate` in a process of its own, against a stand-in of the editor's API, which
 * answers at once. So it is our part of what VS Code shows under Running Extensions. The peer is the language client
 * library alone, which extensions commonly load when they are activated.
 */
export async function activation(): Promise<readonly (Row | Absent)[]> {
  const what = 'activation, against a stand-in of the editor';
  const [client, library] = ['client.js', 'language-client.js'].map((file) => join(ROOT, 'dist', file));
  if (client === undefined || library === undefined || !existsSync(client)) {
    return [{ what, skipped: MISSING }];
  }
  const contenders = [contender(() => loadIn(client)), contender(() => loadIn(library))] as const;
  await inTurns(contenders, ROUNDS);
  const [ours, languageClientLibrary] = [summarize(contenders[0].times), summarize(contenders[1].times)];
  const peer = { name: 'the language client library', value: languageClientLibrary.p50 };
  const limit = { name: 'ms', value: ours.p50, most: 30 };
  return [row(what, 'ms', { ours: ours.p50, peer, details: { ours, languageClientLibrary } }, [limit])];
}
