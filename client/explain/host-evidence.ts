import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { clueOf, type Failure } from '../../engine/explain/index.ts';
import type { NamedHost } from '../../engine/host/index.ts';
import type { ComparedFile, HostFacts, Surveyed } from '../../language/index.ts';
import type { Requests } from '../../protocol/messages.ts';
import { withCancellableProgress } from '../editor/cancellable-progress.ts';
import { surveyHosts, type SurveySources } from '../hosts/host-survey.ts';
import { hostShortName } from '../hosts/host-text.ts';
import type { LanguageServer } from '../language/language-server.ts';

/** Dependencies of evidence. */
export type EvidenceSources = SurveySources & {
  readonly server: Pick<LanguageServer, 'ensureStarted'> & {
    request(
      method: 'cni/hostEvidence',
      params: Requests['cni/hostEvidence']['params'],
    ): Promise<Requests['cni/hostEvidence']['result'] | undefined>;
  };
};

/** What a host shows about failures. */
export interface HostEvidence {
  /** Undefined for a host that was not read. */
  readonly facts: HostFacts | undefined;
  /** For each failure, what is the case on the host, as whole sentences. */
  readonly here: readonly (readonly string[])[];
  /** The host could show more, but is not connected. */
  readonly isDisconnected: boolean;
}

/** The host on which failures may have occurred. */
export interface OnHost {
  readonly host: NamedHost;
  /** Its answer, if it was read before. */
  readonly surveyed?: Surveyed | undefined;
  /** The network that failed; without it, the networks of the host are examined. */
  readonly file?: ComparedFile | undefined;
}

/** Returns what a host shows about failures. Reads a connected host and this machine, and connects no other. */
export async function evidenceOn(
  sources: EvidenceSources,
  { host, surveyed: known, file }: OnHost,
  failures: readonly Failure[],
): Promise<HostEvidence> {
  const clues = failures.map(({ explanation }) => (explanation && clueOf(explanation)) ?? null);
  const hasClue = clues.some((clue) => clue !== null);
  const nothing = { facts: undefined, here: failures.map(() => []), isDisconnected: false };
  if (!vscode.workspace.isTrusted) {
    return nothing;
  }
  const isOpen = sources.connections.stateOf(host.name).kind === 'ready' || host.spec.kind === 'local';
  if (known === undefined && !isOpen) {
    // A sandbox that has not started is empty.
    return { ...nothing, isDisconnected: host.spec.kind !== 'sandbox' && hasClue };
  }
  const surveyed = known ?? (await survey(sources, host));
  if (surveyed?.answer.kind !== 'ok') {
    return nothing;
  }
  const { facts } = surveyed.answer.value;
  if (!hasClue) {
    return { ...nothing, facts };
  }
  await sources.server.ensureStarted();
  const here = await sources.server.request('cni/hostEvidence', { host: surveyed, clues, file });
  return { ...nothing, facts, here: here ?? nothing.here };
}

async function survey(sources: EvidenceSources, host: NamedHost): Promise<Surveyed | undefined> {
  const title = l10n.t('Reading "{0}"', hostShortName(host.name));
  const [surveyed] = await withCancellableProgress(title, (signal) =>
    surveyHosts(sources, [host], [], undefined, { signal, onAnswer: () => {} }),
  );
  return surveyed;
}
