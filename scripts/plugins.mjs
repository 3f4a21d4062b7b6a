import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { note } from './progress.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/** Plugin directories of distributions, in the search order of the extension. */
const standardDirectories = ['/opt/cni/bin', '/usr/lib/cni', '/usr/libexec/cni'];

const holds = (directory, plugin) => {
  try {
    accessSync(join(directory, plugin), constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const searched = () => {
  const own = process.env.CNI_PATH ?? '';
  return own === '' ? standardDirectories : own.split(delimiter).filter((directory) => directory !== '');
};

/**
 * The directories with CNI plugins: those of CNI_PATH where it is set, else the standard ones.
 * @param {string[]} plugins all of which must be found somewhere in them
 * @returns {string[]} undefined when one of the plugins is missing
 */
function directoriesWith(plugins) {
  const directories = searched().filter((directory) => plugins.some((plugin) => holds(directory, plugin)));
  const complete = plugins.every((plugin) => directories.some((directory) => holds(directory, plugin)));
  return complete ? directories : undefined;
}

/**
 * Finds the plugins, or installs Debian's containernetworking-plugins if that is permitted and CNI_PATH is not set.
 * @param {string[]} plugins that are needed
 * @returns {Promise<string[]>} their directories; empty if there are none, after printing the remedy
 */
export async function findPlugins(plugins) {
  const present = directoriesWith(plugins);
  if (present !== undefined) {
    return present;
  }
  note(`The plugins ${plugins.join(', ')} are not in ${searched().join(', ')}.`);
  if (process.env.CNI_PATH) {
    note('CNI_PATH is set. Install the plugins there, or unset it.');
    return [];
  }
  const tool = `/usr/lib/cni/${plugins[0]}`;
  await ensureSystemPackages([{ package: 'containernetworking-plugins', tool, purpose: 'the CNI reference plugins' }]);
  const installed = directoriesWith(plugins);
  if (installed === undefined) {
    note('Or unpack a release of github.com/containernetworking/plugins and set CNI_PATH to its directory.');
  }
  return installed ?? [];
}
