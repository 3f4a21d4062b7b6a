import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { toolEnvironment } from './project.mjs';
import { note } from './progress.mjs';
import { runCommand } from './run-command.mjs';

/** @typedef {{package: string, tool: string, purpose: string}} SystemPackage a Debian package, a file in it, its purpose */

const isAccessible = (file, mode) => {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
};

/**
 * Returns true if a program can be run here, including those in sbin directories.
 * @param {string} tool a command's name, or the absolute path of a file
 * @returns {boolean}
 */
export function hasTool(tool) {
  if (tool.startsWith('/')) {
    return isAccessible(tool, constants.R_OK);
  }
  return toolEnvironment()
    .PATH.split(delimiter)
    .some((directory) => isAccessible(join(directory, tool), constants.X_OK));
}

/** Returns the command before `apt-get` with which this user may install packages, or undefined. */
async function aptPrefix() {
  if (!hasTool('apt-get')) {
    return undefined;
  }
  if (process.getuid?.() === 0) {
    return [];
  }
  return (await runCommand(['sudo', '-n', 'true'])).code === 0 ? ['sudo', '-n'] : undefined;
}

/** Prevents installed services from starting: tests need their programs only. */
const noService = `f=/usr/sbin/policy-rc.d; [ ! -e $f ] || exec "$@"
trap 'rm -f $f' EXIT; printf '#!/bin/sh\\nexit 101\\n' >$f; chmod 755 $f; "$@"`;

async function aptInstall(prefix, packages) {
  // Another installation may be running, such as that of a new machine.
  const aptGet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=300'];
  const apt = (...args) =>
    runCommand([...prefix, '/bin/sh', '-c', noService, 'sh', ...aptGet, ...args], { env: { LC_ALL: 'C' } });
  const install = () => apt('install', '-y', '--no-install-recommends', ...packages);
  const first = await install();
  if (first.code === 0) {
    return first;
  }
  await apt('update');
  return install();
}

/**
 * Installs the Debian packages whose tool is missing, as root or with `sudo -n`. Prints what it does.
 * @param {SystemPackage[]} wanted
 * @returns {Promise<SystemPackage[]>} the packages that are still missing, after printing their remedies
 */
export async function ensureSystemPackages(wanted) {
  const missing = wanted.filter(({ tool }) => !hasTool(tool));
  if (missing.length === 0) {
    return [];
  }
  const names = missing.map((entry) => entry.package);
  const prefix = await aptPrefix();
  if (prefix !== undefined) {
    note(`Installing Debian packages: ${names.join(' ')}`);
    const { output } = await aptInstall(prefix, names);
    const still = missing.filter(({ tool }) => !hasTool(tool));
    if (still.length === 0) {
      return [];
    }
    note(`apt-get failed to install them: ${output.split('\n').slice(-3).join(' ')}`);
  }
  const still = missing.filter(({ tool }) => !hasTool(tool));
  for (const entry of still) {
    note(`Missing: ${entry.tool} (${entry.purpose})`);
  }
  note(`To install: sudo apt-get install ${still.map((entry) => entry.package).join(' ')}`);
  return still;
}
