import * as l10n from '@vscode/l10n';
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

/** Returns the runtimes of a host; if none was found, containerd as the most common one. */
function runtimesOf({ survey }: HostView): { readonly runtimes: readonly Runtime[]; readonly isGuess: boolean } {
  const found = survey.runtimes.flatMap((name) => byName[name] ?? []);
  return found.length > 0 ? { runtimes: found, isGuess: false } : { runtimes: [containerd], isGuess: true };
}

/** Returns the runtime that starts most containers of a host: that of Kubernetes if there is one. */
export function mainRuntime(view: HostView): { readonly runtime: Runtime; readonly isGuess: boolean } {
  const { runtimes, isGuess } = runtimesOf(view);
  const inOrder = Object.values(byName).find((runtime) => runtimes.includes(runtime));
  return { runtime: inOrder ?? containerd, isGuess };
}

/** Adds to the reasons that the runtime is a guess, if it is one. */
function withGuess(reasons: readonly string[], { name }: HostView, isGuess: boolean): readonly string[] {
  return isGuess
    ? [...reasons, l10n.t('No runtime was found on {0}, so the rules of containerd were used.', name)]
    : reasons;
}

/** Checks that the runtime of the host uses the compared file; without one, returns the file that it uses. */
export function checkOrder(view: HostView, file: ComparedFile | undefined): Cell {
  return file === undefined ? whichWins(view) : isUsed(view, file);
}

function isUsed(view: HostView, file: ComparedFile): Cell {
  const { files, survey, name } = view;
  const all: readonly DirectoryFile[] = [...files.filter((other) => other.name !== file.name), file];
  const { runtimes, isGuess } = runtimesOf(view);
  const reasons = runtimes.flatMap((runtime) => {
    const own = runtime.view(all, survey.confDir).files.find((one) => one.file === file.name);
    return own === undefined || own.outcome === 'default' || own.outcome === 'loaded'
      ? []
      : [l10n.t('{0} on {1}: {2}', runtime.name, name, explanationOf(own))];
  });
  if (reasons.length === 0) {
    return good(isGuess ? l10n.t('first') : l10n.t('used'));
  }
  const [first] = runtimes.flatMap((runtime) => {
    return (
      runtime.view(all, survey.confDir).files.find(({ outcome }) => outcome === 'default' || outcome === 'breaks') ?? []
    );
  });
  const text = first === undefined || first.file === file.name ? l10n.t('not used') : l10n.t('after {0}', first.file);
  return finding(
    text,
    withGuess(reasons, view, isGuess),
    l10n.t(
      'Remove the other file from {0} on {1}, or rename this one so that it sorts before the other.',
      survey.confDir,
      name,
    ),
  );
}

function explanationOf({ why, report }: FileView): string {
  return report === undefined ? why : l10n.t('{0} It reports "{1}".', why, report);
}

function whichWins(view: HostView): Cell {
  const { files, survey, name } = view;
  const { runtimes, isGuess } = runtimesOf(view);
  const views = runtimes.map((runtime) => ({ runtime, ...runtime.view(files, survey.confDir) }));
  const broken = views.flatMap(({ runtime, files: all }) => {
    const own = all.find(({ outcome }) => outcome === 'breaks');
    return own === undefined
      ? []
      : [
          l10n.t('{runtime} on {host}, {file}: {explanation}', {
            runtime: runtime.name,
            host: name,
            file: own.file,
            explanation: explanationOf(own),
          }),
        ];
  });
  if (broken.length > 0) {
    return finding(l10n.t('broken'), withGuess(broken, view, isGuess), l10n.t('Fix or remove the file.'));
  }
  const winners = views.flatMap(({ files: all }) => all.find(({ outcome }) => outcome === 'default')?.file ?? []);
  return note([...new Set(winners)].join(', ') || l10n.t('no network'));
}
