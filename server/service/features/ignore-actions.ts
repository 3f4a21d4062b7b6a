import type { CodeAction, Range } from 'vscode-json-languageservice';
import type { Checked } from '../check.ts';
import type { Model } from '../model.ts';
import { toDiagnostic } from './diagnostics.ts';

/** The command of the client that silences a rule in a file: arguments are the file's URI and the id of the rule. */
const IGNORE_FINDING = 'cni.ignoreFinding';

/** «Ignore R074 in this file», once per rule of the findings that a range touches. JSON has no comments to say it in. */
export function ignoreActions(model: Model, findings: readonly Checked[], range: Range): readonly CodeAction[] {
  const { document } = model;
  const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  const touched = new Map<string, Checked>();
  for (const checked of findings) {
    const { offset, length } = checked.finding.span;
    if (offset <= end && offset + length >= start && !touched.has(checked.rule.id))
      touched.set(checked.rule.id, checked);
  }
  return [...touched].map(([id, checked]) => {
    const title = `Ignore ${id} in this file`;
    return {
      title,
      kind: 'quickfix',
      diagnostics: [toDiagnostic(model, checked)],
      command: { title, command: IGNORE_FINDING, arguments: [document.uri, id] },
    };
  });
}
