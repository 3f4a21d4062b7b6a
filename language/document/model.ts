import type { TextDocument } from 'vscode-languageserver-textdocument';
import { exactMember, foldedMember, textOf, type Member } from './members.ts';
import { parse, type Node, type ParsedText } from './parse.ts';
import { isTooLarge } from './text-limit.ts';
import { catalog, type Described } from '../schema/catalog.ts';
import { originalOf } from '../schema/plugin-aliases.ts';

/** One plugin configuration: an element of `plugins`, or the whole of a single-plugin file. */
export interface PluginView {
  readonly index: number;
  readonly node: Node;
  readonly type: Member | undefined;
  /** The text of `type` if it is one; of a copy under another name, the type of the original. */
  readonly typeName: string | undefined;
  /** The text of `type` as written, which is the name of the plugin's file. */
  readonly writtenType: string | undefined;
  /** The description of that type; undefined for an unknown type. */
  readonly described: Described | undefined;
  readonly ipam: IPAMView | undefined;
}

/** The `ipam` object of a plugin configuration. */
export interface IPAMView {
  readonly member: Member;
  readonly node: Node;
  readonly type: Member | undefined;
  /** As in {@link PluginView}. */
  readonly typeName: string | undefined;
  readonly writtenType: string | undefined;
  readonly described: Described | undefined;
}

/** A typed view of a document as CNI reads it. Created once per version of the document. */
export interface Model {
  readonly document: TextDocument;
  /** Path of the document, decoded, with `/` between its parts. */
  readonly path: string;
  readonly parsed: ParsedText;
  readonly root: Node | undefined;
  /** The kind of content: a list, a single plugin configuration, or neither (empty or not an object). */
  readonly content: 'list' | 'single' | 'none';
  /** The kind that a loader expects by the extension; undefined if the extension is ambiguous. */
  readonly loadedAs: 'list' | 'single' | undefined;
  /** Lower-case extension with its dot, or ''. */
  readonly extension: string;
  readonly name: Member | undefined;
  readonly cniVersion: Member | undefined;
  /** The `cniVersions` member of a list. */
  readonly cniVersions: Member | undefined;
  readonly plugins: readonly PluginView[];
  /** The `plugins` member of a list. */
  readonly pluginsMember: Member | undefined;
  /** Whether the file is in a directory for side-loaded plugins (`net.d/<network>/x.conf`). */
  readonly sideLoaded: boolean;
}

/** The IPAM plugin of a plugin that does not need its type in the file (flannel_linux.go, doCmdAdd). */
const usualIPAM: ReadonlyMap<string, string> = new Map([['flannel', 'host-local']]);

function ipamView(plugin: Node, owner: string | undefined): IPAMView | undefined {
  const member = foldedMember(plugin, 'ipam');
  if (member?.value?.type !== 'object') {
    return undefined;
  }
  const type = foldedMember(member.value, 'type');
  const writtenType = textOf(type?.value);
  const usual = type === undefined ? usualIPAM.get(owner ?? '') : undefined;
  const typeName = writtenType === undefined ? usual : originalOf(writtenType);
  const described = typeName === undefined ? undefined : catalog.ipam.get(typeName);
  return { member, node: member.value, type, typeName, writtenType, described };
}

/** Returns the view of a plugin configuration. Without `type`, the type is `usual`. */
export function pluginView(node: Node, index: number, usual?: string): PluginView {
  const type = foldedMember(node, 'type');
  const writtenType = type === undefined ? usual : textOf(type.value);
  const typeName = writtenType === undefined ? undefined : originalOf(writtenType);
  const described = typeName === undefined ? undefined : catalog.plugins.get(typeName);
  return { index, node, type, typeName, writtenType, described, ipam: ipamView(node, typeName) };
}

/** Returns the path of a document URI, decoded, with `/` between its parts. */
export function pathOf(uri: string): string {
  const path = uri.replace(/^[A-Za-z][A-Za-z0-9+.-]*:(?:\/\/[^/]*)?/, '').replace(/[?#].*$/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a stray % in a file name: use the raw text
  }
}

/** Returns the name of a document's file, without directory. */
export function fileOf({ path }: Pick<Model, 'path'>): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function extensionOf(path: string): string {
  return (/\.[^./\\]+$/.exec(path)?.[0] ?? '').toLowerCase();
}

function loadedAs(extension: string): Model['loadedAs'] {
  if (extension === '.conflist') {
    return 'list';
  }
  return extension === '.conf' || extension === '.json' ? 'single' : undefined;
}

function contentOf(root: Node | undefined, byName: Model['loadedAs']): Model['content'] {
  if (root?.type !== 'object') {
    return 'none';
  }
  if (exactMember(root, 'plugins') !== undefined) {
    return 'list';
  }
  if (foldedMember(root, 'type') !== undefined) {
    return 'single';
  }
  return byName ?? 'list';
}

const unparsed = (text: string): ParsedText => ({ text, root: undefined, problems: [], tokens: [] });

/** The language id of a configuration inside another file, which is loaded as a single plugin without "plugins". */
export const embeddedLanguage = 'cni-embedded';

/** Reads a document; of a template, one variant of its branches. Never fails: parts that cannot be read, or a text that is too large, are absent from the model. */
export function readModel(document: TextDocument, variant = 0): Model {
  const text = document.getText();
  const parsed = isTooLarge(text) ? unparsed(text) : parse(text, variant);
  const { root } = parsed;
  const path = pathOf(document.uri);
  const extension = extensionOf(path);
  const byName = loadedAs(extension);
  const content = contentOf(root, document.languageId === embeddedLanguage ? 'single' : byName);
  const pluginsMember = content === 'list' ? exactMember(root, 'plugins') : undefined;
  const find = content === 'single' ? foldedMember : exactMember;
  const nodes = content === 'single' && root ? [root] : (pluginsMember?.value?.children ?? []);
  const inArray = content === 'single' || pluginsMember?.value?.type === 'array';
  const plugins = (inArray ? nodes : []).flatMap((node, index) =>
    node.type === 'object' ? [pluginView(node, index)] : [],
  );
  return {
    document,
    path,
    parsed,
    root,
    content,
    loadedAs: byName,
    extension,
    name: find(root, 'name'),
    cniVersion: find(root, 'cniVersion'),
    cniVersions: content === 'list' ? exactMember(root, 'cniVersions') : undefined,
    plugins,
    pluginsMember,
    sideLoaded: /\/net\.d\/[^/]+\/[^/]+\.conf$/.test(path),
  };
}

/** The results for one model, by computation. One map per model, because a weak map per computation costs more. */
interface Memo {
  get<T>(compute: (model: Model) => T): { readonly value: T } | undefined;
  set<T>(compute: (model: Model) => T, computed: { readonly value: T }): unknown;
}

const memos = new WeakMap<Model, Memo>();
let last: { readonly model: Model; readonly memo: Memo } | undefined;

function memoOf(model: Model): Memo {
  // All rules use the same model.
  if (last?.model === model) {
    return last.memo;
  }
  const memo: Memo = memos.get(model) ?? new Map();
  memos.set(model, memo);
  last = { model, memo };
  return memo;
}

/** Makes a computation over a model run once per model. The results are dropped with the model, except for the last one. */
export function perModel<T>(compute: (model: Model) => T): (model: Model) => T {
  return (model) => {
    const memo = memoOf(model);
    const known = memo.get(compute);
    if (known !== undefined) {
      return known.value;
    }
    const value = compute(model);
    memo.set(compute, { value });
    return value;
  };
}

/** Makes a computation over a tree run once per tree. A document and the models of its delegated plugins share their tree. */
export function perRoot<T>(compute: (root: Node | undefined) => T): (model: Pick<Model, 'root'>) => T {
  const known = new WeakMap<Node, { readonly value: T }>();
  return ({ root }) => {
    const before = root && known.get(root);
    if (before !== undefined) {
      return before.value;
    }
    const value = compute(root);
    if (root !== undefined) {
      known.set(root, { value });
    }
    return value;
  };
}
