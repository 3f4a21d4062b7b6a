import * as l10n from '@vscode/l10n';
import {
  confFromBytes,
  confListFromConf,
  networkConfFromBytes,
  networkPluginConfFromBytes,
} from '../../engine/libcni/conf/conf.ts';
import type { NetworkConfigList } from '../../engine/libcni/result/types.ts';
import type { DirectoryFile, FileView } from './view.ts';

/** A file as libcni reads it: its network, or the error of libcni. */
export type Loaded =
  | { readonly list: NetworkConfigList; readonly error?: undefined }
  | { readonly list?: undefined; readonly error: string };

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function attempt(load: () => NetworkConfigList): Loaded {
  try {
    return { list: load() };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** Returns the extension as Go's filepath.Ext does: with the dot, case kept. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}

/** Compares names in byte order of UTF-8, which is the order of code points. JavaScript compares UTF-16 units. */
export function byteOrder(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return left.length - right.length;
}

/** Returns the files of the directory itself, without subdirectories, in byte order. */
export function inOrder(files: readonly DirectoryFile[]): readonly DirectoryFile[] {
  return files.filter(({ name }) => !name.includes('/')).toSorted((a, b) => byteOrder(a.name, b.name));
}

/** Returns the plugin files that are side-loaded into a network: `<name>/*.conf`. */
function sideFiles(files: readonly DirectoryFile[], network: string): readonly DirectoryFile[] {
  return files
    .filter(({ name }) => name.startsWith(`${network}/`) && /^[^/]*\.conf$/.test(name.slice(network.length + 1)))
    .toSorted((a, b) => byteOrder(a.name, b.name));
}

/** Loads a list as libcni 1.3 does from a file, with the plugins of its directory (libcni: NetworkConfFromFile). */
export function loadList({ text }: DirectoryFile, files: readonly DirectoryFile[]): Loaded {
  return attempt(() => {
    const list = networkConfFromBytes(encode(text));
    const more = list.loadOnlyInlinedPlugins ? [] : sideFiles(files, list.name);
    const plugins = [...list.plugins, ...more.map((file) => networkPluginConfFromBytes(encode(file.text)))];
    if (plugins.length === 0) {
      throw new Error('no plugin configs found');
    }
    return { ...list, plugins };
  });
}

/** Loads a list from its text alone, as callers do that pass bytes to libcni (libcni: ConfListFromBytes). */
export function loadListText({ text }: DirectoryFile): Loaded {
  return attempt(() => networkConfFromBytes(encode(text)));
}

/** Loads a single plugin configuration (libcni: ConfFromFile, ConfListFromConf). */
export function loadSingle({ text }: DirectoryFile): Loaded {
  return attempt(() => {
    const conf = confFromBytes(encode(text));
    try {
      return confListFromConf(conf);
    } catch {
      // Runtimes look only at the name here, so its other content does not matter.
      const { name, cniVersion } = conf.network;
      const flags = { disableCheck: false, disableGC: false, loadOnlyInlinedPlugins: false };
      return { name, cniVersion, ...flags, plugins: [conf], bytes: conf.bytes };
    }
  });
}

/** Loads a file by its extension: `.conflist` is a list, all others are single plugin configurations. */
export function loadByExtension(file: DirectoryFile, files: readonly DirectoryFile[]): Loaded {
  return extensionOf(file.name) === '.conflist' ? loadList(file, files) : loadSingle(file);
}

/** Whether a file has an extension that most runtimes read. */
export function isConfiguration({ name }: DirectoryFile): boolean {
  return ['.conf', '.conflist', '.json'].includes(extensionOf(name));
}

/** Returns the view of a file that most runtimes do not read. */
export function unread({ name }: DirectoryFile): FileView {
  return {
    file: name,
    outcome: 'unread',
    why: l10n.t('Only files that end in .conf, .conflist or .json (lowercase) are read.'),
  };
}

/** Views each file of the directory in byte order; `view` is called for those that most runtimes read. */
export function viewEach(files: readonly DirectoryFile[], view: (file: DirectoryFile) => FileView): FileView[] {
  return inOrder(files).map((file) => (isConfiguration(file) ? view(file) : unread(file)));
}

/** Returns the term that runtimes use for a file in their messages, by its extension. */
export function kindOf({ name }: DirectoryFile): string {
  return extensionOf(name) === '.conflist' ? 'config list file' : 'config file';
}
