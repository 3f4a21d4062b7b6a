import * as l10n from '@vscode/l10n';
import { commaList } from '../../engine/text/listing.ts';
import { kindOf, loadByExtension, viewEach } from './load-file.ts';
import type { DirectoryFile, FileView, Runtime } from './view.ts';

/** Nomad (client/fingerprint/cni.go, allocrunner/networking_cni.go); its directory is /opt/cni/config unless set. */
export const nomad: Runtime = {
  name: 'Nomad',
  reads: () =>
    l10n.t(
      'Looks up the network of a job ({0}) in byte order. If a file does not load, the fingerprint of the node fails, and so does every lookup that reaches the file. Plugins in separate files are not loaded.',
      'network { mode = "cni/NAME" }',
    ),
  view(files, directory) {
    const owners = new Map<string, string>();
    let broken: string | undefined;
    const views = viewEach(files, (file) => {
      const view = viewOf(file, files, directory, owners, broken);
      if (view.outcome === 'breaks') {
        broken = file.name;
      }
      return view;
    });
    const verdict =
      broken === undefined
        ? owners.size === 0
          ? l10n.t('No network. Nomad reports "no CNI network config found in {0}".', directory)
          : l10n.t('Jobs can request {0}.', commaList([...owners.keys()].map((name) => `cni/${name}`)))
        : l10n.t('The node announces no networks of this directory because of {0}.', broken);
    return { files: views, verdict };
  },
};

function viewOf(
  file: DirectoryFile,
  files: readonly DirectoryFile[],
  directory: string,
  owners: Map<string, string>,
  broken: string | undefined,
): FileView {
  const { list, error } = loadByExtension(file, files);
  const network = list?.name;
  if (broken !== undefined) {
    return {
      file: file.name,
      outcome: 'unreached',
      network,
      why: l10n.t('The lookup stops at {0} before it reaches this file.', broken),
    };
  }
  if (list === undefined) {
    const report = `failed to load CNI ${kindOf(file)} ${directory}/${file.name}: ${error}`;
    const why = l10n.t('The file does not load, and networks in later files are not found.');
    return { file: file.name, outcome: 'breaks', why, report };
  }
  const owner = owners.get(list.name);
  if (owner !== undefined) {
    const why = l10n.t('{0} has the same name and comes first.', owner);
    return {
      file: file.name,
      outcome: 'ignored',
      network,
      why,
      report: 'multiple CNI config names found, ignoring file',
    };
  }
  owners.set(list.name, file.name);
  return { file: file.name, outcome: 'loaded', network, why: l10n.t('For jobs with mode = "cni/{0}".', list.name) };
}
