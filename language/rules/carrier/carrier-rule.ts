import type { CarrierSummary } from '../../directory/carrier-summary.ts';
import type { CarrierContents } from '../../carriers/embedded.ts';
import { noFindings, type Finding, type Rule } from '../rule.ts';

/** The other files of the workspace that contain configurations. */
export interface CarriersAround {
  /** The file itself. */
  readonly uri: string;
  /** Whether a network that neither they nor the file itself define is not in the workspace. */
  readonly isComplete: boolean;
  /** Computed on demand. */
  readonly others: () => readonly CarrierSummary[];
}

/** A rule about the file around embedded configurations. The spans of its findings are in that file. */
export interface CarrierRule extends Rule {
  checkCarrier(contents: CarrierContents, around: CarriersAround): Iterable<Finding>;
}

/** Returns a rule that checks the carrier only, not the configurations in it. */
export function carrierRule(
  { id, name, severity }: Pick<Rule, 'id' | 'name' | 'severity'>,
  checkCarrier: CarrierRule['checkCarrier'],
): CarrierRule {
  return { id, name, severity, check: noFindings, checkCarrier };
}
