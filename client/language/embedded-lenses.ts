import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type LensAction, profileLenses } from './code-lens-actions.ts';
import { editedSchemes } from './edited-schemes.ts';
import type { EmbeddedConfigurations } from '../embedded/embedded-configurations.ts';
import type { LanguageServer } from './language-server.ts';
import type { Settings } from '../editor/settings.ts';
import { networkName } from '../operations/network-name.ts';
import { profileNames } from './profile-names.ts';

function actions(profiles: readonly string[]): readonly LensAction[] {
  const running: readonly LensAction[] = [
    { command: 'cni.addToNamespace', title: l10n.t('Add to Namespace…') },
    ...profileLenses(profiles),
    { command: 'cni.testInSandbox', title: l10n.t('Test in Sandbox') },
  ];
  const editing: LensAction = { command: 'cni.editAsJSON', title: l10n.t('Edit as JSON') };
  return vscode.workspace.isTrusted ? [...running, editing] : [editing];
}

/** Code lenses at the start of each configuration inside a carrier. */
export class EmbeddedLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #settings: Pick<Settings, 'codeLens' | 'profiles'>;
  readonly #embedded: Pick<EmbeddedConfigurations, 'of' | 'isCarrier'>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(
    settings: Pick<Settings, 'codeLens' | 'profiles'>,
    embedded: Pick<EmbeddedConfigurations, 'of' | 'isCarrier'>,
    server: Pick<LanguageServer, 'onDidStart'>,
  ) {
    this.#settings = settings;
    this.#embedded = embedded;
    const selector = editedSchemes.map((scheme) => ({ scheme }));
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      vscode.languages.registerCodeLensProvider(selector, this),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
      server.onDidStart(() => this.#changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        const keys = ['cni.codeLens', 'cni.embedded', 'cni.profiles'];
        if (keys.some((key) => event.affectsConfiguration(key))) {
          this.#changed.fire();
        }
      }),
    );
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!this.#embedded.isCarrier(document) || !this.#settings.codeLens(document.uri)) {
      return [];
    }
    const found = await this.#embedded.of(document);
    return found.flatMap(({ place, range: { start }, text }) => {
      const position = new vscode.Position(start.line, start.character);
      const range = new vscode.Range(position, position);
      const profiles = profileNames(this.#settings, document.uri, networkName(text) || place.name);
      return actions(profiles).map(
        ({ command, title, profile }) =>
          new vscode.CodeLens(range, {
            command,
            title,
            arguments: [document.uri, place, ...(profile === undefined ? [] : [profile])],
          }),
      );
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
