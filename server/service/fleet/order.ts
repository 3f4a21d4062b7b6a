import { containerd } from '../runtimes/containerd.ts';
import { criO } from '../runtimes/cri-o.ts';
import { nerdctl } from '../runtimes/nerdctl.ts';
import { nomad } from '../runtimes/nomad.ts';
import { podman } from '../runtimes/podman.ts';
import type { DirectoryFile, FileView, Runtime } from '../runtimes/view.ts';
import { finding, good, note, type Cell } from './cell.ts';
import type { HostView } from './subjects.ts';
import type { ComparedFile } from './survey.ts';

const byName: Readonly<Record<string, Runtime>> = { 'cri-o': criO, containerd, nerdctl, podman, nomad };

/** The runtimes of a host; where none was found, the most common rule, and the word that it is a guess. */
function runtimesOf({ survey }: HostView): { readonly runtimes: readonly Runtime[]; readonly guess: string } {
  const found = survey.runtimes.flatMap((name) => byName[name] ?? []);
  return found.length > 0
    ? { runtimes: found, guess: '' }
    : { runtimes: [containerd], guess: ' (no runtime was found there; this is how containerd reads it)' };
}

/** Whether the runtime of the host takes the compared file, or which file it takes. */
export function checkOrder(view: HostView, file: ComparedFile | undefined): Cell {
  return file === undefined ? whichWins(view) : isTaken(view, file);
}

function isTaken(view: HostView, file: ComparedFile): Cell {
  const { files, survey, name } = view;
  const there: readonly DirectoryFile[] = [...files.filter((other) => other.name !== file.name), file];
  const { runtimes, guess } = runtimesOf(view);
  const reasons = runtimes.flatMap((runtime) => {
    const own = runtime.view(there, survey.confDir).files.find((one) => one.file === file.name);
    return own === undefined || own.outcome === 'default' || own.outcome === 'loaded'
      ? []
      : [`${runtime.name} on ${name}${guess}: ${sentenceOf(own)}`];
  });
  if (reasons.length === 0) return good(guess === '' ? 'taken' : 'first');
  const [first] = runtimes.flatMap((runtime) => {
    return (
      runtime.view(there, survey.confDir).files.find(({ outcome }) => outcome === 'default' || outcome === 'breaks') ??
      []
    );
  });
  const text = first === undefined || first.file === file.name ? 'not taken' : `after ${first.file}`;
  return finding(
    text,
    reasons,
    `Remove the other file from ${survey.confDir} on ${name}, or give this one a name that sorts before it.`,
  );
}

function sentenceOf({ why, says }: FileView): string {
  return says === undefined ? why : `${why} (${says})`;
}

function whichWins(view: HostView): Cell {
  const { files, survey, name } = view;
  const { runtimes, guess } = runtimesOf(view);
  const views = runtimes.map((runtime) => ({ runtime, ...runtime.view(files, survey.confDir) }));
  const broken = views.flatMap(({ runtime, files: all }) => {
    const own = all.find(({ outcome }) => outcome === 'breaks');
    return own === undefined ? [] : [`${runtime.name} on ${name}${guess}: ${own.file}: ${sentenceOf(own)}`];
  });
  if (broken.length > 0) return finding('broken', broken, 'Mend the file, or take it away.');
  const winners = views.flatMap(({ files: all }) => all.find(({ outcome }) => outcome === 'default')?.file ?? []);
  return note([...new Set(winners)].join(', ') || 'no network');
}
