import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The directory of the clone, without a slash at the end. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** @param {...string} parts of a path below the clone */
export const inProject = (...parts) => join(projectRoot, ...parts);

/** The e2e tests' own package: its lock brings the editor. */
export const editorPackage = inProject('test', 'e2e');

/** The package of the tests in Wine: its lock brings the Node of Windows. */
export const windowsPackage = inProject('test', 'windows');

/** The project's package.json. */
export const manifest = () => JSON.parse(readFileSync(inProject('package.json'), 'utf8'));

/** Node 24 once the dependencies are installed, else the Node that runs this. */
export function toolNode() {
  const installed = inProject('node_modules', '.bin', 'node');
  return existsSync(installed) ? installed : process.execPath;
}

/**
 * The environment in which the project's tools run: `node_modules/.bin` (and with it Node 24) and the sbin directories
 * first and last in PATH.
 * @param {Record<string, string>} [extra]
 */
export function toolEnvironment(extra = {}) {
  const path = [inProject('node_modules', '.bin'), process.env.PATH ?? '', '/usr/sbin', '/sbin'];
  return { ...process.env, PATH: path.join(delimiter), ...extra };
}

/** Where builds of other projects are kept between runs. */
export function cacheDirectory() {
  return join(process.env.XDG_CACHE_HOME ?? join(process.env.HOME ?? '/root', '.cache'), 'cni-workbench');
}
