import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project.mjs';
import { Hindrance, note } from './progress.mjs';
import { mustRun } from './run-command.mjs';

const packagesOf = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {});

/** Returns the lock file. Published packages have npm-shrinkwrap.json instead. */
const lockOf = (directory) =>
  ['package-lock.json', 'npm-shrinkwrap.json'].map((name) => join(directory, name)).find((file) => existsSync(file));

/**
 * Returns the packages whose installation differs from the lock, except optional ones of other platforms.
 * @param {string} directory of a package.json with its lock
 * @param {boolean} omitDev without development dependencies
 * @returns {string[]} paths such as `node_modules/esbuild`
 */
function outdatedPackages(directory, omitDev) {
  const installed = packagesOf(join(directory, 'node_modules', '.package-lock.json'));
  const outdated = (path, entry) => {
    if (installed[path] !== undefined) {
      return installed[path].version !== entry.version;
    }
    return !entry.optional && !entry.inBundle && !(omitDev && entry.dev);
  };
  return Object.entries(packagesOf(lockOf(directory)))
    .filter(([path, entry]) => path !== '' && !entry.link && outdated(path, entry))
    .map(([path]) => path);
}

/**
 * Runs `npm ci` if node_modules is missing or differs from the lock.
 * @param {string} [directory] of the package; default: the project
 * @param {{command?: 'ci' | 'install', flags?: string[]}} [options] `install` for a lock that `npm ci` rejects
 * @returns {Promise<boolean>} whether anything was installed
 */
export async function ensureDependencies(directory = projectRoot, { command = 'ci', flags = [] } = {}) {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) {
    throw new Hindrance(`Node ${process.versions.node} is too old.`, 'Install Node 20 or later.');
  }
  const outdated = outdatedPackages(directory, flags.includes('--omit=dev'));
  if (outdated.length === 0) {
    return false;
  }
  note(`Running npm ${command} in ${directory} (${outdated.length} missing or outdated packages)…`);
  await mustRun(['npm', command, '--no-audit', '--no-fund', '--loglevel=error', ...flags], {
    cwd: directory,
    remedy: 'Check that npm reaches its registry. Behind a proxy, set HTTPS_PROXY or run `npm config set registry …`.',
  });
  return true;
}
