import * as l10n from '@vscode/l10n';
import { sentences } from '../../engine/text/sentences.ts';
import { commaList } from '../../engine/text/listing.ts';
import { extensionOf, inOrder, isConfiguration, loadList, loadSingle, unread } from './load-file.ts';
import type { DirectoryFile, FileView, Runtime } from './view.ts';

/** Go's cnitool, ours, and every caller of libcni's LoadNetworkConf: first the lists, then the single files. */
export const libcni: Runtime = {
  name: 'libcni (cnitool)',
  reads: () =>
    l10n.t(
      'Looks up a network by name: first in all .conflist files, then in all .conf and .json files, each in byte order. All files up to the match must load.',
    ),
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
      if (view.outcome === 'breaks') {
        broken = file.name;
      }
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
    const why = l10n.t('The lookup stops at {0} before it reaches this file.', broken);
    return { file: file.name, outcome: 'unreached', network, why };
  }
  if (network === undefined) {
    const why = l10n.t('The file does not load, and networks in later files are not found.');
    return { file: file.name, outcome: 'breaks', why, report: error };
  }
  const owner = owners.get(network);
  if (owner !== undefined) {
    const why = l10n.t('{0} has the same name and comes first.', owner);
    return { file: file.name, outcome: 'ignored', network, why };
  }
  owners.set(network, file.name);
  return {
    file: file.name,
    outcome: 'loaded',
    network,
    why: l10n.t('Found by the name {0}.', JSON.stringify(network)),
  };
}

function verdictOf(
  owners: ReadonlyMap<string, string>,
  broken: string | undefined,
  count: number,
  directory: string,
): string {
  if (count === 0) {
    return l10n.t('No network. libcni reports "no net configurations found in {0}".', directory);
  }
  const found =
    owners.size === 0
      ? l10n.t('No network can be found.')
      : l10n.t('These networks can be found: {0}.', commaList([...owners.keys()]));
  return broken === undefined
    ? found
    : sentences(found, l10n.t('All other names cannot be found because of {0}.', broken));
}
