import * as l10n from '@vscode/l10n';
import { readHostSettings } from '../../engine/host/index.ts';
import { problemText } from '../operations/explanation.ts';

/** How to connect to a host, as in the setting `cni.hosts`. */
export type HostAccess =
  | { readonly kind: 'ssh'; readonly destination: string }
  | { readonly kind: 'exec'; readonly command: readonly string[] };

/** A host as written to the setting. */
export type HostEntry = HostAccess & { readonly name: string };

/** The nodes of a Kubernetes cluster as written to the setting. */
export interface ClusterEntry {
  readonly kind: 'kubernetes';
  readonly name: string;
  readonly context: string;
}

/** True for an entry of the setting, of any shape, with this name. */
export function isNamed(entry: unknown, name: string): boolean {
  return typeof entry === 'object' && entry !== null && 'name' in entry && entry.name === name;
}

/** Returns the names that a new host cannot have: those of hosts and of clusters, which share one setting. */
export function takenNames(there: {
  readonly hosts: readonly { readonly name: string }[];
  readonly clusters: readonly { readonly name: string }[];
}): readonly string[] {
  return [...there.hosts, ...there.clusters].map(({ name }) => name);
}

/** Returns why a host cannot be added, for an input box; undefined when it can. */
export function entryProblem(entry: HostEntry, taken: readonly string[]): string | undefined {
  if (taken.includes(entry.name)) {
    return l10n.t('A host or cluster with the name "{0}" already exists.', entry.name);
  }
  const [problem] = readHostSettings([entry]).problems;
  return problem === undefined ? undefined : problemText(problem);
}

/** Suggests a name for a host: the last identifying argument, without characters that names cannot have. */
export function suggestedName(access: HostAccess, taken: readonly string[]): string {
  const words = access.kind === 'ssh' ? [access.destination] : access.command;
  const last =
    words.findLast((word) => !word.startsWith('-') && !/^(?:(?:\/bin\/)?(?:ba|da)?sh|root)$/.test(word)) ?? '';
  const base = last
    .replace(/^ssh:\/\//, '')
    .replace(/^[^@]*@/, '')
    .replaceAll(/[/\\\p{Cc}]/gu, '-');
  const name = base === '' ? 'host' : base;
  const names = [name, ...Array.from({ length: taken.length }, (_, index) => `${name}-${index + 2}`)];
  return names.find((one) => !taken.includes(one)) ?? name;
}
