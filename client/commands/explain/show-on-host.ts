import * as l10n from '@vscode/l10n';
import { commaList } from '../../../engine/text/listing.ts';
import { actionOf, notify } from '../../editor/notify.ts';
import type { ResultDocuments } from '../../editor/result-documents.ts';
import type { HostContents, HostKnowledge } from '../../hosts/host-knowledge.ts';
import { hostShortName } from '../../hosts/host-text.ts';
import { pluginPage } from '../../views/plugin-page.ts';
import { reservationsPage } from '../../views/reservations-page.ts';
import type { CommandHandler } from '../command-ids.ts';
import { connected, type Connector, givenHost, type HostTargets } from '../connect-host.ts';
import { installCommand } from '../remedy-actions.ts';

/** Dependencies of pages about a host. */
export interface HostPageSources extends Pick<HostTargets, 'catalog'> {
  readonly connections: Connector;
  readonly knowledge: Pick<HostKnowledge, 'of' | 'ensureFresh'>;
  readonly documents: Pick<ResultDocuments, 'showPage'>;
}

/** "Show Plugin": shows the page of a plugin of a host. Arguments: names of the host and the plugin. */
export function showPlugin(sources: HostPageSources): CommandHandler {
  return async (target, name) => {
    const named = givenHost(sources.catalog, target);
    const contents = await contentsOf(sources, target);
    if (named === undefined || contents === undefined || typeof name !== 'string') {
      return;
    }
    const { facts } = contents;
    const plugin = facts.plugins.find((one) => one.name === name);
    if (plugin === undefined) {
      const names = { plugin: name, host: hostShortName(named.name), directories: commaList(facts.pluginDirs) };
      notify('info', l10n.t('"{host}" has no plugin "{plugin}" in {directories}.', names), [
        actionOf(installCommand(named)),
      ]);
      return;
    }
    await sources.documents.showPage(`${name}.md`, `plugin:${named.name}:${plugin.path}`, pluginPage(plugin, facts));
  };
}

/** "Show Reservations": lists what host-local has reserved on a host. Arguments: the host, and a network or nothing. */
export function showReservations(sources: HostPageSources): CommandHandler {
  return async (target, network) => {
    const named = givenHost(sources.catalog, target);
    const contents = await contentsOf(sources, target);
    if (named === undefined || contents === undefined) {
      return;
    }
    const only = typeof network === 'string' ? network : undefined;
    const page = reservationsPage(named.name, contents, only);
    await sources.documents.showPage('Reservations.md', `${named.name}:${only ?? ''}`, page);
  };
}

/** Reads the host if what is known about it is out of date. Reports a failure and returns undefined. */
async function contentsOf(sources: HostPageSources, target: unknown): Promise<HostContents | undefined> {
  const { catalog, connections, knowledge } = sources;
  const named = givenHost(catalog, target);
  if (named === undefined) {
    return undefined;
  }
  await connected(connections, named);
  await knowledge.ensureFresh(named.name);
  const known = knowledge.of(named.name);
  if (known.kind === 'failed') {
    notify('error', known.reason, []);
    return undefined;
  }
  return known.kind === 'unknown' ? undefined : known.contents;
}
