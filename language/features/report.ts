import type { Range, TextEdit } from 'vscode-languageserver-types';
import type { Checked } from '../check.ts';
import type { Model } from '../document/model.ts';
import { rulePage, type Fix } from '../rules/rule.ts';
import type { Severity } from '../workspace/context.ts';
import { rangeOf } from './diagnostics.ts';

/** A fix for a problem. */
export interface ProblemFix {
  readonly title: string;
  /** The usual choice. */
  readonly preferred: boolean;
  /** Whether it may be applied without asking. */
  readonly certain: boolean;
  readonly edits: readonly TextEdit[];
  /** New name of the file, without directory. */
  readonly rename?: string | undefined;
}

/** A problem that a rule reports at one range of a document. */
export interface Problem {
  /** Id, such as R074. */
  readonly rule: string;
  readonly name: string;
  /** Address of the page that explains the rule. */
  readonly page: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  /** Related locations, in this document or another. */
  readonly related: readonly { readonly uri: string; readonly range: Range; readonly message: string }[];
  readonly fixes: readonly ProblemFix[];
}

/** The problems of one document. */
export interface Report {
  /** What the content is: a network configuration list, a single plugin configuration, or neither. */
  readonly content: Model['content'];
  /** In the order of the text. */
  readonly problems: readonly Problem[];
}

/** Returns the findings of a document as data, with everything that a report may show. */
export function reportOf(model: Model, findings: readonly Checked[]): Report {
  const sorted = findings.toSorted((a, b) => a.finding.span.offset - b.finding.span.offset);
  return { content: model.content, problems: sorted.map((one) => problemOf(model, one)) };
}

function problemOf(model: Model, { rule, finding, severity }: Checked): Problem {
  return {
    rule: rule.id,
    name: rule.name,
    page: rulePage(rule.id),
    severity,
    message: finding.message,
    range: rangeOf(model, finding.span),
    related: (finding.related ?? []).map(({ span, location, message }) => ({
      uri: location?.uri ?? model.document.uri,
      range: location?.range ?? rangeOf(model, span),
      message,
    })),
    fixes: (finding.fixes?.() ?? []).map((fix) => fixOf(model, fix)),
  };
}

function fixOf(model: Model, { title, preferred, certain, changes, rename }: Fix): ProblemFix {
  return {
    title,
    preferred: preferred === true,
    certain: certain !== undefined,
    edits: (changes ?? []).map((change) => ({ range: rangeOf(model, change), newText: change.text })),
    rename,
  };
}
