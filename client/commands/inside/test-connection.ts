import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { testConnection } from '../../../engine/host/index.ts';
import type { Namespace } from '../../../engine/host/host.ts';
import { withCancellableProgress } from '../../editor/cancellable-progress.ts';
import { commandAction, notify } from '../../editor/notify.ts';
import { hostShortName } from '../../hosts/host-text.ts';
import { connectionPage, connectionText } from '../../inside/connection-page.ts';
import { selectedNamespaces } from '../../views/selected-rows.ts';
import type { TreeSelections } from '../../views/tree-selections.ts';
import type { CommandHandler } from '../command-ids.ts';
import { pickNamespace } from '../pickers/namespace.ts';
import { givenNamespace } from './given-namespace.ts';
import type { InsideSources } from './reach.ts';

/** Dependencies of "Test Connection…". */
export type ConnectionSources = InsideSources & { readonly selections: Pick<TreeSelections, 'rows'> };

/** "Test Connection…": tests whether a namespace reaches another one, and names the reason if it does not. */
export function testConnectionBetween(sources: ConnectionSources): CommandHandler {
  return async (given, ...rest) => {
    if (isEnd(given) && isEnd(rest[0])) {
      await test(sources, { source: given, target: rest[0], port: typeof rest[1] === 'number' ? rest[1] : undefined });
      return;
    }
    const ends = await pickEnds(sources, given);
    const port = ends === undefined ? undefined : await promptForPort(ends.target);
    if (ends === undefined || port === undefined) {
      return;
    }
    await test(sources, { ...ends, port: port === '' ? undefined : Number(port) });
  };
}

/** True for an end that "Test Again" passes. A row has its path in its namespace. */
function isEnd(value: unknown): value is Namespace {
  return typeof value === 'object' && value !== null && 'path' in value && 'name' in value;
}

interface Ends {
  readonly source: Namespace;
  readonly target: Namespace;
}

/** Two selected rows are both ends; otherwise the missing ends are prompted for. */
async function pickEnds(sources: ConnectionSources, given: unknown): Promise<Ends | undefined> {
  const selected = selectedNamespaces(sources.selections, given, 'all');
  const [one, other] = selected;
  if (selected.length === 2 && one !== undefined && other !== undefined) {
    return { source: one, target: other };
  }
  const source = await givenNamespace(sources, given, l10n.t('Select the namespace that connects'));
  if (source === undefined) {
    return undefined;
  }
  const title = l10n.t('Select the namespace that "{0}" connects to', source.name);
  const target = await pickNamespace(sources, title, 'existingOnly');
  if (target?.path === source.path) {
    notify('warning', l10n.t('A connection needs two different namespaces.'), []);
    return undefined;
  }
  return target === undefined ? undefined : { source, target };
}

function promptForPort({ name }: Namespace): PromiseLike<string | undefined> {
  return vscode.window.showInputBox({
    title: l10n.t('Test connection to "{0}"', name),
    prompt: l10n.t('TCP port. Leave it empty to test with ping only.'),
    placeHolder: '8080',
    validateInput: (value) =>
      value === '' || (/^\d{1,5}$/.test(value) && Number(value) > 0 && Number(value) < 65_536)
        ? undefined
        : l10n.t('A port is a number from 1 to 65535.'),
  });
}

async function test(
  sources: ConnectionSources,
  { source, target, port }: Ends & { readonly port: number | undefined },
) {
  const { host, name } = sources.runner();
  const ends = { source: source.name, target: target.name, host: hostShortName(name), port };
  const report = await withCancellableProgress(
    l10n.t('Testing the connection from "{0}" to "{1}"', source.name, target.name),
    (signal) => testConnection(host, { source, target, port }, signal),
  );
  const isHealthy = report.diagnosis.kind === 'healthy';
  const key = `${name}:${source.path}:${target.path}`;
  notify(isHealthy ? 'info' : 'error', connectionText(report, ends), [
    {
      title: l10n.t('Show Details'),
      run: () => sources.documents.showPage('Connection.md', key, connectionPage(report, ends)),
    },
    ...(isHealthy ? [] : [commandAction(l10n.t('Test Again'), 'cni.testConnection', source, target, port)]),
  ]);
}
