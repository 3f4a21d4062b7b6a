import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic, Range } from 'vscode-languageserver-types';
import type { Checked } from '../../check.ts';
import type { Span } from '../../document/span.ts';
import type { Fix } from '../../rules/rule.ts';
import type { RuleContext } from '../../workspace/context.ts';
import { noCarriers } from '../../workspace/known-carriers.ts';
import { diagnosticAt } from '../diagnostics.ts';
import type { ChangesInCarrier } from './embedded-document.ts';
import type { OpenedCarrier } from './opened-carrier.ts';

/** A fix whose changes are those of the carrier. */
interface PlacedFix extends Pick<Fix, 'title' | 'certain'> {
  readonly preferred: boolean;
  readonly done: ChangesInCarrier;
}

/** A finding at its position in the carrier. */
export interface PlacedFinding {
  readonly checked: Checked;
  readonly span: Span;
  readonly range: Range;
  readonly related: readonly { readonly uri: string; readonly range: Range; readonly message: string }[];
  /** Computed on demand, without those that rename the file. */
  readonly fixes: () => readonly PlacedFix[];
}

/** How spans and changes are converted to those of the carrier. */
interface Placing {
  readonly span: (span: Span) => Span | undefined;
  readonly changes: (changes: NonNullable<Fix['changes']>) => ChangesInCarrier;
}

const asWritten: Placing = { span: (span) => span, changes: (changes) => ({ changes }) };

function place(document: TextDocument, checked: Checked, placing: Placing): PlacedFinding | undefined {
  const { finding } = checked;
  const span = placing.span(finding.span);
  if (span === undefined) {
    return undefined;
  }
  const rangeOf = ({ offset, length }: Span): Range => ({
    start: document.positionAt(offset),
    end: document.positionAt(offset + length),
  });
  const related = (finding.related ?? []).flatMap(({ span: other, location, message }) => {
    if (location !== undefined && location.uri !== document.uri) {
      return [{ uri: location.uri, range: location.range, message }];
    }
    const mapped = placing.span(other);
    return mapped === undefined ? [] : [{ uri: document.uri, range: rangeOf(mapped), message }];
  });
  const fixes = (): readonly PlacedFix[] =>
    (finding.fixes?.() ?? []).flatMap(({ title, preferred, certain, changes, rename }) =>
      rename !== undefined || changes === undefined
        ? []
        : [{ title, preferred: preferred === true, certain, done: placing.changes(changes) }],
    );
  return { checked, span, range: rangeOf(span), related, fixes };
}

/** Returns the findings of a carrier and of its configurations, in the order of the text. `known` has the other carriers. */
export function placedFindings(
  carrier: OpenedCarrier,
  context: RuleContext,
  known = noCarriers,
): readonly PlacedFinding[] {
  const { document } = carrier;
  const inside = carrier.embedded.flatMap((one) => {
    const placing: Placing = {
      span: (span) => one.spanInCarrier(span),
      changes: (changes) => one.changesInCarrier(changes),
    };
    return one.framed.findingsIn(context).map((checked) => place(document, checked, placing));
  });
  const own = carrier.ownFindings(context, known).map((checked) => place(document, checked, asWritten));
  return [...inside, ...own].filter((one) => one !== undefined).toSorted((a, b) => a.span.offset - b.span.offset);
}

/** Converts a finding to a diagnostic of the carrier. */
export function diagnosticOf({ checked, range, related }: PlacedFinding): Diagnostic {
  return diagnosticAt(
    range,
    checked,
    related.map(({ uri, range: other, message }) => ({ location: { uri, range: other }, message })),
  );
}
