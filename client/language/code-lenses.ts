import * as vscode from 'vscode';
import { lensActions } from './code-lens-actions.ts';
import { editedSchemes } from './edited-schemes.ts';
import type { HostSelection } from '../hosts/host-selection.ts';
import type { SelectedInventory } from '../hosts/selected-inventory.ts';
import { networkName } from '../operations/network-name.ts';
import type { Settings } from '../editor/settings.ts';
import { profileNames } from './profile-names.ts';

/** Code lenses at the start of a configuration. In the client, because their commands are those of the extension. */
export class ConfigurationLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #settings: Pick<Settings, 'codeLens' | 'profiles'>;
  readonly #hosts: Pick<HostSelection, 'state'>;
  readonly #inventory: Pick<SelectedInventory, 'current' | 'setWatched'>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(
    settings: Pick<Settings, 'codeLens' | 'profiles'>,
    hosts: Pick<HostSelection, 'state' | 'onDidSelect' | 'onDidChangeState'>,
    inventory: Pick<SelectedInventory, 'current' | 'setWatched' | 'onDidChange'>,
  ) {
    this.#settings = settings;
    this.#hosts = hosts;
    this.#inventory = inventory;
    const selector = editedSchemes.map((scheme) => ({ language: 'cni', scheme }));
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      vscode.languages.registerCodeLensProvider(selector, this),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
      inventory.onDidChange(() => this.#changed.fire()),
      hosts.onDidSelect(() => this.#watch()),
      hosts.onDidChangeState(() => this.#watch()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#watch()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('cni.codeLens') || event.affectsConfiguration('cni.profiles')) {
          this.#changed.fire();
          this.#watch();
        }
      }),
    );
    this.#watch();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    // All of them run plugins, which requires trust.
    if (!vscode.workspace.isTrusted || !this.#settings.codeLens(document.uri)) {
      return [];
    }
    const text = document.getText();
    const position = document.positionAt(text.indexOf('{'));
    const range = new vscode.Range(position, position);
    const profiles = profileNames(this.#settings, document.uri, networkName(text));
    return lensActions(document.uri.path, text, this.#isAttached(text), profiles).map(
      ({ command, title, profile }) =>
        new vscode.CodeLens(range, {
          command,
          title,
          arguments: [document.uri, ...(profile === undefined ? [] : [undefined, profile])],
        }),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #isAttached(text: string): boolean {
    const { current } = this.#inventory;
    const name = networkName(text);
    return current.kind === 'ready' && current.cache.attachments.some(({ network }) => network === name);
  }

  /** Reads attachments of a connected host while a configuration is visible. Code lenses never connect to a host. */
  #watch(): void {
    const isShown = vscode.window.visibleTextEditors.some(
      ({ document }) => document.languageId === 'cni' && this.#settings.codeLens(document.uri),
    );
    this.#inventory.setWatched('lenses', isShown && this.#hosts.state.kind === 'ready');
  }
}
