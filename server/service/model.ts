import type { TextDocument } from 'vscode-languageserver-textdocument';
import { exactMember, foldedMember, textOf, type Member } from './members.ts';
import { parse, type Node, type ParsedText } from './parse.ts';
import { reparse } from './reparse.ts';
import { catalogue, type Described } from './schema/catalogue.ts';

/** One plugin configuration: an element of `plugins`, or the whole of a single-plugin file. */
export interface PluginView {
  readonly index: number;
  readonly node: Node;
  readonly type: Member | undefined;
  /** The text of `type`, when it is one. */
  readonly typeName: string | undefined;
  /** What is known of that type; undefined for a type we do not know. */
  readonly described: Described | undefined;
  readonly ipam: IPAMView | undefined;
}

/** The `ipam` object of a plugin configuration. */
export interface IPAMView {
  readonly member: Member;
  readonly node: Node;
  readonly type: Member | undefined;
  readonly typeName: string | undefined;
  readonly described: Described | undefined;
}

/** A document read as CNI reads it: typed places in the tree. Made once per version of the document. */
export interface Model {
  readonly document: TextDocument;
  /** Path of the document, decoded, with `/` between its parts. */
  readonly path: string;
  readonly parsed: ParsedText;
  readonly root: Node | undefined;
  /** What the content is: a list, a single plugin configuration, or (not an object, empty) neither. */
  readonly content: 'list' | 'single' | 'none';
  /** What a loader takes the file for, by its extension; undefined where the name does not tell. */
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
  /** Whether the file lies where side-loaded plugin fragments do (`net.d/<network>/x.conf`). */
  readonly sideLoaded: boolean;
}

function ipamView(plugin: Node): IPAMView | undefined {
  const member = foldedMember(plugin, 'ipam');
  if (member?.value?.type !== 'object') return undefined;
  const type = foldedMember(member.value, 'type');
  const typeName = textOf(type?.value);
  const described = typeName === undefined ? undefined : catalogue.ipam.get(typeName);
  return { member, node: member.value, type, typeName, described };
}

/** The view of one plugin configuration; without `type` it is of the usual one, where there is such. */
export function pluginView(node: Node, index: number, usual?: string): PluginView {
  const type = foldedMember(node, 'type');
  const typeName = type === undefined ? usual : textOf(type.value);
  const described = typeName === undefined ? undefined : catalogue.plugins.get(typeName);
  return { index, node, type, typeName, described, ipam: ipamView(node) };
}

/** Path of a document URI, decoded, with `/` between its parts. */
export function pathOf(uri: string): string {
  const path = uri.replace(/^[A-Za-z][A-Za-z0-9+.-]*:(?:\/\/[^/]*)?/, '').replace(/[?#].*$/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a stray % in a file name: the raw text is the best name there is
  }
}

/** Name of a document's file, without directory. */
export function fileOf({ path }: Pick<Model, 'path'>): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function extensionOf(path: string): string {
  return (/\.[^./\\]+$/.exec(path)?.[0] ?? '').toLowerCase();
}

function loadedAs(extension: string): Model['loadedAs'] {
  if (extension === '.conflist') return 'list';
  return extension === '.conf' || extension === '.json' ? 'single' : undefined;
}

function contentOf(root: Node | undefined, byName: Model['loadedAs']): Model['content'] {
  if (root?.type !== 'object') return 'none';
  if (exactMember(root, 'plugins') !== undefined) return 'list';
  if (foldedMember(root, 'type') !== undefined) return 'single';
  return byName ?? 'list';
}

function parseAgain(text: string, before: Model | undefined): ParsedText | undefined {
  const list = before?.content === 'list' ? before.pluginsMember?.value : undefined;
  return before === undefined || list?.type !== 'array' ? undefined : reparse(before.parsed, list, text);
}

/**
 * Reads a document. Never fails: what cannot be read is absent from the model. With the model of an earlier version of
 * the document only the plugin configuration that changed is parsed, where it is one; the earlier model is then spent,
 * for its tree is the new one's.
 */
export function readModel(document: TextDocument, before?: Model): Model {
  const text = document.getText();
  const again = parseAgain(text, before);
  const parsed = again ?? parse(text);
  // The view of a node that was taken over: all in it is as it was.
  const known = again === undefined ? undefined : new Map(before?.plugins.map((view) => [view.node, view]));
  const { root } = parsed;
  const path = pathOf(document.uri);
  const extension = extensionOf(path);
  const byName = loadedAs(extension);
  const content = contentOf(root, byName);
  const pluginsMember = content === 'list' ? exactMember(root, 'plugins') : undefined;
  const find = content === 'single' ? foldedMember : exactMember;
  const nodes = content === 'single' && root ? [root] : (pluginsMember?.value?.children ?? []);
  const inArray = content === 'single' || pluginsMember?.value?.type === 'array';
  const plugins = (inArray ? nodes : []).flatMap((node, index) =>
    node.type === 'object' ? [known?.get(node) ?? pluginView(node, index)] : [],
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

/** What was computed over each model, by the computation. One map per model: a weak one per computation costs more. */
interface Memo {
  get<T>(compute: (model: Model) => T): { readonly value: T } | undefined;
  set<T>(compute: (model: Model) => T, computed: { readonly value: T }): unknown;
}

const memos = new WeakMap<Model, Memo>();
let last: { readonly model: Model; readonly memo: Memo } | undefined;

function memoOf(model: Model): Memo {
  if (last?.model === model) return last.memo; // all rules ask for the same
  const memo: Memo = memos.get(model) ?? new Map();
  memos.set(model, memo);
  last = { model, memo };
  return memo;
}

/** A computation over a model that several rules share: done once per model, and forgotten with it but for the last one. */
export function perModel<T>(compute: (model: Model) => T): (model: Model) => T {
  return (model) => {
    const memo = memoOf(model);
    const known = memo.get(compute);
    if (known !== undefined) return known.value;
    const value = compute(model);
    memo.set(compute, { value });
    return value;
  };
}
