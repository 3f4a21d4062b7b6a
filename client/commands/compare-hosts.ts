import * as vscode from 'vscode';
import type { KubernetesCluster, NamedHost } from '../../engine/host/index.ts';
import type { Comparison } from '../../server/service/fleet/comparison.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import type { CommandHandler } from '../command-ids.ts';
import { surveyHosts, tidyClusters } from '../host-survey.ts';
import { hostDescription } from '../host-text.ts';
import { notify, showLogAction } from '../notify.ts';
import type { Services } from '../services.ts';
import { loadDocument, targetDocument, type OpenConfiguration } from './configuration-document.ts';

/** What is compared. */
interface Chosen {
  readonly hosts: readonly NamedHost[];
  readonly clusters: readonly KubernetesCluster[];
}

/** «Compare Hosts…»: several hosts against the checks, for the configuration at hand or for the networks that each has. */
export function compareHosts(services: Services): CommandHandler {
  return async (target) => {
    const document = await targetDocument(target);
    const open = document === undefined ? undefined : await loadDocument(document);
    if (document !== undefined && open === undefined) {
      return;
    }
    const chosen = await pickHosts(services, open);
    if (chosen !== undefined) {
      const file = open === undefined ? undefined : { name: open.fileName, text: document?.getText() ?? '' };
      await compare(services, chosen, open, file);
    }
  };
}

/** Lets the user choose hosts, groups and clusters; undefined for none. */
async function pickHosts({ catalogue }: Services, open: OpenConfiguration | undefined): Promise<Chosen | undefined> {
  const { t } = vscode.l10n;
  const groups = [...new Set(catalogue.hosts.flatMap(({ group }) => group ?? []))];
  const groupItems = groups.map((group) => {
    const hosts = catalogue.hosts.filter((host) => host.group === group);
    const detail = hosts.map(({ name }) => name).join(', ');
    return { label: `$(server-environment) ${group}`, description: t('group'), detail, hosts, clusters: [] };
  });
  const clusterItems = catalogue.clusters.map((cluster) => {
    const detail = t('Every node that kubectl knows.');
    return { label: `$(layers) ${cluster.name}`, description: t('cluster'), detail, hosts: [], clusters: [cluster] };
  });
  const hostItems = catalogue.hosts
    .filter(({ spec }) => spec.kind !== 'sandbox')
    .map((host) => {
      const detail = hostDescription(t, host.spec);
      return { label: `$(server) ${host.name}`, description: host.group ?? '', detail, hosts: [host], clusters: [] };
    });
  const picked = await vscode.window.showQuickPick([...groupItems, ...clusterItems, ...hostItems], {
    title:
      open === undefined
        ? t('Compare which hosts, each with its own networks?')
        : t('Compare which hosts for {0}?', open.fileName),
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked === undefined || picked.length === 0) {
    return undefined;
  }
  return {
    hosts: [...new Set(picked.flatMap(({ hosts }) => hosts))],
    clusters: picked.flatMap(({ clusters }) => clusters),
  };
}

async function compare(
  services: Services,
  chosen: Chosen,
  open: OpenConfiguration | undefined,
  file: { readonly name: string; readonly text: string } | undefined,
): Promise<void> {
  const { log, server } = services;
  const surveyed = await withCancellableProgress(vscode.l10n.t('Comparing hosts'), (signal, progress) =>
    surveyHosts(services, chosen.hosts, chosen.clusters, open?.list, {
      signal,
      onAnswer: (done, total, host) => progress.report({ message: `${done}/${total} ${host}`, increment: 100 / total }),
    }),
  );
  for (const problem of await tidyClusters(chosen.clusters)) log.warn(`kubectl: ${problem}`);
  await server.ensureStarted();
  const answer = await server.request('cni/compareHosts', { ...(file === undefined ? {} : { file }), hosts: surveyed });
  if (!isComparison(answer)) {
    const said = vscode.l10n.t('The language server did not answer. See the log of CNI Language Server.');
    notify('error', said, [showLogAction()]);
    return;
  }
  await show(services, answer, file?.name ?? '');
  tell(services, chosen, open, file, answer);
}

/** The matrix as a page: the editor's own Markdown preview can be read by keyboard and screen reader, and copied. */
async function show({ documents }: Services, { markdown }: Comparison, key: string): Promise<void> {
  const page = documents.put('Hosts.md', key, markdown);
  try {
    await vscode.commands.executeCommand('markdown.showPreviewToSide', page);
  } catch {
    // Without the editor's Markdown extension the page is read as text.
    await documents.show('Hosts.md', key, markdown);
  }
}

function tell(
  services: Services,
  chosen: Chosen,
  open: OpenConfiguration | undefined,
  file: { readonly name: string; readonly text: string } | undefined,
  { summary, document }: Comparison,
): void {
  const isWell = document.findings === 0 && document.unreached === 0;
  notify(isWell ? 'info' : 'warning', summary, [
    {
      title: vscode.l10n.t('Open as JSON'),
      run: () => services.documents.show('Hosts.json', file?.name ?? '', `${JSON.stringify(document, undefined, 2)}\n`),
    },
    { title: vscode.l10n.t('Compare Again'), run: () => compare(services, chosen, open, file) },
  ]);
}

function isComparison(answer: unknown): answer is Comparison {
  if (typeof answer !== 'object' || answer === null) return false;
  if (!('summary' in answer) || !('markdown' in answer) || !('document' in answer)) return false;
  const { summary, markdown, document } = answer;
  return typeof summary === 'string' && typeof markdown === 'string' && typeof document === 'object';
}
