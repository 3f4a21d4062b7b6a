import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { type Failure, referenceOf } from '../../engine/explain/index.ts';
import type { NamedHost } from '../../engine/host/index.ts';
import type { HostFacts } from '../../language/index.ts';
import { type FailurePlace, remedyCommands } from '../commands/remedy-actions.ts';
import { hostShortName } from '../hosts/host-text.ts';

/** Where a failure occurred, as far as it is known. */
export interface FailureContext {
  readonly host?: NamedHost | undefined;
  /** What was read from the host. */
  readonly facts?: HostFacts | undefined;
  /** The line of the log, or the plugin in the configuration. */
  readonly place?: FailurePlace | undefined;
}

/**
 * Returns the commands that help with a failure, the most useful first. Their arguments are JSON values, so a page can link
 * to them.
 */
export function explanationActions(failure: Failure, context: FailureContext): readonly vscode.Command[] {
  const { host, facts, place } = context;
  const { explanation } = failure;
  return [
    ...(place === undefined ? [] : [goToLineCommand(place)]),
    ...(host === undefined || explanation === undefined ? [] : remedyCommands(explanation, host)),
    ...(host === undefined ? [] : hostActions(failure, host, facts)),
    { title: l10n.t('Compare Hosts…'), command: 'cni.compareHosts' },
  ];
}

/** Returns the command that shows a line. */
export function goToLineCommand({ uri, line }: FailurePlace): vscode.Command {
  return { title: l10n.t('Go to Line'), command: 'cni.goToLine', arguments: [uri, line] };
}

function hostActions(failure: Failure, host: NamedHost, facts: HostFacts | undefined): readonly vscode.Command[] {
  const on = hostShortName(host.name);
  const plugin = pluginOf(failure);
  const { network } = failure;
  return [
    ...(plugin === undefined || facts?.plugins?.every(({ name }) => name !== plugin)
      ? []
      : [
          {
            title: l10n.t('Show Plugin'),
            tooltip: l10n.t('{0} on "{1}"', plugin, on),
            command: 'cni.showPlugin',
            arguments: [host.name, plugin],
          },
        ]),
    ...(isAboutAddresses(failure)
      ? [
          {
            title: l10n.t('Show Reservations'),
            tooltip: l10n.t('Reservations on "{0}"', on),
            command: 'cni.showReservations',
            arguments: network === undefined ? [host.name] : [host.name, network],
          },
        ]
      : []),
    {
      title: l10n.t('Check Host'),
      tooltip: l10n.t('Find out what is wrong on "{0}"', on),
      command: 'cni.checkHost',
      arguments: [host.name],
    },
  ];
}

/** Returns the plugin to look at: the one that the failure is about, else the one that reported it. */
function pluginOf({ explanation, plugin }: Failure): string | undefined {
  return explanation?.args['plugin'] || plugin;
}

/** Whether reservations of host-local can be the cause. */
function isAboutAddresses(failure: Failure): boolean {
  const { explanation } = failure;
  const { topic, rule } = explanation === undefined ? {} : referenceOf(explanation);
  return topic === 'address' || rule === 'R188' || pluginOf(failure) === 'host-local';
}
