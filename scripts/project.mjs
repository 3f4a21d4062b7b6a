import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The directory of the clone, without a trailing slash. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** @param {...string} parts of a path below the clone */
export const inProject = (...parts) => join(projectRoot, ...parts);

/** The package of the e2e tests, whose lock includes the editor. */
export const editorPackage = inProject('test', 'e2e');

/** The package of the tests in Wine, whose lock includes the Node of Windows. */
export const windowsPackage = inProject('test', 'windows');

/** The project's package.json. */
export const manifest = () => JSON.parse(readFileSync(inProject('package.json'), 'utf8'));

/** Returns Node 24 once the dependencies are installed, else the Node of this process. */
export function toolNode() {
  const installed = inProject('node_modules', '.bin', 'node');
  return existsSync(installed) ? installed : process.execPath;
}

/**
 * Returns the environment for the project's tools: PATH begins with `node_modules/.bin` (which has Node 24) and ends with the
 * sbin directories.
 * @param {Record<string, string>} [extra]
 */
export function toolEnvironment(extra = {}) {
  const path = [inProject('node_modules', '.bin'), process.env.PATH ?? '', '/usr/sbin', '/sbin'];
  return { ...process.env, PATH: path.join(delimiter), ...extra };
}

/** Returns the directory for builds of other projects. */
export function cacheDirectory() {
  return join(process.env.XDG_CACHE_HOME ?? join(process.env.HOME ?? '/root', '.cache'), 'cni-workbench');
}
