import { kindOf, loadByExtension, viewEach } from './load-file.ts';
import type { DirectoryFile, FileView, Runtime } from './view.ts';

/** Nomad (client/fingerprint/cni.go, allocrunner/networking_cni.go); its directory is /opt/cni/config unless set. */
export const nomad: Runtime = {
  name: 'Nomad',
  reads:
    'Looks the network of a job (network { mode = "cni/NAME" }) up in byte order. One file that does not load fails the ' +
    'fingerprint of the node, and every look-up that comes to it. Plugins are not side-loaded.',
  view(files, directory) {
    const owners = new Map<string, string>();
    let broken: string | undefined;
    const views = viewEach(files, (file) => {
      const view = viewOf(file, files, directory, owners, broken);
      if (view.outcome === 'breaks') broken = file.name;
      return view;
    });
    const verdict =
      broken === undefined
        ? owners.size === 0
          ? `No network: "no CNI network config found in ${directory}".`
          : `Jobs can ask for ${[...owners.keys()].map((name) => `cni/${name}`).join(', ')}.`
        : `The node announces no networks of this directory because of ${broken}.`;
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
  const named = list === undefined ? {} : { network: list.name };
  if (broken !== undefined) {
    return {
      file: file.name,
      outcome: 'unreached',
      ...named,
      why: `The look-up stops at ${broken} before it gets here`,
    };
  }
  if (list === undefined) {
    const says = `failed to load CNI ${kindOf(file)} ${directory}/${file.name}: ${error}`;
    return { file: file.name, outcome: 'breaks', why: 'It does not load, and no network behind it is found', says };
  }
  const owner = owners.get(list.name);
  if (owner !== undefined) {
    const why = `${owner} has the same name and comes first`;
    return {
      file: file.name,
      outcome: 'ignored',
      ...named,
      why,
      says: 'multiple CNI config names found, ignoring file',
    };
  }
  owners.set(list.name, file.name);
  return { file: file.name, outcome: 'loaded', ...named, why: `For jobs with mode = "cni/${list.name}"` };
}
