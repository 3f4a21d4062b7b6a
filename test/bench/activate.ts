/** Loads the bundle that is named, activates it if it is an extension, and prints how long that took, in ms. */
import { createRequire, registerHooks } from 'node:module';
import { dirname } from 'node:path';
import { vscode } from '../stand-in/inert-vscode.ts';

const file = process.argv[2] ?? '';
Object.assign(globalThis, { vscodeStandIn: vscode });
const url = 'stand-in:vscode';
registerHooks({
  resolve: (name, context, next) => (name === 'vscode' ? { url, shortCircuit: true } : next(name, context)),
  load: (asked, context, next) =>
    asked === url
      ? { format: 'commonjs', source: 'module.exports = vscodeStandIn;', shortCircuit: true }
      : next(asked, context),
});
const load = createRequire(import.meta.url);
const context = {
  subscriptions: [],
  asAbsolutePath: (path: string) => `${dirname(dirname(file))}/${path}`,
  logUri: vscode['Uri'],
  globalStorageUri: vscode['Uri'],
  workspaceState: vscode['Memento'],
};
// The extension host has these loaded when it comes to us.
for (const name of ['child_process', 'crypto', 'fs/promises', 'http', 'https', 'net', 'os', 'zlib']) {
  load(`node:${name}`);
}
const began = performance.now();
const loaded: object = load(file);
if ('activate' in loaded && typeof loaded.activate === 'function') {
  loaded.activate(context);
}
process.stdout.write(String(performance.now() - began));
process.exit();
