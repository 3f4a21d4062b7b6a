import type { Diagnostic, Range } from 'vscode-json-languageservice';
import type { Checked } from '../check.ts';
import type { Model } from '../model.ts';
import type { Span } from '../parse.ts';
import { rulePage } from '../rules/rule.ts';

/** LSP's DiagnosticSeverity. */
const SEVERITIES = { error: 1, warning: 2, information: 3, hint: 4 } as const;
/** LSP's DiagnosticTag. */
const UNNECESSARY = 1;

/** The lines and characters of a span. */
export function rangeOf({ document }: Model, { offset, length }: Span): Range {
  return { start: document.positionAt(offset), end: document.positionAt(offset + length) };
}

/** A finding as an editor shows it: the code is the rule, and links to the rule's page. */
export function toDiagnostic(model: Model, { rule, finding, severity }: Checked): Diagnostic {
  const related = (finding.related ?? []).map(({ span, place, message }) => ({
    location:
      place === undefined
        ? { uri: model.document.uri, range: rangeOf(model, span) }
        : { uri: place.uri, range: place.range },
    message,
  }));
  return {
    range: rangeOf(model, finding.span),
    message: finding.message,
    severity: SEVERITIES[severity],
    code: rule.id,
    codeDescription: { href: rulePage(rule.id) },
    source: 'cni',
    ...(related.length === 0 ? {} : { relatedInformation: related }),
    ...(finding.unnecessary ? { tags: [UNNECESSARY] } : {}),
  };
}
