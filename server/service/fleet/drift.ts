import { finding, good, note, type Cell } from './cell.ts';
import type { HostView } from './subjects.ts';
import type { ComparedFile } from './survey.ts';

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The paths at which two values differ, in the order of the first one's keys: `plugins[0].mtu`. */
function differences(a: unknown, b: unknown, path = ''): string[] {
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b))
    return a === b ? [] : [path || 'all of it'];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) => {
    const step = Array.isArray(a) ? `[${key}]` : path === '' ? key : `.${key}`;
    return differences(a[key], b[key], `${path}${step}`);
  });
}

/** In which places a copy differs, or that it does so in ways that JSON does not show; undefined for none that counts. */
function driftOf(ours: string, theirs: string): string | undefined {
  const [a, b] = [parsed(ours), parsed(theirs)];
  if (a === undefined || b === undefined) return ours === theirs ? undefined : 'it is no JSON to compare by';
  const places = differences(a, b);
  if (places.length === 0) return undefined;
  return places.length > 3 ? `${places.slice(0, 3).join(', ')} and ${places.length - 3} more` : places.join(', ');
}

const copyOf = ({ files }: HostView, name: string): string | undefined =>
  files.find((file) => file.name === name)?.text;

/** Whether the copy on a host is the compared file, or (without one) that which most hosts have. Blanks do not count. */
export function checkDrift(view: HostView, views: readonly HostView[], file: ComparedFile | undefined): Cell {
  return file === undefined ? againstOthers(view, views) : againstFile(view, views, file);
}

function againstFile(view: HostView, views: readonly HostView[], file: ComparedFile): Cell {
  const copy = copyOf(view, file.name);
  const path = `${view.survey.confDir}/${file.name}`;
  if (copy === undefined) {
    const others = views.filter((other) => copyOf(other, file.name) !== undefined).length;
    return others === 0
      ? note('no copy')
      : finding(
          'no copy',
          [`${view.name} has no ${path}, and ${others} of the ${views.length} hosts have it`],
          'Copy the file there.',
        );
  }
  const drift = driftOf(file.text, copy);
  return drift === undefined
    ? good('same')
    : finding(
        'differs',
        [`${path} on ${view.name} differs from ${file.name} here: ${drift}`],
        'Compare the two, and copy the right one.',
      );
}

function againstOthers(view: HostView, views: readonly HostView[]): Cell {
  if (views.length < 2) return note('–');
  const reasons = view.files.flatMap(({ name, text }) => {
    const drift = driftFromOthers(view, views, name, text);
    return drift === undefined ? [] : [`${view.survey.confDir}/${name} on ${view.name} differs from that of ${drift}`];
  });
  const names = new Set(views.flatMap(({ files }) => files.map(({ name }) => name)));
  const absent = [...names].filter(
    (name) =>
      copyOf(view, name) === undefined &&
      views.filter((other) => copyOf(other, name) !== undefined).length * 2 > views.length,
  );
  const all = [
    ...reasons,
    ...absent.map((name) => `${view.name} has no ${view.survey.confDir}/${name}, and most hosts have it`),
  ];
  return all.length === 0 ? good('same') : finding(absent.length === all.length ? 'no copy' : 'differs', all);
}

/** From whose copy a host's own differs, and where: from that which most hosts have, or without one from the first other. */
function driftFromOthers(view: HostView, views: readonly HostView[], name: string, text: string): string | undefined {
  const [common, count] = mostCommon(name, views);
  if (common !== undefined) {
    const drift = driftOf(common, text);
    return drift === undefined ? undefined : `${count} of the ${views.length} hosts: ${drift}`;
  }
  for (const other of views) {
    const copy = other === view ? undefined : copyOf(other, name);
    const drift = copy === undefined ? undefined : driftOf(copy, text);
    if (drift !== undefined) return `${other.name}, and none is that of most hosts: ${drift}`;
  }
  return undefined;
}

/** The text of a file that more hosts have than any other, when more than one has it; with how many have it. */
function mostCommon(name: string, views: readonly HostView[]): readonly [text: string | undefined, count: number] {
  const groups = new Map<string, { readonly text: string; count: number }>();
  for (const text of views.flatMap((view) => copyOf(view, name) ?? [])) {
    const value = parsed(text);
    const key = value === undefined ? text : JSON.stringify(value);
    const group = groups.get(key) ?? { text, count: 0 };
    group.count += 1;
    groups.set(key, group);
  }
  const [most, second] = [...groups.values()].toSorted((a, b) => b.count - a.count);
  return most === undefined || most.count < 2 || second?.count === most.count
    ? [undefined, 0]
    : [most.text, most.count];
}
