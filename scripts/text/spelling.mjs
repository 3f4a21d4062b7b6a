// `node scripts/text/spelling.mjs --list [PATH…]` prints every word that cspell does not know in these files or folders.
import { existsSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inProject } from '../project.mjs';
import { placesIn } from './files.mjs';
import { Hindrance } from '../progress.mjs';
import { runCommand } from '../run-command.mjs';

/** Between runs cspell looks only at files that have changed. */
const cache = ['--cache', '--cache-location', 'node_modules/.cache/cspell.json', '--cache-strategy', 'content'];

const globOf = (place) =>
  existsSync(inProject(place)) && statSync(inProject(place)).isDirectory() ? `${place}/**` : place;

/**
 * Words that are neither in the dictionaries nor in cspell.json.
 * @param {string[]} places files or folders, relative to the project; all of it without any
 * @returns {Promise<string[]>} findings as `path:line:column - …`
 */
export async function spellingFindings(places = []) {
  const argv = ['cspell', 'lint', '--no-progress', '--no-summary', '--no-color', '--relative', ...cache];
  const { code, output } = await runCommand([...argv, ...places.map(globOf)]);
  const findings = output.split('\n').filter((line) => /:\d+:\d+ - /.test(line));
  if (code > 1 || (code === 1 && findings.length === 0)) {
    throw new Hindrance(`cspell ended with exit code ${code}.\n${output}`);
  }
  return findings;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const findings = await spellingFindings(placesIn(process.argv.slice(2)));
  console.log([...findings, `${findings.length} found`].join('\n'));
}
