import type { PluginFact } from '../host-facts.ts';
import type { HostView } from './subjects.ts';

/** How new a plugin is: by its release, or where it names none by the newest spec version that it supports. */
interface Age {
  readonly kind: 'release' | 'spec';
  readonly text: string;
}

const numbers = (text: string): readonly number[] => text.replace(/^v/, '').split('.').map(Number);

/** Below 0 where `a` is older than `b`. */
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

/** Our age of a plugin, and the newest of the same kind on another host, where that is newer. */
function outdone(
  plugin: PluginFact,
  others: readonly HostView[],
): { readonly ours: Age; readonly newest: string } | undefined {
  const theirs = others
    .flatMap((other) => running(other).filter(({ name }) => name === plugin.name))
    .flatMap((other) => agesOf(other));
  for (const ours of agesOf(plugin)) {
    const newest = newestOf(theirs.filter(({ kind }) => kind === ours.kind).map(({ text }) => text));
    if (newest !== undefined && byAge(ours.text, newest) < 0) return { ours, newest };
  }
  return undefined;
}

/** The hosts that have a plugin of this age, by name; two of many. */
function whereNewest(name: string, newest: string, others: readonly HostView[]): string {
  const hosts = others
    .filter((other) =>
      running(other).some((one) => one.name === name && agesOf(one).some(({ text }) => text === newest)),
    )
    .map((other) => other.name);
  return hosts.length > 2 ? `${hosts.slice(0, 2).join(', ')} and ${hosts.length - 2} more` : hosts.join(' and ');
}

/**
 * What a host has of plugins that are newer on another of the compared hosts, a sentence for each pair of ages:
 * `bridge and host-local are v0.9.0 on a, and v1.9.1 on b`.
 */
export function olderPlugins(view: HostView, views: readonly HostView[]): readonly string[] {
  const others = views.filter((other) => other !== view);
  const groups = new Map<string, { readonly names: string[]; readonly end: string }>();
  for (const plugin of running(view)) {
    const found = outdone(plugin, others);
    if (found === undefined) continue;
    const { ours, newest } = found;
    const where = whereNewest(plugin.name, newest, others);
    const age = (text: string): string => (ours.kind === 'release' ? text : `for spec ${text}`);
    const end = `${age(ours.text)} on ${view.name}, and ${age(newest)} on ${where}`;
    const group = groups.get(end) ?? { names: [], end };
    group.names.push(plugin.name);
    groups.set(end, group);
  }
  return [...groups.values()].map(({ names, end }) => `${listed(names)} ${names.length === 1 ? 'is' : 'are'} ${end}`);
}

function listed(names: readonly string[]): string {
  if (names.length > 4) return `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
  return names.length === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
