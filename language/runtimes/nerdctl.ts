import * as l10n from '@vscode/l10n';
import { byteOrder, inOrder, isConfiguration, loadListText, unread } from './load-file.ts';
import type { DirectoryFile, FileView, Runtime } from './view.ts';

/** The default namespace, whose directory nerdctl reads in addition to the common one. */
const namespace = 'default';

/** nerdctl (pkg/netutil): every file is read as a list, and one that is not a list breaks every network command. */
export const nerdctl: Runtime = {
  name: 'nerdctl',
  reads: () =>
    l10n.t(
      'Reads all .conf, .conflist and .json files as lists, including those in the directory of its namespace. If a file does not load, every network command fails. Plugins in separate files are not loaded. The default network is "bridge", which nerdctl creates.',
    ),
  view(files) {
    const own = files.filter(({ name }) => name.startsWith(`${namespace}/`) && name.split('/').length === 2);
    const ordered = [...inOrder(files), ...own.toSorted((a, b) => byteOrder(a.name, b.name))];
    const read = ordered.filter(isConfiguration);
    const broken = read.find((file) => loadListText(file).error !== undefined);
    const views = ordered.map((file): FileView => {
      if (!read.includes(file)) {
        return unread(file);
      }
      return viewOf(file, read, broken);
    });
    return { files: views, verdict: verdictOf(broken, views) };
  },
};

function viewOf(file: DirectoryFile, read: readonly DirectoryFile[], broken: DirectoryFile | undefined): FileView {
  const { list, error } = loadListText(file);
  if (list === undefined) {
    const why = l10n.t('The file is not a list. No network command works while it is in this directory.');
    return { file: file.name, outcome: 'breaks', why, report: error };
  }
  const network = list.name;
  if (broken !== undefined) {
    return {
      file: file.name,
      outcome: 'unreached',
      network,
      why: l10n.t('{0} prevents nerdctl from reading the directory.', broken.name),
    };
  }
  const later = read.slice(read.indexOf(file) + 1).findLast((other) => loadListText(other).list?.name === network);
  if (later !== undefined) {
    return {
      file: file.name,
      outcome: 'ignored',
      network,
      why: l10n.t('{0} has the same name, and the last file wins.', later.name),
    };
  }
  return network === 'bridge'
    ? {
        file: file.name,
        outcome: 'default',
        network,
        why: l10n.t('It is called "bridge", so it is the default network.'),
      }
    : { file: file.name, outcome: 'loaded', network, why: l10n.t('For containers that request it with --network.') };
}

function verdictOf(broken: DirectoryFile | undefined, views: readonly FileView[]): string {
  if (broken !== undefined) {
    return l10n.t('Every command that needs a network fails because of {0}.', broken.name);
  }
  const found = views.find(({ outcome }) => outcome === 'default');
  return found === undefined
    ? l10n.t('nerdctl creates its default network "bridge" itself, in nerdctl-bridge.conflist.')
    : l10n.t('Containers get "bridge" from {0}. They can request others by name.', found.file);
}
