import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { editorPackage, toolNode } from './project.mjs';
import { ensureDependencies } from './install.mjs';
import { note } from './progress.mjs';

const codeServer = join(editorPackage, 'node_modules', 'code-server');
const vscode = join(codeServer, 'lib', 'vscode');

/** Links that code-server's installation creates, such as `code` in its terminal. */
const links = [
  { at: 'bin/remote-cli/code-server', to: 'code-linux.sh' },
  { at: 'bin/helpers/browser.sh', to: 'browser-linux.sh' },
];

/**
 * Installs code-server (VS Code in the browser) from test/e2e's lock. Runs no install scripts, so that no compiler is
 * needed. The editor works without what those scripts would build (log files, Kerberos proxies).
 * @returns {Promise<{codeServer: string[], server: string[]}>} the commands, to be followed by options: code-server, and
 *   the server of VS Code within it
 */
export async function ensureEditor() {
  if (!existsSync(codeServer)) {
    note('Installing code-server 4.139.1 (VS Code 1.139.1) in test/e2e (about 600 MB)…');
  }
  const flags = ['--ignore-scripts', '--omit=dev'];
  await ensureDependencies(editorPackage, { flags });
  for (const directory of [vscode, join(vscode, 'extensions')]) {
    await ensureDependencies(directory, { command: 'install', flags });
  }
  for (const { at, to } of links) {
    rmSync(join(vscode, at), { force: true });
    symlinkSync(to, join(vscode, at));
  }
  return {
    codeServer: [toolNode(), join(codeServer, 'out', 'node', 'entry.js')],
    server: [toolNode(), join(vscode, 'out', 'server-main.js')],
  };
}
