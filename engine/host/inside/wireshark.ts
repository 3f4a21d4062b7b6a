import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';

/** The machine that may have Wireshark; from `process`, or from a test. */
export interface DesktopMachine {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
}

/** Returns the path of Wireshark on this machine; undefined without it or without a display. */
export async function findWireshark(
  { platform, env }: DesktopMachine = { platform: process.platform, env: process.env },
): Promise<string | undefined> {
  for (const candidate of candidates(platform, env)) {
    const isThere = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) {
      return candidate;
    }
  }
  return undefined;
}

function candidates(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): readonly string[] {
  if (platform === 'win32') {
    return [env['ProgramFiles'], env['ProgramFiles(x86)']].flatMap((folder) =>
      folder === undefined ? [] : [path.win32.join(folder, 'Wireshark', 'Wireshark.exe')],
    );
  }
  if (platform === 'darwin') {
    return ['/Applications/Wireshark.app/Contents/MacOS/Wireshark'];
  }
  const hasDisplay = (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== '';
  return hasDisplay
    ? (env['PATH'] ?? '')
        .split(':')
        .filter((dir) => dir !== '')
        .map((dir) => path.join(dir, 'wireshark'))
    : [];
}

/** Opens a file in Wireshark, which stays open when this process ends. */
export function openInWireshark(program: string, file: string): void {
  const child = spawn(program, [file], { detached: true, stdio: 'ignore' });
  child.once('error', () => undefined);
  child.unref();
}
