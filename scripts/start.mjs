import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureEditor } from './editor.mjs';
import { ensureDependencies } from './install.mjs';
import { packageExtension } from './release/package.mjs';
import { findPlugins } from './plugins.mjs';
import { cacheDirectory, inProject, toolNode } from './project.mjs';
import { Hindrance, note, runScript, steps } from './progress.mjs';
import { mustRun, runCommand } from './run-command.mjs';
import { ensureSystemPackages, hasTool } from './system-packages.mjs';

const isRoot = process.getuid?.() === 0;
const examples = inProject('examples');

/** The programs of the tutorial besides plugins. */
const tools = [
  { package: 'iproute2', tool: 'ip', purpose: 'namespaces and links' },
  { package: 'util-linux', tool: 'unshare', purpose: 'the sandbox' },
  { package: 'iptables', tool: 'iptables', purpose: 'ipMasq of the tutorial' },
  { package: 'iputils-ping', tool: 'ping', purpose: 'reaching the gateway' },
];

async function prepare() {
  const missing = await ensureSystemPackages(tools);
  const directories = await findPlugins(['ptp', 'host-local']);
  if (directories.length > 0) {
    note(`plugins: ${directories.join(', ')}`);
  }
  return { directories, missing };
}

/** Runs the tutorial, unless its programs are missing. The editor's language features do not need them. */
async function runTutorial({ directories, missing }) {
  if (directories.length === 0 || missing.length > 0) {
    note('Skipped: install the programs above, then run `npm start` again. Editing and checking works without them.');
    return false;
  }
  const argv = [toolNode(), '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', inProject('cli', 'tutorial.ts')];
  const { code } = await runCommand(argv, { env: { CNI_PATH: directories.join(':') }, show: true });
  return code === 0;
}

async function openDesktop() {
  const asRoot = isRoot ? ['--no-sandbox', '--user-data-dir', join(cacheDirectory(), 'vscode')] : [];
  await mustRun(['code', ...asRoot, '--new-window', `--extensionDevelopmentPath=${inProject('')}`, examples]);
  note('VS Code is open with the extension.');
}

function freePort(wanted) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', () => (wanted === 0 ? reject(new Hindrance('There is no free port.')) : resolve(freePort(0))));
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Initial settings, which the user may change later. */
const firstSettings = {
  'chat.disableAIFeatures': true,
  'git.openRepositoryInParentFolders': 'never',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

function writeFirstSettings(directory) {
  const user = join(directory, 'data', 'User');
  const file = join(user, 'settings.json');
  if (existsSync(file)) {
    return;
  }
  mkdirSync(user, { recursive: true });
  writeFileSync(file, `${JSON.stringify(firstSettings, null, 2)}\n`);
}

/** VS Code's server; its address carries a token, so that other users of this machine cannot connect. */
async function openInBrowser() {
  const { server } = await ensureEditor();
  const directory = join(cacheDirectory(), 'editor');
  writeFirstSettings(directory);
  const argv = [
    ...server,
    '--disable-workspace-trust',
    '--accept-server-license-terms',
    '--server-data-dir',
    directory,
    '--telemetry-level',
    'off',
  ];
  const { path } = await packageExtension();
  await mustRun([...argv, '--install-extension', path, '--force']);
  const port = await freePort(8642);
  const token = randomBytes(12).toString('hex');
  note(`Open   http://127.0.0.1:${port}/?tkn=${token}&folder=${encodeURIComponent(examples)}`);
  note(`From another machine, first run   ssh -L ${port}:127.0.0.1:${port} <this machine>`);
  note('Press Ctrl+C to end it.');
  await mustRun([...argv, '--host', '127.0.0.1', '--port', String(port), '--connection-token', token]);
}

/** `npm start [-- --no-editor]` */
await runScript(async () => {
  const step = steps();
  await step('Install the dependencies', () => ensureDependencies());
  await step('Build the extension', build);
  const found = await step('Find CNI plugins and tools', prepare);
  const went = await step('Run the tutorial in the sandbox (nothing on this machine changes)', () =>
    runTutorial(found),
  );
  if (process.argv.includes('--no-editor')) {
    process.exitCode = went ? 0 : 1;
    return;
  }
  if (hasTool('code')) {
    await step('Open the examples in VS Code', openDesktop);
  } else {
    await step('Open the examples in VS Code in the browser (there is no `code` on the PATH)', openInBrowser);
  }
});
