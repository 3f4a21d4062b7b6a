import { TextDocument } from 'vscode-languageserver-textdocument';
import { check } from '../../language/check.ts';
import type { HostFacts } from '../../language/workspace/host-facts.ts';
import { readModel } from '../../language/document/model.ts';
import type { Mutant } from './mutants.ts';
import type { ConfigurationFile, Outcome } from './stage.ts';

/**
 * How a run ended. `failed`: because of the configuration; `unseen`: this machine ended the run, so it is unknown whether
 * the configuration would have failed.
 */
export type Verdict = 'passed' | 'failed' | 'unseen';

/** Errors that are due to the machine and not to the configuration, with what the machine lacks. */
const LIMITS: readonly (readonly [error: RegExp, limit: string])[] = [
  [/operation not supported/i, 'the kernel has no such link or queue'],
  [/error dialing DHCP daemon/, 'no DHCP daemon runs in the sandbox'],
  [/^not run: /, 'it would start itself without end, so it is not run'],
  [/timed out/, 'it did not end within a minute'],
  [/signal: killed/i, 'this machine killed the plugin'],
  [/failed to run command open: permission denied/i, 'only root of the machine may open /dev/net/tun'],
  [/read-only file system/i, 'the sandbox is read-only there'],
];

/** The limit of the machine that a run hit, or undefined. */
export function limitOf({ failed }: Outcome): string | undefined {
  return failed && LIMITS.find(([error]) => error.test(failed.text))?.[1];
}

export function verdictOf(outcome: Outcome): Verdict {
  if (outcome.failed === undefined) {
    return 'passed';
  }
  return limitOf(outcome) === undefined ? 'failed' : 'unseen';
}

/** The errors that the language server reports, as `R001: message`. Without any it predicts success. */
export function errorsOf({ name, text }: ConfigurationFile, hostFacts: HostFacts | undefined): readonly string[] {
  const document = TextDocument.create(`file:///etc/cni/net.d/${name}`, 'cni', 1, text);
  return check(readModel(document), hostFacts === undefined ? {} : { hostFacts })
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, finding }) => `${rule.id}: ${finding.message}`);
}

/** A mutant with the prediction and the outcome. */
export interface Trial {
  readonly mutant: Mutant;
  /** Errors that the server reports with host facts. */
  readonly errors: readonly string[];
  /** Errors that the server reports without host facts. */
  readonly errorsWithoutHost: readonly string[];
  readonly outcome: Outcome;
  readonly verdict: Verdict;
}
