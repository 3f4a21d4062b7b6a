import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Returns optional packages (mostly binaries of other platforms) that are missing in a lock. npm omits them if its registry
 * does not have them, and `npm ci` then rejects the lock everywhere.
 * @param {string} directory of a package-lock.json
 * @returns {string[]} such as `oxlint → @oxlint/binding-win32-x64-msvc`
 */
export function missingFromLock(directory) {
  const { packages } = JSON.parse(readFileSync(join(directory, 'package-lock.json'), 'utf8'));
  const paths = Object.keys(packages);
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !paths.some((other) => other.endsWith(`node_modules/${name}`)))
      .map((name) => `${path.split('node_modules/').at(-1)} → ${name} is not in ${directory}/package-lock.json`),
  );
}
