import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { KubernetesCluster, NamedHost } from '../../engine/host/index.ts';
import { readHostSettings } from '../../engine/host/settings/host-settings.ts';
import { isNamed, type ClusterEntry, type HostEntry } from './host-entry.ts';
import type { Settings } from '../editor/settings.ts';
import { problemText } from '../operations/explanation.ts';

/** Hosts that need no settings. The sandbox is the default. */
const sandbox: NamedHost = { name: 'sandbox', spec: { kind: 'sandbox' } };
const local: NamedHost = { name: 'local', spec: { kind: 'local' } };

/** A settings file. */
export interface SettingsFile {
  readonly name: 'user' | 'remote' | 'workspace';
  readonly hasHosts: boolean;
}

/** All hosts: the two that need no settings, then those of `cni.hosts`. */
export class HostCatalog implements vscode.Disposable {
  readonly #settings: Settings;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  #known: readonly NamedHost[] = [];
  #clusters: readonly KubernetesCluster[] = [];
  #problems: readonly string[] = [];

  /** Fires when hosts were added, changed or forgotten. */
  readonly onDidChange = this.#changed.event;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#read();
    this.#subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('cni.hosts') || event.affectsConfiguration('cni.host')) {
        this.#read();
        this.#changed.fire();
      }
    });
  }

  get hosts(): readonly NamedHost[] {
    return this.#known;
  }

  /** Kubernetes clusters: groups whose hosts kubectl lists. */
  get clusters(): readonly KubernetesCluster[] {
    return this.#clusters;
  }

  /** Problems of the settings, each with its remedy. An entry with a problem is not among the hosts. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** The default host of the settings, for workspaces in which none was selected. */
  get preferred(): NamedHost {
    return this.find(this.#settings.host) ?? sandbox;
  }

  find(name: string | undefined): NamedHost | undefined {
    return this.#known.find((host) => host.name === name);
  }

  /** The settings file with the hosts, or for the first host. */
  get settingsFile(): SettingsFile {
    const { value, target } = this.#written();
    // A remote window has a settings file of the remote machine in addition to that of the user.
    const ofUser = vscode.env.remoteName === undefined ? 'user' : 'remote';
    return {
      name: target === vscode.ConfigurationTarget.Workspace ? 'workspace' : ofUser,
      hasHosts: value.length > 0,
    };
  }

  /** Adds a host or cluster to the settings file that has the others. */
  async add(entry: HostEntry | ClusterEntry): Promise<void> {
    const { value, target } = this.#written();
    await this.#write([...value, entry], target);
  }

  /** Removes a host from the settings. */
  async forget(name: string): Promise<void> {
    const { value, target } = this.#written();
    await this.#write(
      value.filter((entry) => !isNamed(entry, name)),
      target,
    );
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #read(): void {
    const { hosts, clusters, problems } = readHostSettings(this.#settings.hosts);
    this.#clusters = clusters;
    this.#known = [sandbox, local, ...hosts];
    const preferred = this.#settings.host;
    const lost =
      this.find(preferred) === undefined
        ? [
            l10n.t(
              'The setting cni.host names "{0}", which is not in cni.hosts. The sandbox is used instead.',
              preferred,
            ),
          ]
        : [];
    this.#problems = [...problems.map((problem) => problemText(problem)), ...lost];
  }

  /** Returns the effective list, and the settings file that it is in. */
  #written(): { readonly value: readonly unknown[]; readonly target: vscode.ConfigurationTarget } {
    const found = vscode.workspace.getConfiguration('cni').inspect<unknown>('hosts');
    const ofWorkspace = vscode.workspace.isTrusted ? found?.workspaceValue : undefined;
    const value = ofWorkspace ?? found?.globalValue;
    return {
      value: Array.isArray(value) ? value : [],
      target: ofWorkspace === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace,
    };
  }

  async #write(value: readonly unknown[], target: vscode.ConfigurationTarget): Promise<void> {
    await vscode.workspace.getConfiguration('cni').update('hosts', value.length === 0 ? undefined : value, target);
  }
}
