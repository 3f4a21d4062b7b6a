import { kindOf, loadByExtension, viewEach } from './load-file.ts';
import type { DirectoryFile, FileView, Runtime } from './view.ts';

/** go-cni's words around what libcni says, and those of containerd's CRI service around them. */
function complaint(file: DirectoryFile, path: string, error: string): string {
  return `cni config load failed: failed to load CNI ${kindOf(file)} ${path}: ${error}: invalid cni config: failed to load cni config`;
}

/** containerd's CRI service (go-cni, loadFromConfDir) with the default max_conf_num of 1. */
export const containerd: Runtime = {
  name: 'containerd (CRI)',
  reads:
    'Takes the first file in byte order (max_conf_num = 1) as the network of every pod. It does not fall through: when ' +
    'that file is invalid, there is no network at all.',
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
  const named = list === undefined ? {} : { network: list.name };
  if (first !== undefined) {
    const why = `Only the first file counts, and that is ${first.file} (set max_conf_num to 0 to load all)`;
    return { file: file.name, outcome: 'unreached', ...named, why };
  }
  if (error !== undefined) {
    const says = complaint(file, `${directory}/${file.name}`, error);
    return { file: file.name, outcome: 'breaks', why: 'The first file is invalid, and no other is tried', says };
  }
  return { file: file.name, outcome: 'default', ...named, why: 'The first file in byte order' };
}

function verdictOf(first: FileView | undefined, directory: string): string {
  if (first === undefined) {
    return `No network: "cni config load failed: no network config found in ${directory}: cni plugin not initialized: failed to load cni config".`;
  }
  return first.outcome === 'breaks'
    ? `No network: the node stays NotReady ("cni plugin not initialized") until ${first.file} is mended or gone.`
    : `Every pod gets ${first.network === undefined ? 'the network' : JSON.stringify(first.network)} of ${first.file}.`;
}
