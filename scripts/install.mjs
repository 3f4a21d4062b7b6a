import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project.mjs';
import { Hindrance, note } from './progress.mjs';
import { mustRun } from './run-command.mjs';

const packagesOf = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {});

/** Published packages carry their lock as npm-shrinkwrap.json. */
const lockOf = (directory) =>
  ['package-lock.json', 'npm-shrinkwrap.json'].map((name) => join(directory, name)).find((file) => existsSync(file));

/**
 * What of a lock is not installed as the lock says; optional packages of other platforms do not count.
 * @param {string} directory of a package.json with its lock
 * @param {boolean} omitDev when only the packages that are needed to run are wanted
 * @returns {string[]} paths such as `node_modules/esbuild`
 */
function outdatedPackages(directory, omitDev) {
  const installed = packagesOf(join(directory, 'node_modules', '.package-lock.json'));
  const outdated = (path, entry) => {
    if (installed[path] !== undefined) return installed[path].version !== entry.version;
    return !entry.optional && !entry.inBundle && !(omitDev && entry.dev);
  };
  return Object.entries(packagesOf(lockOf(directory)))
    .filter(([path, entry]) => path !== '' && !entry.link && outdated(path, entry))
    .map(([path]) => path);
}

/**
 * Runs `npm ci` when node_modules is missing or not what the lock says.
 * @param {string} [directory] of the package; the project's when not given
 * @param {{command?: 'ci' | 'install', flags?: string[]}} [options] `install` for a lock that `npm ci` refuses
 * @returns {Promise<boolean>} whether anything was installed
 */
export async function ensureDependencies(directory = projectRoot, { command = 'ci', flags = [] } = {}) {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new Hindrance(`This is Node ${process.versions.node}.`, 'Install Node 20 or later.');
  const outdated = outdatedPackages(directory, flags.includes('--omit=dev'));
  if (outdated.length === 0) return false;
  note(`npm ${command} in ${directory}: ${outdated.length} packages are missing or outdated`);
  await mustRun(['npm', command, '--no-audit', '--no-fund', '--loglevel=error', ...flags], {
    cwd: directory,
    cure: 'npm needs to reach its registry; behind a proxy set HTTPS_PROXY, or `npm config set registry …`.',
  });
  return true;
}
