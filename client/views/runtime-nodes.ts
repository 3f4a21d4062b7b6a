import * as l10n from '@vscode/l10n';
import { commaList } from '../../engine/text/listing.ts';
import { markdownBlock, markdownText } from '../../engine/text/edges.ts';
import type { DirectoryReading, FileView, Outcome, RuntimeView } from '../../language/index.ts';
import type { TreeRow } from './tree-node.ts';

/** A row of the Runtimes view: a runtime, or a file as the runtime treats it. Its tooltip is Markdown. */
export type RuntimeNode =
  | (TreeRow & { readonly kind: 'runtime'; readonly children: readonly RuntimeNode[] })
  | (TreeRow & {
      readonly kind: 'file';
      /** Relative to the directory. */
      readonly file: string;
    });

type Look = readonly [icon: string, color: string | undefined];

const looks: Readonly<Record<Outcome, Look>> = {
  default: ['star-full', 'charts.yellow'],
  loaded: ['pass', 'testing.iconPassed'],
  ignored: ['eye-closed', 'disabledForeground'],
  skipped: ['warning', 'list.warningForeground'],
  breaks: ['error', 'list.errorForeground'],
  unreached: ['circle-slash', 'disabledForeground'],
  unread: ['dash', 'disabledForeground'],
};

/** Returns an outcome in a word or two. */
export function outcomeText(outcome: Outcome): string {
  const texts: Readonly<Record<Outcome, string>> = {
    default: l10n.t('default'),
    loaded: l10n.t('loaded'),
    ignored: l10n.t('ignored'),
    skipped: l10n.t('skipped'),
    breaks: l10n.t('fails'),
    unreached: l10n.t('not reached'),
    unread: l10n.t('not read'),
  };
  return texts[outcome];
}

/** Returns the rows of the Runtimes view for one directory. */
export function runtimeNodes(reading: DirectoryReading): readonly RuntimeNode[] {
  return reading.runtimes.map((view): RuntimeNode => {
    const [icon, color] = lookOf(view);
    return {
      kind: 'runtime',
      id: `runtime:${view.runtime}`,
      label: view.runtime,
      description: summaryOf(view),
      tooltip: `**${view.runtime}**\n\n${markdownText(view.verdict)}\n\n${markdownText(view.reads)}`,
      icon,
      color,
      children: view.files.map((file) => fileNode(view.runtime, file)),
    };
  });
}

/** Summarizes what a runtime loads, briefly enough for a side bar. */
function summaryOf({ files }: RuntimeView): string {
  const of = (outcome: Outcome): readonly FileView[] => files.filter((file) => file.outcome === outcome);
  const [chosen] = of('default');
  const [broken] = of('breaks');
  const [found, skipped] = [of('loaded').length, of('skipped').length];
  const taken =
    chosen === undefined
      ? found === 0
        ? l10n.t('no network')
        : l10n.t('networks: {0}', found)
      : (chosen.network ?? chosen.file);
  return commaList([
    taken,
    ...(broken === undefined ? [] : [l10n.t('loading stops at {0}', broken.file)]),
    ...(skipped === 0 ? [] : [l10n.t('skipped: {0}', skipped)]),
  ]);
}

/** Returns the icon of a runtime's most severe outcome. */
function lookOf({ files }: RuntimeView): Look {
  const has = (outcome: Outcome): boolean => files.some((file) => file.outcome === outcome);
  if (has('breaks')) {
    return looks.breaks;
  }
  if (has('skipped')) {
    return looks.skipped;
  }
  return has('default') || has('loaded') ? ['server-process', 'testing.iconPassed'] : ['server-process', undefined];
}

function fileNode(runtime: string, { file, outcome, network, why, report }: FileView): RuntimeNode {
  const [icon, color] = looks[outcome];
  const state = outcomeText(outcome);
  const quoted = report === undefined ? '' : `\n\n${l10n.t('{0} reports:', runtime)}\n\n${markdownBlock(report)}`;
  return {
    kind: 'file',
    id: `runtime:${runtime}:${file}`,
    label: file,
    description: network === undefined ? state : `${state} · ${network}`,
    tooltip: `**${markdownText(file)}** — ${state}\n\n${markdownText(why)}${quoted}`,
    icon,
    color,
    file,
  };
}
