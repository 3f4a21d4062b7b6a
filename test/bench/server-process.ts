import { serverHeap, serverVariables } from '../../client/language/server-heap.ts';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { corpora } from '../corpus/files.ts';
import { bundlePeer } from './peer-server.ts';
import { startServer } from '../integration/server/language-client.ts';
import { round, row, type Absent, type Row } from './table.ts';

const SERVER = join(import.meta.dirname, '../../dist/server.js');
const FILES = 300;

/** Resident memory of a process, in MB. */
function residentMB(pid: number | undefined): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1000;
}

interface Memory {
  readonly afterStart: number;
  readonly afterFiles: number;
  readonly peak: number;
}

/** Memory of a server in MB: after its start, and with many files open, for each of which `features` are asked. */
async function memoryOf(server: string, features: readonly string[], compiled: string): Promise<Memory> {
  const { connection, exited, pid } = startServer(server, ['--stdio'], serverHeap, serverVariables(compiled));
  const capabilities = { textDocument: { diagnostic: {} } };
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities });
  await connection.sendNotification('initialized', {});
  await delay(1000);
  const afterStart = residentMB(pid);
  let peak = afterStart;
  const sound = corpora.flatMap(({ files }) => files('sound'));
  for (const [index, { text, loadedAs }] of [...sound, ...sound].slice(-FILES).entries()) {
    const textDocument = { uri: `file:///hosts/${Math.floor(index / 10)}/net.d/${index}-${loadedAs}` };
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { ...textDocument, languageId: 'cni', version: 1, text },
    });
    for (const feature of features) {
      await connection.sendRequest(`textDocument/${feature}`, { textDocument, position: { line: 2, character: 4 } });
    }
    peak = Math.max(peak, residentMB(pid));
  }
  const afterFiles = residentMB(pid);
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  await exited;
  return { afterStart: round(afterStart, 1), afterFiles: round(afterFiles, 1), peak: round(peak, 1) };
}

/** What the server that is shipped takes of memory, beside one of the JSON language service that only finds problems. */
export async function serverMemory(): Promise<readonly (Row | Absent)[]> {
  const what = `memory of the server, resident, after ${FILES} files`;
  if (!existsSync(SERVER)) {
    return [{ what, skipped: 'dist/server.js is not there: npm run build' }];
  }
  if (!existsSync('/proc/self/status')) {
    return [{ what, skipped: 'there is no /proc' }];
  }
  const folder = mkdtempSync(join(tmpdir(), 'cni-bench-'));
  try {
    const compiled = join(folder, 'compiled');
    // Each start but the first one finds what Node compiled.
    const second = async (server: string, ...features: string[]): Promise<Memory> => {
      await memoryOf(server, features, compiled);
      return memoryOf(server, features, compiled);
    };
    const peer = await second(await bundlePeer('json-server.ts', folder), 'diagnostic');
    const ours = await second(SERVER, 'diagnostic', 'completion', 'hover', 'documentSymbol');
    return [
      row(
        what,
        'MB',
        {
          ours: ours.afterFiles,
          peer: { name: 'vscode-json-languageservice, diagnostics only', value: peer.afterFiles },
          details: { ours, peer },
        },
        [
          { name: 'after start', value: ours.afterStart, most: 60 },
          { name: 'after 300 files', value: ours.afterFiles, most: 90 },
        ],
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
