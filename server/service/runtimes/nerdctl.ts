import { byteOrder, inOrder, isConfiguration, loadListText, unread } from './load-file.ts';
import type { DirectoryFile, FileView, Runtime } from './view.ts';

/** The namespace whose directory nerdctl reads beside the common one, unless told another. */
const NAMESPACE = 'default';

/** nerdctl (pkg/netutil): everything is read as a list, and one file that is none breaks every network command. */
export const nerdctl: Runtime = {
  name: 'nerdctl',
  reads:
    'Reads all .conf, .conflist and .json files, and those in the directory of its namespace, every one as a list. One ' +
    'that does not load breaks everything. Plugins are not side-loaded. The default network is the one that nerdctl made, called "bridge".',
  view(files) {
    const own = files.filter(({ name }) => name.startsWith(`${NAMESPACE}/`) && name.split('/').length === 2);
    const ordered = [...inOrder(files), ...own.toSorted((a, b) => byteOrder(a.name, b.name))];
    const read = ordered.filter(isConfiguration);
    const broken = read.find((file) => loadListText(file).error !== undefined);
    const views = ordered.map((file): FileView => {
      if (!read.includes(file)) return unread(file);
      return viewOf(file, read, broken);
    });
    return { files: views, verdict: verdictOf(broken, views) };
  },
};

function viewOf(file: DirectoryFile, read: readonly DirectoryFile[], broken: DirectoryFile | undefined): FileView {
  const { list, error } = loadListText(file);
  if (list === undefined) {
    const why = 'It is no list, and no network command works while it is here';
    return { file: file.name, outcome: 'breaks', why, says: error };
  }
  const network = list.name;
  if (broken !== undefined) {
    return {
      file: file.name,
      outcome: 'unreached',
      network,
      why: `${broken.name} breaks the reading of the directory`,
    };
  }
  const later = read.slice(read.indexOf(file) + 1).findLast((other) => loadListText(other).list?.name === network);
  if (later !== undefined) {
    return {
      file: file.name,
      outcome: 'ignored',
      network,
      why: `${later.name} has the same name, and the last one wins`,
    };
  }
  return network === 'bridge'
    ? { file: file.name, outcome: 'default', network, why: 'Called "bridge", nerdctl’s default network' }
    : { file: file.name, outcome: 'loaded', network, why: 'For containers that ask for it with --network' };
}

function verdictOf(broken: DirectoryFile | undefined, views: readonly FileView[]): string {
  if (broken !== undefined) return `Every command that needs a network fails because of ${broken.name}.`;
  const found = views.find(({ outcome }) => outcome === 'default');
  return found === undefined
    ? 'nerdctl makes its default network "bridge" itself, in nerdctl-bridge.conflist.'
    : `Containers get "bridge" of ${found.file}; others can be asked for by name.`;
}
