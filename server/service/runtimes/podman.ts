import { extensionOf, inOrder, loadList } from './load-file.ts';
import type { DirectoryFile, FileView, Runtime } from './view.ts';

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

/** Podman 4 with the CNI backend (containers/common, libnetwork/cni). */
export const podman: Runtime = {
  name: 'Podman 4 (CNI backend)',
  reads:
    'Loads every valid .conflist in byte order, and no other file. Invalid ones, and those whose plugins are missing, ' +
    'are warned of and skipped. The default network is the one called "podman".',
  view(files, directory) {
    const owners = new Map<string, string>();
    const views = inOrder(files).map((file) => viewOf(file, files, directory, owners));
    const found = views.find(({ outcome }) => outcome === 'default');
    const verdict =
      found === undefined
        ? 'Podman keeps its default network "podman" (bridge cni-podman0, 10.88.0.0/16) in memory, for no file has it.'
        : `Containers get "podman" of ${found.file}; others can be asked for by name.`;
    return { files: views, verdict };
  },
};

function viewOf(
  file: DirectoryFile,
  files: readonly DirectoryFile[],
  directory: string,
  owners: Map<string, string>,
): FileView {
  const path = `${directory}/${file.name}`;
  if (extensionOf(file.name) !== '.conflist') {
    return { file: file.name, outcome: 'unread', why: 'It reads files that end in .conflist only' };
  }
  const { list, error } = loadList(file, files);
  if (list === undefined) {
    const says = `Error loading CNI config file ${path}: ${error}`;
    return { file: file.name, outcome: 'skipped', why: 'It does not load', says };
  }
  const network = list.name;
  if (!NAME.test(network)) {
    const says = `CNI config list ${path} has invalid name, skipping: names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*: invalid argument`;
    return { file: file.name, outcome: 'skipped', network, why: 'Its name is not allowed', says };
  }
  const owner = owners.get(network);
  if (owner !== undefined) {
    const says = `CNI config list ${path} has the same network name as ${directory}/${owner}, skipping`;
    return { file: file.name, outcome: 'ignored', network, why: `${owner} has the same name and comes first`, says };
  }
  owners.set(network, file.name);
  return network === 'podman'
    ? { file: file.name, outcome: 'default', network, why: 'Called "podman", the default network' }
    : { file: file.name, outcome: 'loaded', network, why: 'For containers that ask for it with --network' };
}
