import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { toolEnvironment } from './project.mjs';
import { note } from './progress.mjs';
import { runCommand } from './run-command.mjs';

/** @typedef {{package: string, tool: string, purpose: string}} SystemPackage Debian's package, a file that it brings, what for */

const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/**
 * @param {string} tool a command's name, or the absolute path of a file
 * @returns {boolean} whether it can be run here, sbin directories included
 */
export function hasTool(tool) {
  if (tool.startsWith('/')) return isExecutable(tool);
  return toolEnvironment()
    .PATH.split(delimiter)
    .some((directory) => isExecutable(join(directory, tool)));
}

/** How this user may install packages: the words before `apt-get`, or undefined. */
async function aptPrefix() {
  if (!hasTool('apt-get')) return undefined;
  if (process.getuid?.() === 0) return [];
  return (await runCommand(['sudo', '-n', 'true'])).code === 0 ? ['sudo', '-n'] : undefined;
}

/** Keeps what is installed from starting: a test wants the program of a server, and no server. */
const noService = `f=/usr/sbin/policy-rc.d; [ ! -e $f ] || exec "$@"
trap 'rm -f $f' EXIT; printf '#!/bin/sh\\nexit 101\\n' >$f; chmod 755 $f; "$@"`;

async function aptInstall(prefix, packages) {
  const apt = (...args) =>
    runCommand(
      [...prefix, '/bin/sh', '-c', noService, 'sh', 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args],
      { env: { LC_ALL: 'C' } },
    );
  const install = () => apt('install', '-y', '--no-install-recommends', ...packages);
  const first = await install();
  if (first.code === 0) return first;
  await apt('update');
  return install();
}

/**
 * Installs the Debian packages whose tool is not on the machine, as root or by `sudo -n`; says what it does.
 * @param {SystemPackage[]} wanted
 * @returns {Promise<SystemPackage[]>} those that are still missing, each already named with its cure on the terminal
 */
export async function ensureSystemPackages(wanted) {
  const missing = wanted.filter(({ tool }) => !hasTool(tool));
  if (missing.length === 0) return [];
  const names = missing.map((entry) => entry.package);
  const prefix = await aptPrefix();
  if (prefix !== undefined) {
    note(`installing Debian packages: ${names.join(' ')}`);
    const { output } = await aptInstall(prefix, names);
    const still = missing.filter(({ tool }) => !hasTool(tool));
    if (still.length === 0) return [];
    note(`apt-get could not install them: ${output.split('\n').slice(-3).join(' ')}`);
  }
  const still = missing.filter(({ tool }) => !hasTool(tool));
  for (const entry of still) note(`missing: ${entry.tool} (${entry.purpose})`);
  note(`to install: sudo apt-get install ${still.map((entry) => entry.package).join(' ')}`);
  return still;
}
