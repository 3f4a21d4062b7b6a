import {
  confFromBytes,
  confListFromConf,
  networkConfFromBytes,
  networkPluginConfFromBytes,
} from '../../../engine/libcni/conf.ts';
import type { NetworkConfigList } from '../../../engine/libcni/types.ts';
import type { DirectoryFile, FileView } from './view.ts';

/** A file as libcni reads it: its network, or what libcni says of it. */
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

/** The extension as Go's filepath.Ext gives it: with the dot, letter by letter. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}

/** Code point order is byte order of UTF-8; JavaScript compares UTF-16 units. */
export function byteOrder(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** The files of the directory itself (not of those below) in byte order. */
export function inOrder(files: readonly DirectoryFile[]): readonly DirectoryFile[] {
  return files.filter(({ name }) => !name.includes('/')).toSorted((a, b) => byteOrder(a.name, b.name));
}

/** The plugin files that are side-loaded into a network: `<name>/*.conf`. */
function sideFiles(files: readonly DirectoryFile[], network: string): readonly DirectoryFile[] {
  return files
    .filter(({ name }) => name.startsWith(`${network}/`) && /^[^/]*\.conf$/.test(name.slice(network.length + 1)))
    .toSorted((a, b) => byteOrder(a.name, b.name));
}

/** A list as libcni 1.3 reads it from a file, with the plugins of its directory (libcni: NetworkConfFromFile). */
export function loadList({ text }: DirectoryFile, files: readonly DirectoryFile[]): Loaded {
  return attempt(() => {
    const list = networkConfFromBytes(encode(text));
    const more = list.loadOnlyInlinedPlugins ? [] : sideFiles(files, list.name);
    const plugins = [...list.plugins, ...more.map((file) => networkPluginConfFromBytes(encode(file.text)))];
    if (plugins.length === 0) throw new Error('no plugin configs found');
    return { ...list, plugins };
  });
}

/** A list from its text alone, as those read it that hand libcni bytes (libcni: ConfListFromBytes). */
export function loadListText({ text }: DirectoryFile): Loaded {
  return attempt(() => networkConfFromBytes(encode(text)));
}

/** A single plugin configuration (libcni: ConfFromFile, ConfListFromConf). */
export function loadSingle({ text }: DirectoryFile): Loaded {
  return attempt(() => {
    const conf = confFromBytes(encode(text));
    try {
      return confListFromConf(conf);
    } catch {
      // What it holds beside its name is not this step's business: a runtime meets the name only.
      const { name, cniVersion } = conf.network;
      const flags = { disableCheck: false, disableGC: false, loadOnlyInlinedPlugins: false };
      return { name, cniVersion, ...flags, plugins: [conf], bytes: conf.bytes };
    }
  });
}

/** A file by its extension: `.conflist` is a list, all others are single plugin configurations. */
export function loadByExtension(file: DirectoryFile, files: readonly DirectoryFile[]): Loaded {
  return extensionOf(file.name) === '.conflist' ? loadList(file, files) : loadSingle(file);
}

/** Whether a file ends in what most runtimes read. */
export function isConfiguration({ name }: DirectoryFile): boolean {
  return ['.conf', '.conflist', '.json'].includes(extensionOf(name));
}

/** What becomes of a file that most runtimes do not read. */
export function unread({ name }: DirectoryFile): FileView {
  return {
    file: name,
    outcome: 'unread',
    why: 'It reads files that end in .conf, .conflist or .json (in lower case) only',
  };
}

/** What becomes of each file of the directory, in byte order: `view` tells it of those that most runtimes read. */
export function viewEach(files: readonly DirectoryFile[], view: (file: DirectoryFile) => FileView): FileView[] {
  return inOrder(files).map((file) => (isConfiguration(file) ? view(file) : unread(file)));
}

/** What runtimes call a file in their messages, by its extension. */
export function kindOf({ name }: DirectoryFile): string {
  return extensionOf(name) === '.conflist' ? 'config list file' : 'config file';
}
