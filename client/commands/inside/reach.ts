import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isTarget, ping, trace } from '../../../engine/host/index.ts';
import type { Namespace } from '../../../engine/host/host.ts';
import { withCancellableProgress } from '../../editor/cancellable-progress.ts';
import { notify } from '../../editor/notify.ts';
import type { ResultDocuments } from '../../editor/result-documents.ts';
import { hostShortName } from '../../hosts/host-text.ts';
import { outputPage, pingText, traceText } from '../../inside/reach-page.ts';
import type { CommandHandler } from '../command-ids.ts';
import type { NamespaceSources } from '../pickers/namespace.ts';
import { givenNamespace } from './given-namespace.ts';

/** Dependencies of the commands that run a program in a namespace and show its output. */
export type InsideSources = NamespaceSources & { readonly documents: Pick<ResultDocuments, 'showPage'> };

/** "Ping…": pings an address or a name from a namespace. */
export function pingFromNamespace(sources: InsideSources): CommandHandler {
  return async (target) => {
    const namespace = await givenNamespace(sources, target, l10n.t('Select the namespace that pings'));
    const { name, host } = sources.runner();
    const to = await promptForTarget(namespace, l10n.t('Ping from "{0}"', namespace?.name ?? ''));
    if (namespace === undefined || to === undefined) {
      return;
    }
    const title = l10n.t('Pinging {0} from "{1}"', to, namespace.name);
    const report = await withCancellableProgress(title, (signal) => ping(host, namespace, to, { signal }));
    const text = pingText(to, namespace.name, report);
    const severity = report.received === 0 ? 'error' : report.received < report.sent ? 'warning' : 'info';
    notify(severity, text, [showOutput(sources, { to, namespace, host: name, text, output: report.output })]);
  };
}

/** "Trace…": shows the routers between a namespace and an address or a name. */
export function traceFromNamespace(sources: InsideSources): CommandHandler {
  return async (target) => {
    const namespace = await givenNamespace(sources, target, l10n.t('Select the namespace that the way starts in'));
    const { name, host } = sources.runner();
    const to = await promptForTarget(namespace, l10n.t('Trace from "{0}"', namespace?.name ?? ''));
    if (namespace === undefined || to === undefined) {
      return;
    }
    const title = l10n.t('Tracing the way from "{0}" to {1}', namespace.name, to);
    const report = await withCancellableProgress(title, (signal) => trace(host, namespace, to, signal));
    const text = traceText(to, namespace.name, report);
    const severity = report.hops.at(-1) === undefined ? 'warning' : 'info';
    notify(severity, text, [showOutput(sources, { to, namespace, host: name, text, output: report.output })]);
  };
}

function promptForTarget(namespace: Namespace | undefined, title: string): PromiseLike<string | undefined> {
  if (namespace === undefined) {
    return Promise.resolve(undefined);
  }
  return vscode.window.showInputBox({
    title,
    prompt: l10n.t('Address or name'),
    placeHolder: '10.88.0.1',
    validateInput: (value) => (isTarget(value.trim()) ? undefined : l10n.t('Enter an IP address or a host name.')),
  });
}

function showOutput(
  { documents }: InsideSources,
  about: {
    readonly to: string;
    readonly namespace: Namespace;
    readonly host: string;
    readonly text: string;
    readonly output: string;
  },
): { readonly title: string; readonly run: () => Promise<void> } {
  const { to, namespace, host, text, output } = about;
  const title = l10n.t('"{namespace}" on "{host}" to {to}', {
    namespace: namespace.name,
    host: hostShortName(host),
    to,
  });
  return {
    title: l10n.t('Show Output'),
    run: () => documents.showPage('Output.md', `${host}:${namespace.path}:${to}`, outputPage(title, text, output)),
  };
}
