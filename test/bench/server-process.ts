import { serverHeap } from '../../client/server-heap.ts';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { ABSENT, corpusFiles } from '../corpus/files.ts';
import { startServer } from '../unit/server/language-client.ts';
import { round, type Absent, type Row } from './table.ts';

const SERVER = join(import.meta.dirname, '../../dist/server.js');
const FILES = 300;

/** Resident memory of a process, in MB. */
function residentMB(pid: number | undefined): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1000;
}

/** What the server that is shipped takes of memory: after its start, and with many files open that were asked about. */
export async function serverMemory(): Promise<readonly (Row | Absent)[]> {
  const what = 'resident memory of the server, MB';
  if (!existsSync(SERVER)) return [{ what, skipped: 'dist/server.js is not there: npm run build' }];
  if (!existsSync('/proc/self/status')) return [{ what, skipped: 'there is no /proc' }];
  if (ABSENT !== undefined) return [{ what, skipped: ABSENT }];
  const { connection, exited, pid } = startServer(SERVER, ['--stdio'], serverHeap);
  const capabilities = { textDocument: { diagnostic: {} } };
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities });
  await connection.sendNotification('initialized', {});
  await delay(1000);
  const afterStart = residentMB(pid);
  let peak = afterStart;
  for (const [index, { text, loadedAs }] of corpusFiles('strict').slice(0, FILES).entries()) {
    const textDocument = { uri: `file:///hosts/${Math.floor(index / 10)}/net.d/${index}-${loadedAs}` };
    const at = { textDocument, position: { line: 2, character: 4 } };
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { ...textDocument, languageId: 'cni', version: 1, text },
    });
    await connection.sendRequest('textDocument/diagnostic', { textDocument });
    await connection.sendRequest('textDocument/completion', at);
    await connection.sendRequest('textDocument/hover', at);
    await connection.sendRequest('textDocument/documentSymbol', { textDocument });
    peak = Math.max(peak, residentMB(pid));
  }
  const afterFiles = residentMB(pid);
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  await exited;
  return [
    {
      what,
      measured: {
        afterStart: round(afterStart, 1),
        afterFiles: round(afterFiles, 1),
        peak: round(peak, 1),
        files: FILES,
      },
      budget: 'after start ≤ 60, after 300 files ≤ 90',
      holds: afterStart <= 60 && afterFiles <= 90,
    },
  ];
}
