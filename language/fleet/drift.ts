import * as l10n from '@vscode/l10n';
import { shortList } from '../../engine/text/listing.ts';
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

/** Returns the paths at which two values differ, in the order of the first one's keys: `plugins[0].mtu`. */
function differences(a: unknown, b: unknown, path = ''): string[] {
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) {
    return a === b ? [] : [path || l10n.t('the whole content')];
  }
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) => {
    const step = Array.isArray(a) ? `[${key}]` : path === '' ? key : `.${key}`;
    return differences(a[key], b[key], `${path}${step}`);
  });
}

/** Returns a sentence about where two copies differ; undefined if they are equal except for white space. */
function driftOf(ours: string, theirs: string): string | undefined {
  const [a, b] = [parsed(ours), parsed(theirs)];
  if (a === undefined || b === undefined) {
    return ours === theirs ? undefined : l10n.t('One of the files is not valid JSON, so they were compared as text.');
  }
  const paths = differences(a, b);
  return paths.length === 0 ? undefined : l10n.t('The difference is in {0}.', shortList(paths, 3));
}

const copyOf = ({ files }: HostView, name: string): string | undefined =>
  files.find((file) => file.name === name)?.text;

const pathOf = ({ survey }: HostView, name: string): string => `${survey.confDir}/${name}`;

/** Checks that the copy on a host equals the compared file, or without one the copy on most hosts, but for white space. */
export function checkDrift(view: HostView, views: readonly HostView[], file: ComparedFile | undefined): Cell {
  return file === undefined ? againstOthers(view, views) : againstFile(view, views, file);
}

function againstFile(view: HostView, views: readonly HostView[], file: ComparedFile): Cell {
  const copy = copyOf(view, file.name);
  const path = pathOf(view, file.name);
  if (copy === undefined) {
    const others = views.filter((other) => copyOf(other, file.name) !== undefined).length;
    return others === 0
      ? note(l10n.t('no copy'))
      : finding(
          l10n.t('no copy'),
          [
            l10n.t('{host} does not have {path}, which is on {count} of {total} hosts.', {
              host: view.name,
              path,
              count: others,
              total: views.length,
            }),
          ],
          l10n.t('Copy the file to the host.'),
        );
  }
  const drift = driftOf(file.text, copy);
  return drift === undefined
    ? good(l10n.t('same'))
    : finding(
        l10n.t('differs'),
        [
          l10n.t('{path} on {host} differs from the local {file}. {difference}', {
            path,
            host: view.name,
            file: file.name,
            difference: drift,
          }),
        ],
        l10n.t('Compare the two files, and copy the correct one.'),
      );
}

function againstOthers(view: HostView, views: readonly HostView[]): Cell {
  if (views.length < 2) {
    return note('–');
  }
  const reasons = view.files.flatMap(({ name, text }) => {
    return driftFromOthers(view, views, name, text) ?? [];
  });
  const names = new Set(views.flatMap(({ files }) => files.map(({ name }) => name)));
  const absent = [...names].filter(
    (name) =>
      copyOf(view, name) === undefined &&
      views.filter((other) => copyOf(other, name) !== undefined).length * 2 > views.length,
  );
  const all = [
    ...reasons,
    ...absent.map((name) => l10n.t('{0} does not have {1}, which is on most hosts.', view.name, pathOf(view, name))),
  ];
  return all.length === 0
    ? good(l10n.t('same'))
    : finding(absent.length === all.length ? l10n.t('no copy') : l10n.t('differs'), all);
}

/**
 * Returns how a host's copy differs from that on most hosts, or without such a one from the first that differs.
 */
function driftFromOthers(view: HostView, views: readonly HostView[], name: string, text: string): string | undefined {
  const [common, count] = mostCommon(name, views);
  if (common !== undefined) {
    const drift = driftOf(common, text);
    return drift === undefined
      ? undefined
      : l10n.t('{path} on {host} differs from the copy on {count} of {total} hosts. {difference}', {
          path: pathOf(view, name),
          host: view.name,
          count,
          total: views.length,
          difference: drift,
        });
  }
  for (const other of views) {
    const copy = other === view ? undefined : copyOf(other, name);
    const drift = copy === undefined ? undefined : driftOf(copy, text);
    if (drift !== undefined) {
      return l10n.t(
        '{path} on {host} differs from the copy on {other}, and no version of it is on most hosts. {difference}',
        {
          path: pathOf(view, name),
          host: view.name,
          other: other.name,
          difference: drift,
        },
      );
    }
  }
  return undefined;
}

/** Returns the text of a file that is on more hosts than any other, if on more than one, with their number. */
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
