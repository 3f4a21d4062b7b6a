import * as l10n from '@vscode/l10n';
import type { TextEdit } from 'vscode-languageserver-types';
import { check } from '../../check.ts';
import { rulePage, type TextChange } from '../../rules/rule.ts';
import type { RuleContext } from '../../workspace/context.ts';
import { noCarriers } from '../../workspace/known-carriers.ts';
import { fixAll } from '../refactor/fix-all.ts';
import type { Problem, ProblemFix } from '../report.ts';
import type { Notice, OpenedCarrier } from './opened-carrier.ts';
import { placedFindings } from './placed-findings.ts';

/** The problems of a carrier and of the configurations in it. */
export interface CarrierReport {
  /** Number of embedded configurations, and of definitions and annotations without one. */
  readonly found: number;
  /** In the order of the text, with ranges of the carrier. */
  readonly problems: readonly Problem[];
  readonly notices: readonly Notice[];
}

/** Returns changes of a carrier as edits. */
export function editsIn(carrier: OpenedCarrier, changes: readonly TextChange[]): TextEdit[] {
  return changes.map((change) => ({ range: carrier.rangeOf(change), newText: change.text }));
}

/** Returns the findings in a carrier as data, with everything that a report may show. */
export function carrierReport(carrier: OpenedCarrier, context: RuleContext, known = noCarriers): CarrierReport {
  const problems = placedFindings(carrier, context, known).map(({ checked, range, related, fixes }): Problem => {
    const { rule, finding, severity } = checked;
    const held = fixes().flatMap(({ title, preferred, certain, done }): ProblemFix[] =>
      'refused' in done
        ? []
        : [
            {
              title,
              preferred,
              certain: certain !== undefined,
              edits: editsIn(carrier, done.changes),
            },
          ],
    );
    return {
      rule: rule.id,
      name: rule.name,
      page: rulePage(rule.id),
      severity,
      message: finding.message,
      range,
      related,
      fixes: held,
    };
  });
  return { found: carrier.found, problems, notices: carrier.notices };
}

/** The edits that apply every certain fix inside a carrier, and the fixes that it cannot hold. */
export interface CarrierFixes {
  readonly edits: readonly TextEdit[];
  readonly refused: readonly Notice[];
}

/** Returns the edits of the certain fixes for the carrier itself. They do not touch a configuration that is text. */
function ownFixes(carrier: OpenedCarrier, context: RuleContext): TextEdit[] {
  return carrier.ownFindings(context, noCarriers).flatMap(({ finding }) => {
    const fix = finding.fixes?.().find(({ certain }) => certain !== undefined);
    return editsIn(carrier, fix?.changes ?? []);
  });
}

/** Applies every certain fix of a carrier and of the configurations in it. */
export function fixCarrier(carrier: OpenedCarrier, context: RuleContext): CarrierFixes {
  const edits = ownFixes(carrier, context);
  const refused: Notice[] = [];
  for (const one of carrier.embedded) {
    const own = one.framed.contextIn(context);
    const change = fixAll(one.model, (model) => check(model, own));
    if (change === undefined) {
      continue;
    }
    const done = one.changesInCarrier([change]);
    if ('changes' in done) {
      edits.push(...editsIn(carrier, done.changes));
    } else {
      const range = carrier.rangeOf({ offset: one.bounds.start, length: 1 });
      refused.push({ range, message: l10n.t('{0}: Not fixed. {1}', one.embedded.where, done.refused) });
    }
  }
  return { edits, refused };
}
