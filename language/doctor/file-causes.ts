import * as l10n from '@vscode/l10n';
import { sentences } from '../../engine/text/sentences.ts';
import { mainRuntime } from '../fleet/order.ts';
import { unreadFiles } from '../fleet/subjects.ts';
import { libcni } from '../runtimes/libcni.ts';
import type { FileView, RuntimeView } from '../runtimes/view.ts';
import type { ExaminedHost, Symptom } from './diagnosis.ts';
import { remedies } from './cause-texts.ts';

/** Returns how the main runtime of the host reads the configuration directory. */
function readingOf({ view, survey }: ExaminedHost): Omit<RuntimeView, 'reads'> {
  const { runtime } = mainRuntime(view);
  return { runtime: runtime.name, ...runtime.view(view.files, survey.confDir) };
}

const isNetwork = ({ outcome }: FileView): boolean => outcome === 'default' || outcome === 'loaded';

/** Reports a runtime that loads no network: without files, or because the files are invalid. */
export function noConfiguration(examined: ExaminedHost): readonly Symptom[] {
  const { survey, view } = examined;
  const { runtime, files, verdict } = readingOf(examined);
  if (files.some(isNetwork) || unreadFiles(survey).length > 0) {
    return [];
  }
  const found = { cause: 'noConfiguration', severity: 'problem' } as const;
  const invalid = files.filter(({ outcome }) => outcome === 'breaks' || outcome === 'skipped');
  if (invalid.length === 0) {
    const empty = l10n.t('{0} has no file that {1} loads.', survey.confDir, runtime);
    const provider = l10n.t(
      'Look at the logs of the network provider on this node, which writes the file when it is ready. Without one, copy a network configuration to {0}.',
      survey.confDir,
    );
    const guess = mainRuntime(view).isGuess
      ? l10n.t('No runtime was found on {0}, so the rules of containerd were used.', examined.host)
      : undefined;
    return [{ ...found, evidence: sentences(empty, verdict, guess), remedy: provider }];
  }
  return invalid.map(({ file, why, report }): Symptom => {
    const path = `${survey.confDir}/${file}`;
    const error = view.subjects
      .find((subject) => subject.file === file)
      ?.checked.find(({ severity }) => severity === 'error');
    return {
      ...found,
      evidence:
        report === undefined
          ? `${path}: ${why}`
          : l10n.t('{path}: {why} {runtime} reports "{report}".', { path, why, runtime, report }),
      rule: error?.rule.id,
      file: path,
      remedy: l10n.t('Fix or remove the file.'),
    };
  });
}

const lacksPlugin = new Set(['R171', 'R172']);

/** Reports a first file that hides the cluster network, or that cannot work although a later one can. */
export function wrongFile(examined: ExaminedHost): readonly Symptom[] {
  const { view, survey } = examined;
  if (unreadFiles(survey).length > 0) {
    return [];
  }
  const winner = readingOf(examined).files.find(({ outcome }) => outcome === 'default')?.file;
  const lacking = (file: string | undefined): string | undefined =>
    view.subjects.find((subject) => subject.file === file)?.checked.find(({ rule }) => lacksPlugin.has(rule.id))
      ?.finding.message;
  const reason = lacking(winner);
  return view.subjects.flatMap(({ file, checked }): readonly Symptom[] => {
    const shadow = checked.find(({ rule }) => rule.id === 'R160');
    const isBetter = reason !== undefined && lacking(file) === undefined;
    if (shadow === undefined || winner === undefined || (shadow.severity !== 'warning' && !isBetter)) {
      return [];
    }
    const path = `${survey.confDir}/${file}`;
    return [
      {
        cause: 'wrongFile',
        severity: 'problem',
        evidence: sentences(`${path}: ${shadow.finding.message}`, isBetter ? reason : undefined),
        rule: 'R160',
        file: `${survey.confDir}/${winner}`,
        remedy: remedies.wrongFile?.() ?? '',
      },
    ];
  });
}

/** Returns whether the runtime uses a file; without a known runtime, whether libcni finds its network. */
export function usedFiles(view: ExaminedHost['view']): (file: string) => boolean {
  const { runtime, isGuess } = mainRuntime(view);
  const { files } = (isGuess ? libcni : runtime).view(view.files, view.survey.confDir);
  const used = new Set(files.filter(isNetwork).map(({ file }) => file));
  return (file) => used.has(file);
}
