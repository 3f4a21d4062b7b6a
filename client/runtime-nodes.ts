import type { FileView, Outcome, RuntimeView } from '../server/service/runtimes/view.ts';
import type { Translate } from './translate.ts';
import type { TreeRow } from './tree-node.ts';

/** A directory as the language server says that the runtimes read it. */
export interface DirectoryReading {
  /** Path of the directory, for people. */
  readonly directory: string;
  readonly runtimes: readonly RuntimeView[];
  /** All of it as a Markdown page. */
  readonly markdown: string;
}

/** True for an answer of the language server to `cni/runtimes`. */
export function isDirectoryReading(answer: unknown): answer is DirectoryReading {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'directory' in answer &&
    typeof answer.directory === 'string' &&
    'markdown' in answer &&
    typeof answer.markdown === 'string' &&
    'runtimes' in answer &&
    Array.isArray(answer.runtimes)
  );
}

/** A row of the view Runtimes: a runtime, or below it a file as it sees it. Its tooltip is Markdown. */
export type RuntimeNode =
  | (TreeRow & { readonly kind: 'runtime'; readonly children: readonly RuntimeNode[] })
  | (TreeRow & {
      readonly kind: 'file';
      /** Relative to the directory. */
      readonly file: string;
    });

type Look = readonly [icon: string, color: string | undefined];

const LOOKS: Readonly<Record<Outcome, Look>> = {
  default: ['star-full', 'charts.yellow'],
  loaded: ['pass', 'testing.iconPassed'],
  ignored: ['eye-closed', 'disabledForeground'],
  skipped: ['warning', 'list.warningForeground'],
  breaks: ['error', 'list.errorForeground'],
  unreached: ['circle-slash', 'disabledForeground'],
  unread: ['dash', 'disabledForeground'],
};

function outcomeText(t: Translate, outcome: Outcome): string {
  const texts: Readonly<Record<Outcome, string>> = {
    default: t('default'),
    loaded: t('loaded'),
    ignored: t('ignored'),
    skipped: t('skipped'),
    breaks: t('breaks'),
    unreached: t('not reached'),
    unread: t('not read'),
  };
  return texts[outcome];
}

/** Rows of the view Runtimes for one directory. */
export function runtimeNodes(reading: DirectoryReading, t: Translate): readonly RuntimeNode[] {
  return reading.runtimes.map((view): RuntimeNode => {
    const [icon, color] = lookOf(view);
    return {
      kind: 'runtime',
      id: `runtime:${view.runtime}`,
      label: view.runtime,
      description: summaryOf(view, t),
      tooltip: `**${view.runtime}**\n\n${view.verdict}\n\n${view.reads}`,
      icon,
      color,
      children: view.files.map((file) => fileNode(view.runtime, file, t)),
    };
  });
}

/** What comes of the directory, in the few words that a side bar has room for. */
function summaryOf({ files }: RuntimeView, t: Translate): string {
  const of = (outcome: Outcome): readonly FileView[] => files.filter((file) => file.outcome === outcome);
  const [chosen] = of('default');
  const [broken] = of('breaks');
  const [found, skipped] = [of('loaded').length, of('skipped').length];
  const taken =
    chosen === undefined
      ? found === 0
        ? t('no network')
        : t('networks: {0}', found)
      : (chosen.network ?? chosen.file);
  return [
    taken,
    ...(broken === undefined ? [] : [t('stops at {0}', broken.file)]),
    ...(skipped === 0 ? [] : [t('skipped: {0}', skipped)]),
  ].join(', ');
}

/** A runtime looks like the worst that befalls it: no network, a file passed over, or all well. */
function lookOf({ files }: RuntimeView): Look {
  const has = (outcome: Outcome): boolean => files.some((file) => file.outcome === outcome);
  if (has('breaks')) return LOOKS.breaks;
  if (has('skipped')) return LOOKS.skipped;
  return has('default') || has('loaded') ? ['server-process', 'testing.iconPassed'] : ['server-process', undefined];
}

function fileNode(runtime: string, { file, outcome, network, why, says }: FileView, t: Translate): RuntimeNode {
  const [icon, color] = LOOKS[outcome];
  const state = outcomeText(t, outcome);
  const quoted = says === undefined ? '' : `\n\n${t('{0} says:', runtime)}\n\n    ${says.replaceAll('\n', '\n    ')}`;
  return {
    kind: 'file',
    id: `runtime:${runtime}:${file}`,
    label: file,
    description: network === undefined ? state : `${state} · ${network}`,
    tooltip: `**${file}** — ${state}\n\n${why}.${quoted}`,
    icon,
    color,
    file,
  };
}
