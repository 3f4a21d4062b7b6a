import * as l10n from '@vscode/l10n';
import { diagnosisSummary, type Diagnosis } from '../../language/index.ts';

/** Returns a diagnosis as text for a terminal: each finding with its evidence and remedy, and the summary. */
export function diagnosisText(diagnosis: Diagnosis): string {
  const sections = diagnosis.findings.map(({ severity, title, evidence, rule, files, remedy }, index) => {
    const heading = severity === 'problem' ? title : l10n.t('Note: {0}', title);
    const place = [...(rule === undefined ? [] : [rule]), ...files].join(' ');
    const lines = evidence.map((text) => `   ${text}\n`).join('');
    return `${index + 1}. ${heading}${place === '' ? '' : ` (${place})`}\n${lines}   hint: ${remedy}\n\n`;
  });
  const unchecked = diagnosis.unchecked.map((text) => `note: ${text}\n`);
  return `${[...sections, ...unchecked].join('')}${diagnosisSummary(diagnosis)}\n`;
}
