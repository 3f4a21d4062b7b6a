import { TextDocument } from 'vscode-languageserver-textdocument';
import { check } from '../../server/service/check.ts';
import type { HostFacts } from '../../server/service/host-facts.ts';
import { readModel } from '../../server/service/model.ts';
import type { Mutant } from './mutants.ts';
import type { ConfigurationFile, Happened } from './stage.ts';

/**
 * How a configuration ended. `failed` is for its configuration; `unseen` is where this machine ended the run before the
 * configuration was tried to its end: nobody knows whether it would have failed.
 */
export type Verdict = 'passed' | 'failed' | 'unseen';

/** Words that tell of the machine and not of the configuration, with what it is that the machine does not have. */
const LIMITS: readonly (readonly [said: RegExp, limit: string])[] = [
  [/operation not supported/i, 'the kernel has no such link or queue'],
  [/error dialing DHCP daemon/, 'no DHCP daemon runs in the sandbox'],
  [/^not run: /, 'it would start itself without end, and is not run'],
  [/timed out/, 'it did not end within a minute'],
  [/signal: killed/i, 'this machine killed the plugin'],
  [/read-only file system/i, 'the sandbox lets nothing be written there'],
];

/** What the machine could not do, or undefined. */
export function limitOf({ failed }: Happened): string | undefined {
  return failed && LIMITS.find(([said]) => said.test(failed.text))?.[1];
}

export function verdictOf(happened: Happened): Verdict {
  if (happened.failed === undefined) return 'passed';
  return limitOf(happened) === undefined ? 'failed' : 'unseen';
}

/** The errors that the language server gives, as `R001: message`: none is the forecast that all goes well. */
export function errorsOf({ name, text }: ConfigurationFile, hostFacts: HostFacts | undefined): readonly string[] {
  const document = TextDocument.create(`file:///etc/cni/net.d/${name}`, 'cni', 1, text);
  return check(readModel(document), hostFacts === undefined ? {} : { hostFacts })
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, finding }) => `${rule.id}: ${finding.message}`);
}

/** A mutant with what was foretold and what happened. */
export interface Trial {
  readonly mutant: Mutant;
  /** Errors that the server gives when it knows the host. */
  readonly errors: readonly string[];
  /** Errors of the text alone. */
  readonly errorsWithoutHost: readonly string[];
  readonly happened: Happened;
  readonly verdict: Verdict;
}
