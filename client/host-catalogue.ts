import * as vscode from 'vscode';
import { readHostSettings, type KubernetesCluster, type NamedHost } from '../engine/host/index.ts';
import { isNamed, type HostEntry } from './host-entry.ts';
import type { Settings } from './settings.ts';

/** Hosts that need no settings; the sandbox is what is used where nothing else is said. */
const sandbox: NamedHost = { name: 'sandbox', spec: { kind: 'sandbox' } };
const local: NamedHost = { name: 'local', spec: { kind: 'local' } };

/** The hosts that there are: the two that need no settings, then those of `cni.hosts`. */
export class HostCatalogue implements vscode.Disposable {
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

  /** Groups whose hosts kubectl knows. */
  get clusters(): readonly KubernetesCluster[] {
    return this.#clusters;
  }

  /** What is wrong with the settings, each with its cure; such an entry is not among the hosts. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** The host that the settings name for workspaces in which none was selected. */
  get preferred(): NamedHost {
    return this.find(this.#settings.host) ?? sandbox;
  }

  find(name: string | undefined): NamedHost | undefined {
    return this.#known.find((host) => host.name === name);
  }

  /** Writes a host to the settings, where the others are. */
  async add(entry: HostEntry): Promise<void> {
    const { value, target } = this.#written();
    await this.#write([...value, entry], target);
  }

  /** Takes a host out of the settings. */
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
            vscode.l10n.t(
              'The setting cni.host names {0}, and there is no such host in cni.hosts: the sandbox is used.',
              preferred,
            ),
          ]
        : [];
    this.#problems = [...problems.map(({ message, cure }) => `${message} ${cure}`), ...lost];
  }

  /** The list that holds, and the settings file that it is in. */
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
