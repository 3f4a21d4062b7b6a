import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Requests } from '../../../protocol/messages.ts';
import type { NamedHost } from '../../../engine/host/host.ts';
import type { NamespaceNetwork } from '../../../engine/host/index.ts';
import { writeOwnFile } from '../../editor/write-own-file.ts';
import { commandAction, notify } from '../../editor/notify.ts';
import type { ResultDocuments } from '../../editor/result-documents.ts';
import { sideColumn } from '../../editor/view-column.ts';
import type { HostCatalog } from '../../hosts/host-catalog.ts';
import type { HostConnections } from '../../hosts/host-connections.ts';
import type { HostKnowledge } from '../../hosts/host-knowledge.ts';
import type { HostSelection } from '../../hosts/host-selection.ts';
import { hostShortName } from '../../hosts/host-text.ts';
import type { LanguageServer } from '../../language/language-server.ts';
import type { NetworkRunner } from '../../operations/network-runner.ts';
import { openPage, pageType } from '../page-editor.ts';
import { cacheKey, resultExtension } from '../result/result-page.ts';
import { mapExtension, type MapFacts, mapText } from './map-facts.ts';
import type { MapActions } from './map-page.ts';
import type { NodeTarget } from './node-targets.ts';
import { type MapRunner, type OpenText, type PlanRequest, readMap } from './read-map.ts';

/** What maps need. */
export interface MapSources {
  readonly catalog: Pick<HostCatalog, 'find'>;
  readonly connections: Pick<HostConnections, 'stateOf'>;
  readonly hosts: Pick<HostSelection, 'selected'>;
  readonly knowledge: Pick<HostKnowledge, 'onDidInvalidate'>;
  readonly documents: Pick<ResultDocuments, 'put'>;
  readonly server: Pick<LanguageServer, 'ensureStarted'> & {
    request(method: 'cni/plan', params: Requests['cni/plan']['params']): ReturnType<PlanRequest>;
  };
  readonly runnerOn: (named: NamedHost) => MapRunner & Pick<NetworkRunner, 'readCacheFile'>;
}

/** The network maps of hosts. An open one is read again after each operation, and when a configuration was saved. */
export class NetworkMaps implements MapActions, vscode.Disposable {
  readonly #sources: MapSources;
  readonly #revealed = new vscode.EventEmitter<string>();
  readonly #subscription: vscode.Disposable;
  /** The configuration that was edited last. */
  #configuration: vscode.TextDocument | undefined;
  readonly #reading = new Map<string, Promise<void>>();

  /** Fires with the path of a namespace to show in the Namespaces view. */
  readonly onDidReveal = this.#revealed.event;

  constructor(sources: MapSources) {
    this.#sources = sources;
    const { knowledge } = sources;
    this.#take(vscode.window.activeTextEditor);
    this.#subscription = vscode.Disposable.from(
      this.#revealed,
      vscode.window.onDidChangeActiveTextEditor((editor) => this.#take(editor)),
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (document === this.#configuration) {
          this.#refreshOpen();
        }
      }),
      knowledge.onDidInvalidate((name) => this.#refreshOpen(name)),
    );
  }

  /** Reads a host and opens its map. Rejects with HostError. */
  async show(named: NamedHost, signal?: AbortSignal): Promise<void> {
    const uri = await this.#read(named, signal);
    // Not as a preview, which the page of the next result would replace.
    const viewColumn = columnOf(named.name) ?? sideColumn();
    await vscode.commands.executeCommand('vscode.openWith', uri, pageType('map'), { preview: false, viewColumn });
  }

  async refresh({ host }: MapFacts): Promise<void> {
    const named = this.#sources.catalog.find(host);
    if (named === undefined) {
      notify('warning', l10n.t('The host "{0}" is no longer in the settings.', host), []);
      return;
    }
    if (await mayUseHosts()) {
      await this.#read(named);
    }
  }

  async save({ host }: MapFacts, svg: string): Promise<void> {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const file = await vscode.window.showSaveDialog({
      title: l10n.t('Export the map as SVG'),
      filters: { SVG: ['svg'] },
      ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder.uri, `${fileNameOf(host)}.svg`) }),
    });
    if (file !== undefined) {
      await writeOwnFile(file, svg);
      notify('info', l10n.t('Exported to {0}. It has the addresses and names of the host.', file.path), [
        commandAction(l10n.t('Open'), 'vscode.open', file),
      ]);
    }
  }

  async open({ host }: MapFacts, target: NodeTarget): Promise<void> {
    switch (target.kind) {
      case 'tree':
      case 'terminal':
        return this.#enter(host, target.namespace, target.kind);
      case 'result':
        return this.#openCached(host, target.attachment.cacheFile);
      case 'file':
        return void (await vscode.window.showTextDocument(vscode.Uri.parse(target.plan.uri), {
          viewColumn: vscode.ViewColumn.One,
        }));
      case 'reservations':
        await vscode.commands.executeCommand(
          'cni.showReservations',
          host,
          target.directory.slice(target.directory.lastIndexOf('/') + 1),
        );
    }
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #take(editor: vscode.TextEditor | undefined): void {
    if (editor?.document.languageId === 'cni') {
      this.#configuration = editor.document;
    }
  }

  /** Reads a host, and replaces the document of its map. */
  async #read(named: NamedHost, signal?: AbortSignal): Promise<vscode.Uri> {
    const { documents, server, runnerOn } = this.#sources;
    const plan: PlanRequest = async (params) => {
      await server.ensureStarted();
      return server.request('cni/plan', params);
    };
    const facts = await readMap(runnerOn(named), this.#open(), plan, signal);
    return documents.put(nameOf(named.name), named.name, mapText(facts));
  }

  #open(): OpenText | undefined {
    const document = this.#configuration;
    return document === undefined || document.isClosed
      ? undefined
      : {
          uri: document.uri.toString(),
          fileName: document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1),
          text: document.getText(),
        };
  }

  /** Reads the hosts of open maps again, if they are connected: a map never connects a host by itself. */
  #refreshOpen(only?: string): void {
    const { catalog, connections } = this.#sources;
    for (const host of openMaps().keys()) {
      const named = only === undefined || only === host ? catalog.find(host) : undefined;
      if (named !== undefined && connections.stateOf(host).kind === 'ready' && !this.#reading.has(host)) {
        const reading = this.#read(named)
          // The page shows when it was read, and "Refresh" reports the error.
          .then(
            () => undefined,
            () => undefined,
          )
          .finally(() => this.#reading.delete(host));
        this.#reading.set(host, reading);
      }
    }
  }

  /** Shows the row of a namespace, or opens a terminal in it. Both only know the selected host: a button selects it. */
  async #enter(host: string, namespace: NamespaceNetwork, how: 'tree' | 'terminal'): Promise<void> {
    const { hosts } = this.#sources;
    const { id, name, path } = namespace;
    if (path === undefined) {
      return;
    }
    if (hosts.selected.name !== host) {
      const [shown, other] = [hostShortName(hosts.selected.name), hostShortName(host)];
      notify('info', l10n.t('The Namespaces view shows "{0}".', shown), [
        { title: l10n.t('Use "{0}" and Continue', other), run: () => this.#useAndEnter(host, namespace, how) },
      ]);
    } else if (how === 'tree') {
      this.#revealed.fire(path);
    } else {
      const row = { kind: 'namespace', id: `map:${id}`, namespace: { name: name ?? path, path }, children: [] };
      await vscode.commands.executeCommand('cni.openTerminal', row);
    }
  }

  async #useAndEnter(host: string, namespace: NamespaceNetwork, how: 'tree' | 'terminal'): Promise<void> {
    await vscode.commands.executeCommand('cni.useHost', host);
    if (this.#sources.hosts.selected.name === host) {
      await this.#enter(host, namespace, how);
    }
  }

  async #openCached(host: string, path: string): Promise<void> {
    if (!(await mayUseHosts())) {
      return;
    }
    const { catalog, runnerOn, documents } = this.#sources;
    const named = catalog.find(host);
    const bytes = named && (await runnerOn(named).readCacheFile(path));
    if (bytes === undefined) {
      notify('warning', l10n.t('{0} no longer exists.', path), []);
      return;
    }
    const name = `${path.slice(path.lastIndexOf('/') + 1)}${resultExtension}`;
    await openPage('result', documents.put(name, cacheKey(host), new TextDecoder().decode(bytes)), true);
  }
}

/** A map can be restored in a workspace that is not trusted. Its buttons then lead to the question about trust. */
async function mayUseHosts(): Promise<boolean> {
  if (!vscode.workspace.isTrusted) {
    await vscode.commands.executeCommand('workbench.trust.manage');
  }
  return vscode.workspace.isTrusted;
}

const fileNameOf = (host: string): string => host.replaceAll(/[^\w.-]+/g, '-');
const nameOf = (host: string): string => `${fileNameOf(host)}${mapExtension}`;

/** Returns the hosts whose maps are open, with the columns of their tabs. */
const openMaps = (): ReadonlyMap<string, vscode.ViewColumn> =>
  new Map(
    vscode.window.tabGroups.all.flatMap(({ tabs, viewColumn }) =>
      tabs.flatMap(({ input }) =>
        input instanceof vscode.TabInputCustom && input.viewType === pageType('map')
          ? [[input.uri.query, viewColumn] as const]
          : [],
      ),
    ),
  );

const columnOf = (host: string): vscode.ViewColumn | undefined => openMaps().get(host);
