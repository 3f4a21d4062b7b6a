import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { commaList } from '../../engine/text/listing.ts';
import type { KubernetesCluster, NamedHost } from '../../engine/host/index.ts';
import type { Comparison } from '../../language/index.ts';
import type { Requests } from '../../protocol/messages.ts';
import { withCancellableProgress } from '../editor/cancellable-progress.ts';
import type { CommandHandler } from './command-ids.ts';
import type { Journal } from '../editor/journal.ts';
import type { ResultDocuments } from '../editor/result-documents.ts';
import type { HostCatalog } from '../hosts/host-catalog.ts';
import { surveyHosts, type SurveySources, cleanUpClusters } from '../hosts/host-survey.ts';
import { hostDescription } from '../hosts/host-text.ts';
import { commandAction, notify, showLogAction } from '../editor/notify.ts';
import { compareDocumentName, compareText } from '../webviews/compare/compare-document.ts';
import { openPage } from '../webviews/page-editor.ts';
import { loadDocument, targetDocument, type OpenConfiguration } from './pickers/configuration.ts';
import type { LanguageServer } from '../language/language-server.ts';
import { givenHosts, type HostTargets } from './connect-host.ts';
import { sortedByLabel } from '../editor/pick-items.ts';

/** The hosts and clusters to compare. */
interface Chosen {
  readonly hosts: readonly NamedHost[];
  readonly clusters: readonly KubernetesCluster[];
}

/** The configuration that hosts are compared for. */
interface ComparedFile {
  readonly name: string;
  readonly text: string;
  readonly uri: string;
}

/** Dependencies of "Compare Hosts…". */
export type CompareSources = HostTargets &
  SurveySources & {
    readonly catalog: Pick<HostCatalog, 'hosts' | 'clusters'>;
    readonly log: Pick<Journal, 'warn'>;
    readonly server: Pick<LanguageServer, 'ensureStarted'> & {
      request(
        method: 'cni/compareHosts',
        params: Requests['cni/compareHosts']['params'],
      ): Promise<Comparison | null | undefined>;
    };
    readonly documents: Pick<ResultDocuments, 'show' | 'put'>;
  };

/** "Compare Hosts…": checks several hosts for the active configuration, or each host for its own networks. */
export function compareHosts(sources: CompareSources): CommandHandler {
  return async (target) => {
    const document = await targetDocument(target);
    const open = document === undefined ? undefined : await loadDocument(document);
    if (document !== undefined && open === undefined) {
      return;
    }
    const rows = givenHosts(sources, target).filter(({ spec }) => spec.kind !== 'sandbox');
    const chosen = rows.length > 0 ? { hosts: rows, clusters: [] } : await pickHosts(sources.catalog, open);
    if (chosen !== undefined) {
      const file =
        open === undefined || document === undefined
          ? undefined
          : { name: open.fileName, text: document.getText(), uri: document.uri.toString() };
      await compare(sources, chosen, open, file);
    }
  };
}

/** An item of the quick pick. */
type ChoiceItem = vscode.QuickPickItem & Chosen;

/** Prompts for hosts, groups and clusters; undefined for none. */
async function pickHosts(
  catalog: CompareSources['catalog'],
  open: OpenConfiguration | undefined,
): Promise<Chosen | undefined> {
  const groups = [...new Set(catalog.hosts.flatMap(({ group }) => group ?? []))];
  const groupItems = groups.map((group) => {
    const hosts = catalog.hosts.filter((host) => host.group === group);
    const detail = commaList(hosts.map(({ name }) => name));
    return { label: `$(server-environment) ${group}`, description: l10n.t('group'), detail, hosts, clusters: [] };
  });
  const clusterItems = catalog.clusters.map((cluster) => {
    const detail = l10n.t('All nodes that kubectl lists');
    return {
      label: `$(layers) ${cluster.name}`,
      description: l10n.t('cluster'),
      detail,
      hosts: [],
      clusters: [cluster],
    };
  });
  const hostItems = catalog.hosts
    .filter(({ spec }) => spec.kind !== 'sandbox')
    .map((host) => {
      const detail = hostDescription(host.spec);
      return { label: `$(server) ${host.name}`, description: host.group ?? '', detail, hosts: [host], clusters: [] };
    });
  const picked = await vscode.window.showQuickPick(
    [groupItems, clusterItems, hostItems].flatMap((items) => sortedByLabel<ChoiceItem>(items)),
    {
      title:
        open === undefined
          ? l10n.t('Select hosts to compare, each with its own networks')
          : l10n.t('Select hosts to compare for {0}', open.fileName),
      canPickMany: true,
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  if (picked === undefined || picked.length === 0) {
    return undefined;
  }
  return {
    hosts: [...new Set(picked.flatMap(({ hosts }) => hosts))],
    clusters: picked.flatMap(({ clusters }) => clusters),
  };
}

async function compare(
  sources: CompareSources,
  chosen: Chosen,
  open: OpenConfiguration | undefined,
  file: ComparedFile | undefined,
): Promise<void> {
  const { log, server } = sources;
  const surveyed = await withCancellableProgress(l10n.t('Comparing hosts'), (signal, progress) =>
    surveyHosts(sources, chosen.hosts, chosen.clusters, open?.list, {
      signal,
      onAnswer: (done, total, host) => progress.report({ message: `${done}/${total} ${host}`, increment: 100 / total }),
    }),
  );
  for (const problem of await cleanUpClusters(chosen.clusters)) {
    log.warn(`kubectl: ${problem}`);
  }
  await server.ensureStarted();
  const answer = await server.request('cni/compareHosts', {
    file: file && { name: file.name, text: file.text },
    hosts: surveyed,
  });
  if (!answer) {
    notify('error', l10n.t('The language server did not answer, so the hosts could not be compared.'), [
      commandAction(l10n.t('Restart Language Server'), 'cni.restartServer'),
      showLogAction('failure'),
    ]);
    return;
  }
  const { summary, checks, document } = answer;
  const page = compareText({ ...document, summary, checks, uri: file?.uri });
  const uri = sources.documents.put(compareDocumentName, file?.name ?? '', page);
  await openPage('compare', uri, true, false);
  report(sources, chosen, open, file, answer);
}

function report(
  sources: CompareSources,
  chosen: Chosen,
  open: OpenConfiguration | undefined,
  file: ComparedFile | undefined,
  { summary, document }: Comparison,
): void {
  const isClean = document.findings === 0 && document.unreached === 0;
  notify(isClean ? 'info' : 'warning', summary, [
    {
      title: l10n.t('Open as JSON'),
      run: () => sources.documents.show('Hosts.json', file?.name ?? '', `${JSON.stringify(document, undefined, 2)}\n`),
    },
    { title: l10n.t('Compare Again'), run: () => compare(sources, chosen, open, file) },
  ]);
}
