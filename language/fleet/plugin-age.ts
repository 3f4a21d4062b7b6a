import * as l10n from '@vscode/l10n';
import { shortList } from '../../engine/text/listing.ts';
import type { PluginFact } from '../workspace/host-facts.ts';
import type { HostView } from './subjects.ts';

/** The age of a plugin: its release, or if it reports none the newest spec version that it supports. */
interface Age {
  readonly kind: 'release' | 'spec';
  readonly text: string;
}

const numbers = (text: string): readonly number[] => text.replace(/^v/, '').split('.').map(Number);

/** Compares ages; below 0 if `a` is older than `b`. */
function byAge(a: string, b: string): number {
  const [ours, theirs] = [numbers(a), numbers(b)];
  const at = ours.findIndex((number, index) => number !== theirs[index]);
  return at === -1 ? 0 : (ours[at] ?? 0) - (theirs[at] ?? 0);
}

const newestOf = (texts: readonly string[]): string | undefined => texts.toSorted(byAge).at(-1);

function agesOf({ release, supportedVersions = [] }: PluginFact): readonly Age[] {
  const spec = newestOf(supportedVersions);
  return [
    ...(release === undefined ? [] : [{ kind: 'release', text: release } as const]),
    ...(spec === undefined ? [] : [{ kind: 'spec', text: spec } as const]),
  ];
}

const running = ({ survey }: HostView): readonly PluginFact[] =>
  (survey.facts.plugins ?? []).filter(({ problem }) => problem === undefined);

/** Returns our age of a plugin and the newest of the same kind on another host, if that is newer. */
function newerElsewhere(
  plugin: PluginFact,
  others: readonly HostView[],
): { readonly ours: Age; readonly newest: string } | undefined {
  const theirs = others
    .flatMap((other) => running(other).filter(({ name }) => name === plugin.name))
    .flatMap((other) => agesOf(other));
  for (const ours of agesOf(plugin)) {
    const newest = newestOf(theirs.filter(({ kind }) => kind === ours.kind).map(({ text }) => text));
    if (newest !== undefined && byAge(ours.text, newest) < 0) {
      return { ours, newest };
    }
  }
  return undefined;
}

/** Returns the names of the hosts that have a plugin of this age; of many only two. */
function whereNewest(name: string, newest: string, others: readonly HostView[]): string {
  const hosts = others
    .filter((other) =>
      running(other).some((one) => one.name === name && agesOf(one).some(({ text }) => text === newest)),
    )
    .map((other) => other.name);
  return shortList(hosts, 2);
}

/** Reports the plugins of a host that are newer on another one, in a sentence for each pair of ages. */
export function olderPlugins(view: HostView, views: readonly HostView[]): readonly string[] {
  const others = views.filter((other) => other !== view);
  const groups = new Map<
    string,
    { readonly names: string[]; readonly ours: Age; readonly newest: string; readonly where: string }
  >();
  for (const plugin of running(view)) {
    const found = newerElsewhere(plugin, others);
    if (found === undefined) {
      continue;
    }
    const { ours, newest } = found;
    const where = whereNewest(plugin.name, newest, others);
    const key = JSON.stringify([ours, newest, where]);
    const group = groups.get(key) ?? { names: [], ours, newest, where };
    group.names.push(plugin.name);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ names, ours, newest, where }) => {
    const plugins = shortList(names, 4);
    const values = { plugins, host: view.name, ours: ours.text, others: where, newest };
    return ours.kind === 'release'
      ? l10n.t('{plugins}: {ours} on {host}, but {newest} on {others}.', values)
      : l10n.t('{plugins}: CNI spec {ours} on {host}, but {newest} on {others}.', values);
  });
}
