import { kindOf, loadByExtension, viewEach } from './load-file.ts';
import type { DirectoryFile, FileView, Runtime } from './view.ts';

/** CRI-O (ocicni, loadNetworks) without cni_default_network. */
export const criO: Runtime = {
  name: 'CRI-O',
  reads:
    'Loads every valid file in byte order; the first is the default network unless cni_default_network names one. ' +
    'Invalid files, and those whose plugins are missing or do not know the version, are logged and skipped.',
  view(files, directory) {
    const owners = new Map<string, string>();
    let first: FileView | undefined;
    const views = viewEach(files, (file) => {
      const view = viewOf(file, files, directory, owners, first);
      if (view.outcome === 'default') first = view;
      return view;
    });
    const verdict =
      first === undefined
        ? `No network: "no CNI configuration file in ${directory}. Has your network provider started?".`
        : `Pods get ${JSON.stringify(first.network)} of ${first.file}; others can be asked for by name.`;
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
    const says = `Error loading CNI ${kindOf(file)} ${path}: ${error}`;
    return { file: file.name, outcome: 'skipped', why: 'It does not load', says };
  }
  const network = list.name === '' ? file.name : list.name;
  const type = list.plugins[0]?.network.type ?? '';
  const owner = owners.get(network);
  if (owner !== undefined) {
    const says = `Ignored CNI network ${network} (type=${type}) at ${path} because already exists`;
    return { file: file.name, outcome: 'ignored', network, why: `${owner} has the same name and comes first`, says };
  }
  owners.set(network, file.name);
  const says = `Found CNI network ${network} (type=${type}) at ${path}`;
  return first === undefined
    ? { file: file.name, outcome: 'default', network, why: 'The first valid file in byte order', says }
    : { file: file.name, outcome: 'loaded', network, why: 'For pods that ask for it', says };
}
