import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { temporaryName } from '../../engine/host/files/temporary-file.ts';

/**
 * Writes a file that only its owner can read, in place of one that was there, whose mode it does not keep. A failure leaves
 * the old one.
 */
export async function writeOwnFile(file: vscode.Uri, text: string): Promise<void> {
  if (file.scheme === 'file') {
    const temporary = path.join(path.dirname(file.fsPath), temporaryName());
    try {
      await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
      await rename(temporary, file.fsPath);
    } finally {
      await rm(temporary, { force: true });
    }
  } else {
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  }
}
