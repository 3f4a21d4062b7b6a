import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { inProject, projectRoot } from '../project.mjs';

const isBelow = (path, places) =>
  places.length === 0 || places.some((place) => path === place || path.startsWith(`${place}/`));

/**
 * The files that Git knows or would add.
 * @param {string[]} [places] files or folders, relative to the project; all of it without any
 * @returns {string[]} paths relative to the project
 */
export function filesBelow(places = []) {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: projectRoot, encoding: 'utf8' });
  return listed.split('\n').filter((path) => path !== '' && isBelow(path, places) && existsSync(inProject(path)));
}

/** The files or folders that a command line names, without `./` at the start or `/` at the end. */
export const placesIn = (args) =>
  args.filter((argument) => !argument.startsWith('--')).map((place) => place.replaceAll(/^\.\/|\/$/g, ''));
