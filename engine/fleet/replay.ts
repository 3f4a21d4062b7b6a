import * as l10n from '@vscode/l10n';
import { WorkbenchError } from '../errors/workbench-error.ts';
import { attachmentContainerID } from '../libcni/operation/attachment.ts';
import type { Operation } from '../libcni/operation/operation.ts';
import { type CallDocument, type OperationDocument, textOrBase64 } from '../libcni/operation/operation-document.ts';
import { runOperation } from '../libcni/operation/recorder.ts';
import { planReplay, type ReplayChoice, type ReplayPlan } from '../libcni/replay/plan.ts';
import { runPlan } from '../libcni/replay/run-plan.ts';
import type { Result, RuntimeConf } from '../libcni/result/types.ts';
import { maskedValuesOf } from '../libcni/secrets/masked-document.ts';
import { createNamespace, namespaceExists } from '../host/facts/namespaces.ts';
import type { Host } from '../host/host.ts';

/** Codes of errors about an operation that cannot be run again. */
export const replayErrorCodes = [
  'replayElsewhere',
  /** No plugin ran, or the step does not exist. */
  'replayStep',
  'replayMasked',
] as const;

type ReplayErrorCode = (typeof replayErrorCodes)[number];

/** How an operation is run again. */
export interface ReplayRequest extends ReplayChoice {
  /** Plugin directories instead of those of the recording. */
  readonly pluginDirs?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onUpdate?: ((operation: Operation) => void) | undefined;
}

/** An operation that was run again. */
export interface Replayed {
  /** With the executions before the chosen step: the recorded ones, and ADD before CHECK and DEL. */
  readonly operation: Operation;
  /** Their number. If one of them failed, the chosen step did not run. */
  readonly before: number;
  /** The last result of ADD. */
  readonly result?: Result | undefined;
}

const replayError = (code: ReplayErrorCode, message: string, remedy: string): WorkbenchError<ReplayErrorCode> =>
  new WorkbenchError({ code, message, remedy });

/** Returns the plugins that {@link replayOperation} runs and those that they started, for a confirmation: each once. */
export function pluginsOfReplay({ steps }: OperationDocument): readonly string[] {
  return [...new Set(steps.flatMap(({ pluginType, calls = [] }) => [pluginType, ...calls.flatMap(typesIn)]))];
}

function typesIn({ pluginType, calls }: CallDocument): readonly string[] {
  return [pluginType, ...calls.flatMap(typesIn)];
}

/** Returns the plugin directories of a recording. */
export function pluginDirsOfReplay({ steps }: OperationDocument): readonly string[] {
  return (steps[0]?.env['CNI_PATH'] ?? '').split(':').filter((dir) => dir !== '');
}

/**
 * Rejects what cannot be run again. Runs nothing.
 * @throws WorkbenchError `replayElsewhere`, `replayStep`, `replayMasked`
 */
export function checkReplay(
  host: Pick<Host, 'spec' | 'label'>,
  { verb, steps }: OperationDocument,
  { from = 0, stdin }: ReplayChoice = {},
): void {
  if (host.spec.kind !== 'sandbox') {
    throw replayError(
      'replayElsewhere',
      l10n.t('A recording runs again only in the sandbox, not on {0}.', host.label),
      l10n.t('Choose the sandbox.'),
    );
  }
  if (steps.length === 0) {
    throw replayError(
      'replayStep',
      l10n.t('No plugin ran in this {0}, so there is nothing to run again.', verb),
      l10n.t('Read the error of the recording.'),
    );
  }
  if (!Number.isSafeInteger(from) || from < 0 || from >= steps.length) {
    throw replayError(
      'replayStep',
      l10n.t('The recording has no step {0}.', from + 1),
      l10n.t('Choose a step from {0} to {1}.', 1, steps.length),
    );
  }
  for (const [at, step] of steps.entries()) {
    const edited = at === from && stdin !== undefined ? { ...step, stdin: textOrBase64(stdin) } : step;
    const masked = maskedValuesOf(edited);
    if (masked.length > 0) {
      throw replayError(
        'replayMasked',
        l10n.t(
          'Step {0} ({1}) cannot run, because its values are masked: {2}.',
          at + 1,
          step.pluginType,
          masked.join(', '),
        ),
        l10n.t('Replace "***" with the real values, or record the operation again.'),
      );
    }
  }
}

/**
 * Runs a recorded operation again, with the recorded CNI_* variables and input, in a fresh namespace of a sandbox. If a
 * namespace with the recorded name exists there, another name is used, and a container ID that belongs to it; with a new
 * sandbox, nothing differs. An unchanged `prevResult` is replaced by the result of this run. Leaves the namespace and the
 * attachment, which end with the sandbox. Rejects with WorkbenchError of {@link checkReplay},
 * NamespaceError and HostError, before a plugin runs; a failure of a plugin is in the operation.
 */
export async function replayOperation(
  host: Host,
  document: OperationDocument,
  request: ReplayRequest = {},
): Promise<Replayed> {
  checkReplay(host, document, request);
  const { signal, onUpdate, pluginDirs } = request;
  const { plan, rt } = await adapt(host, document, planReplay(document, request), pluginDirs, signal);
  const { operation, value: result } = await runOperation(
    { verb: document.verb, network: document.network, ...(rt && { rt }) },
    (observer) => runPlan(host.exec, plan, observer, signal),
    onUpdate,
  );
  return { operation, before: plan.before, result };
}

interface Adapted {
  readonly plan: ReplayPlan;
  readonly rt: RuntimeConf | undefined;
}

/** Creates the namespace, and replaces what of the variables depends on it. */
async function adapt(
  host: Host,
  { containerID, ifName = '', netNS }: OperationDocument,
  plan: ReplayPlan,
  pluginDirs: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): Promise<Adapted> {
  const path = pluginDirs && { CNI_PATH: pluginDirs.join(':') };
  if (containerID === undefined || netNS === undefined || netNS === '') {
    return { plan: withVariables(plan, { ...path }), rt: undefined };
  }
  const fresh = await createFresh(host, netNS, signal);
  const own = fresh === netNS ? containerID : attachmentContainerID(fresh);
  return {
    plan: withVariables(plan, { ...path, CNI_NETNS: fresh, CNI_CONTAINERID: own }),
    rt: { containerID: own, ifName, netNS: fresh, args: [], capabilityArgs: {} },
  };
}

function withVariables({ calls, before }: ReplayPlan, variables: Readonly<Record<string, string>>): ReplayPlan {
  return { before, calls: calls.map((call) => ({ ...call, env: { ...call.env, ...variables } })) };
}

/** Creates a namespace, with the recorded path if that is the path of a named namespace and free. */
async function createFresh(host: Host, recorded: string, signal: AbortSignal | undefined): Promise<string> {
  const name = /^(?:\/var)?\/run\/netns\/([^/\s.-][^/\s]*)$/.exec(recorded)?.[1];
  if (name !== undefined && !(await namespaceExists(host, name, signal))) {
    await createNamespace(host, name, signal);
    return recorded;
  }
  for (let number = 1; ; number++) {
    const other = `replay-${number}`;
    if (!(await namespaceExists(host, other, signal))) {
      return (await createNamespace(host, other, signal)).path;
    }
  }
}
