import type { Diagnostic, Range } from 'vscode-json-languageservice';
import type { Checked } from '../check.ts';
import type { Model } from '../document/model.ts';
import type { Span } from '../document/span.ts';
import { isTooLarge, notAnalyzed } from '../document/text-limit.ts';
import { rulePage } from '../rules/rule.ts';

/** LSP's DiagnosticSeverity. */
const severities = { error: 1, warning: 2, information: 3, hint: 4 } as const;
/** LSP's DiagnosticTag. */
const unnecessary = 1;

/** Converts a span to lines and characters. */
export function rangeOf({ document }: Model, { offset, length }: Span): Range {
  return { start: document.positionAt(offset), end: document.positionAt(offset + length) };
}

/** Converts the findings of a document to diagnostics, or returns the notice that its text is too large. */
export function toDiagnostics(model: Model, checked: readonly Checked[]): Diagnostic[] {
  const { text } = model.parsed;
  if (!isTooLarge(text)) {
    return checked.map((one) => toDiagnostic(model, one));
  }
  const message = notAnalyzed(Buffer.byteLength(text));
  return [noticeDiagnostic(rangeOf(model, { offset: 0, length: 1 }), message)];
}

/** Returns a diagnostic about what is not checked. */
export function noticeDiagnostic(range: Range, message: string): Diagnostic {
  return { range, message, severity: severities.information, source: 'cni' };
}

/** Converts a finding to a diagnostic, whose code is the rule and links to the rule's page. */
export function toDiagnostic(model: Model, checked: Checked): Diagnostic {
  const related = (checked.finding.related ?? []).map(({ span, location, message }) => ({
    location:
      location === undefined
        ? { uri: model.document.uri, range: rangeOf(model, span) }
        : { uri: location.uri, range: location.range },
    message,
  }));
  return diagnosticAt(rangeOf(model, checked.finding.span), checked, related);
}

/** Returns the diagnostic for a finding at a range. */
export function diagnosticAt(
  range: Range,
  { rule, finding, severity }: Checked,
  related: NonNullable<Diagnostic['relatedInformation']>,
): Diagnostic {
  return {
    range,
    message: finding.message,
    severity: severities[severity],
    code: rule.id,
    codeDescription: { href: rulePage(rule.id) },
    source: 'cni',
    ...(related.length === 0 ? {} : { relatedInformation: related }),
    ...(finding.unnecessary ? { tags: [unnecessary] } : {}),
  };
}
