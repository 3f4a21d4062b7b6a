import type { JSONObject } from '../../engine/libcni/index.ts';
import type { Random } from '../conformance/generate/random.ts';
import type { GoodNetwork } from './networks.ts';

/** A JSON value that mutations change. */
export type Tree = null | boolean | number | string | Tree[] | Branch;
export interface Branch {
  [key: string]: Tree;
}

/** A location in a tree: the container of a value, and its key or index there. */
export interface Spot {
  readonly path: readonly (string | number)[];
  readonly holder: Tree[] | Branch;
  readonly key: string | number;
  readonly value: Tree;
}

/** A configuration that a mutation may change: its tree, its text and the extension of its file. */
export interface Draft {
  readonly root: Branch;
  readonly network: GoodNetwork;
  extension: '.conf' | '.conflist';
  /** Changes the text of the tree, for changes that a tree cannot express. */
  rewrite?: (text: string) => string;
}

/** Changes a configuration and returns a description; undefined if there is nothing to change. */
export type Mutation = (draft: Draft, random: Random) => string | undefined;

/** A mutation with its kind, and how often it is used in relation to the others. */
export type WeightedMutation = readonly [kind: string, mutate: Mutation, weight: number];

/** A copy of a good network that may be changed. */
export function draftOf(network: GoodNetwork): Draft {
  return { root: copyOf(network.content), network, extension: network.extension ?? '.conflist' };
}

function copyOf(content: JSONObject): Branch {
  const copy: Branch = JSON.parse(JSON.stringify(content));
  return copy;
}

export function isBranch(tree: Tree | undefined): tree is Branch {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree);
}

const mark = '@@literal:';

/** A value that is written as `text`, which need not be JSON: `0x10`, `1500.0`. */
export function literal(text: string): string {
  return `${mark}${text}@@`;
}

/** The text of the file. */
export function textOf({ root, rewrite }: Draft): string {
  const text = JSON.stringify(root, undefined, 2).replaceAll(/"@@literal:(.*?)@@"/g, '$1');
  return rewrite === undefined ? text : rewrite(text);
}

function* walk(holder: Tree[] | Branch, path: readonly (string | number)[]): Generator<Spot> {
  const keys: readonly (string | number)[] = Array.isArray(holder) ? [...holder.keys()] : Object.keys(holder);
  for (const key of keys) {
    const value = read(holder, key);
    if (value === undefined) {
      continue;
    }
    const here = [...path, key];
    yield { path: here, holder, key, value };
    if (Array.isArray(value) || isBranch(value)) {
      yield* walk(value, here);
    }
  }
}

function read(holder: Tree[] | Branch, key: string | number): Tree | undefined {
  return Array.isArray(holder) ? holder[Number(key)] : holder[String(key)];
}

/** Replaces a value. */
export function put({ holder, key }: Spot, value: Tree): void {
  if (Array.isArray(holder)) {
    holder[Number(key)] = value;
  } else {
    holder[String(key)] = value;
  }
}

/** Removes a member or element. */
export function remove({ holder, key }: Spot): void {
  if (Array.isArray(holder)) {
    holder.splice(Number(key), 1);
  } else {
    delete holder[String(key)];
  }
}

/** Renames the key of a member, which keeps its position. */
export function rename({ holder, key, value }: Spot, to: string): void {
  if (Array.isArray(holder)) {
    return;
  }
  const entries = Object.entries(holder);
  for (const [name] of entries) {
    delete holder[name];
  }
  for (const [name, old] of entries) {
    holder[name === key ? to : name] = name === key ? value : old;
  }
}

/** Every location of a draft, or those that match. */
export function spots({ root }: Draft, wanted: (spot: Spot) => boolean = () => true): Spot[] {
  return [...walk(root, [])].filter(wanted);
}

/** A random item; undefined if there is none. */
export function anyOf<T>(random: Random, items: readonly T[]): T | undefined {
  return items[random.below(items.length)];
}

/** The plugin objects of a draft. */
export function pluginsOf({ root }: Draft): Branch[] {
  const { plugins } = root;
  return Array.isArray(plugins) ? plugins.filter(isBranch) : [root];
}

/** The ipam objects of a draft, or those of one type. */
export function ipamsOf(draft: Draft, type?: string): Branch[] {
  return pluginsOf(draft)
    .map(({ ipam }) => ipam)
    .filter(isBranch)
    .filter((ipam) => type === undefined || ipam['type'] === type);
}

/** A value as text: a string without its quotes. */
export function plain(value: Tree | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

/** A path as text: `plugins[0].ipam.subnet`. */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}
