import * as l10n from '@vscode/l10n';
import { kindOf, loadByExtension, viewEach } from './load-file.ts';
import type { DirectoryFile, FileView, Runtime } from './view.ts';

/** CRI-O (ocicni, loadNetworks) without cni_default_network. */
export const criO: Runtime = {
  name: 'CRI-O',
  reads: () =>
    l10n.t(
      'Loads every valid file in byte order. The first one is the default network, unless cni_default_network names another. Files that are invalid, or whose plugins are missing or do not support the version, are logged and skipped.',
    ),
  view(files, directory) {
    const owners = new Map<string, string>();
    let first: FileView | undefined;
    const views = viewEach(files, (file) => {
      const view = viewOf(file, files, directory, owners, first);
      if (view.outcome === 'default') {
        first = view;
      }
      return view;
    });
    const verdict =
      first === undefined
        ? l10n.t(
            'No network. CRI-O reports "no CNI configuration file in {0}. Has your network provider started?".',
            directory,
          )
        : l10n.t(
            'Pods get the network {0} from {1}. They can request others by name.',
            JSON.stringify(first.network),
            first.file,
          );
    return { files: views, verdict };
  },
};

function viewOf(
  file: DirectoryFile,
  files: readonly DirectoryFile[],
  directory: string,
  owners: Map<string, string>,
  first: FileView | undefined,
): FileView {
  const path = `${directory}/${file.name}`;
  const { list, error } = loadByExtension(file, files);
  if (list === undefined) {
    const report = `Error loading CNI ${kindOf(file)} ${path}: ${error}`;
    return { file: file.name, outcome: 'skipped', why: l10n.t('The file does not load.'), report };
  }
  const network = list.name === '' ? file.name : list.name;
  const type = list.plugins[0]?.network.type ?? '';
  const owner = owners.get(network);
  if (owner !== undefined) {
    const report = `Ignored CNI network ${network} (type=${type}) at ${path} because already exists`;
    const why = l10n.t('{0} has the same name and comes first.', owner);
    return { file: file.name, outcome: 'ignored', network, why, report };
  }
  owners.set(network, file.name);
  const report = `Found CNI network ${network} (type=${type}) at ${path}`;
  return first === undefined
    ? { file: file.name, outcome: 'default', network, why: l10n.t('The first valid file in byte order.'), report }
    : { file: file.name, outcome: 'loaded', network, why: l10n.t('For pods that request it.'), report };
}
