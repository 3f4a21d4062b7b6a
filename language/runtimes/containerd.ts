import * as l10n from '@vscode/l10n';
import { kindOf, loadByExtension, viewEach } from './load-file.ts';
import type { DirectoryFile, FileView, Runtime } from './view.ts';

/** The error of libcni as go-cni and containerd's CRI service wrap it. */
function wrappedError(file: DirectoryFile, path: string, error: string): string {
  return `cni config load failed: failed to load CNI ${kindOf(file)} ${path}: ${error}: invalid cni config: failed to load cni config`;
}

/** containerd's CRI service (go-cni, loadFromConfDir) with the default max_conf_num of 1. */
export const containerd: Runtime = {
  name: 'containerd (CRI)',
  reads: () =>
    l10n.t(
      'Uses the first file in byte order (max_conf_num = 1) as the network of every pod. If that file is invalid, there is no network, because containerd does not try the next one.',
    ),
  view(files, directory) {
    let first: FileView | undefined;
    const views = viewEach(files, (file) => {
      const view = viewOf(file, files, directory, first);
      first ??= view;
      return view;
    });
    return { files: views, verdict: verdictOf(first, directory) };
  },
};

function viewOf(
  file: DirectoryFile,
  files: readonly DirectoryFile[],
  directory: string,
  first: FileView | undefined,
): FileView {
  const { list, error } = loadByExtension(file, files);
  const network = list?.name;
  if (first !== undefined) {
    const why = l10n.t(
      'Only the first file is used, which is {0}. Set max_conf_num to 0 to load all files.',
      first.file,
    );
    return { file: file.name, outcome: 'unreached', network, why };
  }
  if (error !== undefined) {
    const report = wrappedError(file, `${directory}/${file.name}`, error);
    const why = l10n.t('The first file is invalid, and containerd tries no other.');
    return { file: file.name, outcome: 'breaks', why, report };
  }
  return { file: file.name, outcome: 'default', network, why: l10n.t('The first file in byte order.') };
}

function verdictOf(first: FileView | undefined, directory: string): string {
  if (first === undefined) {
    return l10n.t(
      'No network. containerd reports "cni config load failed: no network config found in {0}: cni plugin not initialized: failed to load cni config".',
      directory,
    );
  }
  if (first.outcome === 'breaks') {
    return l10n.t(
      'No network. The node stays NotReady ("cni plugin not initialized") until {0} is fixed or removed.',
      first.file,
    );
  }
  return first.network === undefined
    ? l10n.t('Every pod gets the network from {0}.', first.file)
    : l10n.t('Every pod gets the network {0} from {1}.', JSON.stringify(first.network), first.file);
}
