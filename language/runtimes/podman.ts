import * as l10n from '@vscode/l10n';
import { extensionOf, inOrder, loadList } from './load-file.ts';
import type { DirectoryFile, FileView, Runtime } from './view.ts';

const namePattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

/** Podman 4 with the CNI backend (containers/common, libnetwork/cni). */
export const podman: Runtime = {
  name: 'Podman 4 (CNI backend)',
  reads: () =>
    l10n.t(
      'Loads every valid .conflist file in byte order, and no other file. Files that are invalid, or whose plugins are missing, are skipped with a warning. The default network is the one called "podman".',
    ),
  view(files, directory) {
    const owners = new Map<string, string>();
    const views = inOrder(files).map((file) => viewOf(file, files, directory, owners));
    const found = views.find(({ outcome }) => outcome === 'default');
    const verdict =
      found === undefined
        ? l10n.t(
            'No file holds the default network "podman". Podman keeps it in memory (bridge cni-podman0, 10.88.0.0/16).',
          )
        : l10n.t('Containers get "podman" from {0}. They can request others by name.', found.file);
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
    return { file: file.name, outcome: 'unread', why: l10n.t('Podman reads only files that end in .conflist.') };
  }
  const { list, error } = loadList(file, files);
  if (list === undefined) {
    const report = `Error loading CNI config file ${path}: ${error}`;
    return { file: file.name, outcome: 'skipped', why: l10n.t('The file does not load.'), report };
  }
  const network = list.name;
  if (!namePattern.test(network)) {
    const report = `CNI config list ${path} has invalid name, skipping: names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*: invalid argument`;
    return {
      file: file.name,
      outcome: 'skipped',
      network,
      why: l10n.t('Podman does not allow the name of the network.'),
      report,
    };
  }
  const owner = owners.get(network);
  if (owner !== undefined) {
    const report = `CNI config list ${path} has the same network name as ${directory}/${owner}, skipping`;
    const why = l10n.t('{0} has the same name and comes first.', owner);
    return { file: file.name, outcome: 'ignored', network, why, report };
  }
  owners.set(network, file.name);
  return network === 'podman'
    ? {
        file: file.name,
        outcome: 'default',
        network,
        why: l10n.t('It is called "podman", so it is the default network.'),
      }
    : { file: file.name, outcome: 'loaded', network, why: l10n.t('For containers that request it with --network.') };
}
