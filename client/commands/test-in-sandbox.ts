import * as l10n from '@vscode/l10n';
import type { CommandHandler } from './command-ids.ts';
import { trialLeaks, trialSucceeded, trialText, tryNetwork } from '../operations/network-trial.ts';
import { isEmpty, summaryOf } from '../arguments/form.ts';
import { formSubject } from '../arguments/chosen-arguments.ts';
import type { LastArguments } from '../arguments/last-arguments.ts';
import type { RuntimeArguments } from '../../engine/arguments/runtime-arguments.ts';
import { sentences } from '../../engine/text/sentences.ts';
import { maskedArguments, type Operation } from '../../engine/libcni/index.ts';
import type { Surveyed } from '../../language/index.ts';
import { notify, type NotificationAction, severityOf, showLogAction } from '../editor/notify.ts';
import { hostShortName } from '../hosts/host-text.ts';
import type { Settings } from '../editor/settings.ts';
import type { NetworkRunner } from '../operations/network-runner.ts';
import { operationSource } from '../operations/operation-source.ts';
import type { OperationFollower } from '../operations/operation-follower.ts';
import { type HostChangeSources, warnOfLeaks } from './show-host-changes.ts';
import { inspectAction } from './operations/recorded-operation.ts';
import { explainActions, listText, remedyActions } from './remedy-actions.ts';
import type { OpenConfiguration } from './pickers/configuration.ts';
import { targetConfiguration, type ConfigurationSources } from './pickers/target-configuration.ts';

/** Dependencies of "Test in Sandbox". */
export interface TrialSources extends ConfigurationSources, HostChangeSources {
  readonly settings: Pick<Settings, 'interfaceName' | 'profiles'>;
  readonly lastArguments: Pick<LastArguments, 'of'>;
  readonly follower: Pick<OperationFollower, 'follow'>;
  /** Returns a runner in a new sandbox, which the caller disposes of. */
  readonly trialRunner: () => NetworkRunner;
}

/** "Test in Sandbox": runs ADD, CHECK and DEL in a new sandbox that ends afterwards, whichever host is selected. */
export function testInSandbox(sources: TrialSources): CommandHandler {
  const { settings, lastArguments, follower, trialRunner } = sources;
  return async (target, place) => {
    const title = l10n.t('Select a network configuration to test');
    const configuration = await targetConfiguration(sources, { target, place }, title);
    if (configuration === undefined) {
      return;
    }
    const { list, uri, suppliedName } = configuration;
    const chosen = lastArguments.of(list.name) ?? {};
    const ifName = chosen.ifName ?? settings.interfaceName(uri);
    const runner = trialRunner();
    try {
      const trial = await follower.follow(
        {
          title:
            suppliedName === undefined
              ? l10n.t('Testing "{0}" in a new sandbox', list.name)
              : l10n.t('Testing "{0}" (name filled in as by Multus) in a new sandbox', list.name),
          host: runner.name,
          pluginCount: list.plugins.length,
          source: operationSource(configuration),
          args: chosen.args,
          capabilityArgs: chosen.capabilityArgs,
        },
        (following) => tryNetwork(runner, list, ifName, following, chosen),
      );
      const failed = [trial.add.add, trial.check, trial.del].find((one) => one !== undefined && one.state !== 'ok');
      const message = sentences(
        trialText(list.name, ifName, hostShortName(runner.name), trial),
        usedArguments(sources, configuration, chosen),
      );
      const succeeded = trialSucceeded(trial);
      const leaks = trialLeaks(trial);
      if (succeeded && trial.del !== undefined && leaks.length > 0) {
        warnOfLeaks(sources, trial.del, leaks);
        return;
      }
      const severity = failed === undefined ? 'error' : severityOf(failed);
      const surveyed = failed?.state === 'failed' ? surveyOf(runner) : undefined;
      notify(succeeded ? 'info' : severity, message, [
        ...(failed === undefined ? [] : failureActions(failed, runner, configuration, surveyed)),
        showLogAction(succeeded ? 'end' : 'failure'),
      ]);
      await surveyed;
    } finally {
      await runner.host.dispose();
    }
  };
}

/** Returns the sentence about the arguments of a test, whose secrets are masked; undefined without any. */
function usedArguments(
  sources: Pick<TrialSources, 'settings'>,
  configuration: OpenConfiguration,
  chosen: RuntimeArguments,
): string | undefined {
  return isEmpty(chosen)
    ? undefined
    : l10n.t(
        'Last arguments: {0}.',
        summaryOf(formSubject(sources, configuration), { ...chosen, ...maskedArguments(chosen) }),
      );
}

/** The buttons of a test that failed. */
function failureActions(
  failed: Operation,
  { name, host }: NetworkRunner,
  configuration: OpenConfiguration,
  surveyed: Promise<Surveyed | undefined> | undefined,
): readonly NotificationAction[] {
  return [
    ...remedyActions(failed, host, name),
    ...explainActions(failed, { hostName: name, config: listText(configuration.list), configuration, surveyed }),
    inspectAction(failed),
  ];
}

/** How long a sandbox may take to show the cause of a failure, in milliseconds. */
const surveyLimit = 20_000;

/** Reads the sandbox before it ends, for an explanation. Never rejects. */
async function surveyOf(runner: NetworkRunner): Promise<Surveyed | undefined> {
  const startedAt = performance.now();
  try {
    const value = await runner.survey(AbortSignal.timeout(surveyLimit));
    return { host: runner.name, answer: { kind: 'ok', value }, durationMs: performance.now() - startedAt };
  } catch {
    return undefined;
  }
}
