import * as l10n from '@vscode/l10n';
import { markdownCode, markdownText } from '../../engine/text/edges.ts';
import { sentences } from '../../engine/text/sentences.ts';
import { repository, rulePage } from '../rules/rule.ts';
import type { Diagnosis, HostFinding } from './diagnosis.ts';

/** Summarizes a diagnosis in a sentence or two. */
export function diagnosisSummary({ host, findings, problems, unchecked }: Diagnosis): string {
  const notes = findings.length - problems;
  return sentences(
    problemsText(host, problems, unchecked.length),
    ...(notes === 0 ? [] : [notes === 1 ? l10n.t('1 note.') : l10n.t('{0} notes.', notes)]),
  );
}

function problemsText(host: string, problems: number, unchecked: number): string {
  switch (problems) {
    case 0:
      return unchecked === 0
        ? l10n.t('{0} is healthy.', host)
        : l10n.t('No problem was found on {0}, but not everything could be checked.', host);
    case 1:
      return l10n.t('1 problem on {0}.', host);
    default:
      return l10n.t('{0} problems on {1}, the most likely cause first.', problems, host);
  }
}

/**
 * Renders a diagnosis as a Markdown page with a section for each finding.
 * @param root the URI of the root directory of the host, for links to files; without it they are paths
 */
export function diagnosisPage(diagnosis: Diagnosis, root?: string): string {
  const { host, findings, unchecked } = diagnosis;
  const sections = findings.map((finding, index) => section(finding, index + 1, root));
  const list = unchecked.map((text) => `- ${markdownText(text)}\n`).join('');
  const open = unchecked.length === 0 ? [] : [`## ${l10n.t('Not checked')}\n\n${list}`];
  const guide = `[${l10n.t('What to do about a node that is NotReady')}](${repository}/blob/main/docs/node-not-ready.md)`;
  return [
    `# ${l10n.t('Check of {0}', markdownText(host))}\n\n${markdownText(diagnosisSummary(diagnosis))}\n`,
    ...sections,
    ...open,
    `${guide}\n`,
  ].join('\n');
}

function fileLink(path: string, root: string | undefined): string {
  return root === undefined
    ? markdownCode(path)
    : `[${markdownCode(path)}](<${root}${path.split('/').map(encodeURIComponent).join('/')}>)`;
}

function section(
  { severity, title, evidence, rule, files, remedy }: HostFinding,
  number: number,
  root: string | undefined,
): string {
  const heading = severity === 'problem' ? title : l10n.t('Note: {0}', title);
  const lines = evidence.map((text) => `- ${markdownText(text)}\n`).join('');
  const details = [
    `**${l10n.t('Remedy')}**: ${markdownText(remedy)}`,
    ...(files.length === 0 ? [] : [`**${l10n.t('File')}**: ${files.map((path) => fileLink(path, root)).join(', ')}`]),
    ...(rule === undefined ? [] : [`**${l10n.t('Rule')}**: [${rule}](${rulePage(rule)})`]),
  ];
  return `## ${number}. ${markdownText(heading)}\n\n${lines}\n${details.join('  \n')}\n`;
}
