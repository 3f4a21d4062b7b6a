import { extensionOf, inOrder, isConfiguration, loadList, loadSingle, unread } from './load-file.ts';
import type { DirectoryFile, FileView, Runtime } from './view.ts';

/** Go's cnitool, ours, and whatever calls libcni's LoadNetworkConf: first the lists, then the single files. */
export const libcni: Runtime = {
  name: 'libcni (cnitool)',
  reads:
    'Looks a network up by name: first in all .conflist files, then in all .conf and .json files, each in byte order. ' +
    'Every file up to the one it looks for must load.',
  view(files, directory) {
    const ordered = inOrder(files);
    const lists = ordered.filter(({ name }) => extensionOf(name) === '.conflist');
    const singles = ordered.filter((file) => isConfiguration(file) && !lists.includes(file));
    const views = new Map<string, FileView>();
    const owners = new Map<string, string>();
    let broken: string | undefined;
    for (const file of [...lists, ...singles]) {
      const view = viewOf(file, files, broken, owners);
      views.set(file.name, view);
      if (view.outcome === 'breaks') broken = file.name;
    }
    return {
      files: ordered.map((file) => views.get(file.name) ?? unread(file)),
      verdict: verdictOf(owners, broken, views.size, directory),
    };
  },
};

function viewOf(
  file: DirectoryFile,
  files: readonly DirectoryFile[],
  broken: string | undefined,
  owners: Map<string, string>,
): FileView {
  const isList = extensionOf(file.name) === '.conflist';
  const { list, error } = isList ? loadList(file, files) : loadSingle(file);
  const network = list?.name;
  if (broken !== undefined) {
    const why = `The look-up stops at ${broken} before it gets here`;
    return { file: file.name, outcome: 'unreached', ...(network === undefined ? {} : { network }), why };
  }
  if (network === undefined) {
    const why = 'It does not load, and no network behind it is found';
    return { file: file.name, outcome: 'breaks', why, ...(error === undefined ? {} : { says: error }) };
  }
  const owner = owners.get(network);
  if (owner !== undefined) {
    return { file: file.name, outcome: 'ignored', network, why: `${owner} has the same name and comes first` };
  }
  owners.set(network, file.name);
  return { file: file.name, outcome: 'loaded', network, why: `Found as ${JSON.stringify(network)}` };
}

function verdictOf(
  owners: ReadonlyMap<string, string>,
  broken: string | undefined,
  count: number,
  directory: string,
): string {
  if (count === 0) return `No network: "no net configurations found in ${directory}".`;
  const found =
    owners.size === 0 ? 'No network can be found' : `Networks that can be found: ${[...owners.keys()].join(', ')}`;
  return broken === undefined ? `${found}.` : `${found}; every other name fails because of ${broken}.`;
}
