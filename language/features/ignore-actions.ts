import * as l10n from '@vscode/l10n';
import type { CodeAction, Diagnostic, Range } from 'vscode-json-languageservice';
import type { Checked } from '../check.ts';
import type { Model } from '../document/model.ts';
import { toDiagnostic } from './diagnostics.ts';

/** The command of the client that ignores a rule in a file. Arguments: the URI of the file and the id of the rule. */
const ignoreFinding = 'cni.ignoreFinding';

/** Returns "Ignore R074 in this file" for each rule of the findings at a range. JSON has no comments for it. */
export function ignoreActions(model: Model, findings: readonly Checked[], range: Range): readonly CodeAction[] {
  const { document } = model;
  const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  const touched = findings.filter(({ finding: { span } }) => span.offset <= end && span.offset + span.length >= start);
  return ignoring(
    document.uri,
    touched.map((checked) => ({ id: checked.rule.id, diagnostic: () => toDiagnostic(model, checked) })),
  );
}

/** A finding by its rule and diagnostic. */
interface Ignorable {
  readonly id: string;
  readonly diagnostic: () => Diagnostic;
}

/** Returns the actions that ignore the rules of findings in a file, one for each rule. */
export function ignoring(uri: string, findings: readonly Ignorable[]): readonly CodeAction[] {
  const byRule = new Map(findings.toReversed().map((one) => [one.id, one]));
  const ids = new Set(findings.map(({ id }) => id));
  return [...ids].map((id) => {
    const title = l10n.t('Ignore {0} in this file', id);
    const diagnostic = byRule.get(id)?.diagnostic();
    return {
      title,
      kind: 'quickfix',
      diagnostics: diagnostic === undefined ? [] : [diagnostic],
      command: { title, command: ignoreFinding, arguments: [uri, id] },
    };
  });
}
