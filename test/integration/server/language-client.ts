import { fork, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

/** Bundles the server as the build does, into a folder of its own. */
export async function bundleServer(): Promise<{ path: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'cni-server-'));
  const path = join(folder, 'server.js');
  await build({
    entryPoints: [fileURLToPath(new URL('../../../server/main.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    outfile: path,
    logLevel: 'error',
  });
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A server process, by a Node with `flags` and more variables, and the connection to it over stdio. */
export function startServer(
  path: string,
  args: readonly string[] = ['--stdio'],
  flags: readonly string[] = [],
  variables: Readonly<Record<string, string>> = {},
) {
  const env = { ...process.env, ...variables };
  const server = spawn(process.execPath, [...flags, path, ...args], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  const exited = new Promise<number | null>((resolve) => {
    server.on('exit', resolve);
  });
  return { connection, exited, pid: server.pid };
}

/** A server process and the connection to it over Node's own channel, as VS Code starts it. */
export function forkServer(path: string) {
  const server = fork(path, ['--node-ipc'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const connection = createMessageConnection(new IPCMessageReader(server), new IPCMessageWriter(server));
  connection.listen();
  const exited = new Promise<number | null>((resolve) => {
    server.on('exit', resolve);
  });
  return { connection, exited };
}
