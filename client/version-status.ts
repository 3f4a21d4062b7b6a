import * as vscode from 'vscode';
import { loadConfiguration } from './configuration-text.ts';
import { EditorFiles } from './editor-files.ts';
import type { HostSelection } from './host-selection.ts';
import { hostShortName } from './host-text.ts';

/** How long typing must rest before the version is read again, in milliseconds. */
const DELAY = 300;

/** Beside the language of a configuration: the version that libcni would choose for it, whence the schemas are, and the host. */
export class VersionStatus implements vscode.Disposable {
  readonly #item: vscode.LanguageStatusItem;
  readonly #hosts: HostSelection;
  readonly #subscription: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(hosts: HostSelection) {
    this.#hosts = hosts;
    this.#item = vscode.languages.createLanguageStatusItem('cni.version', { language: 'cni' });
    this.#item.name = vscode.l10n.t('CNI Version');
    this.#item.command = { command: 'cni.selectHost', title: vscode.l10n.t('Select Host…') };
    const later = (): void => this.#later();
    this.#subscription = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(later),
      vscode.workspace.onDidChangeTextDocument(later),
      hosts.onDidSelect(later),
    );
    later();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#update(), DELAY);
  }

  async #update(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== 'cni') {
      return;
    }
    const source = vscode.l10n.t('built-in schemas, runs in: {0}', hostShortName(vscode.l10n.t, this.#hosts.kind));
    try {
      const { cniVersion } = await loadConfiguration(new EditorFiles(document), document.uri.path);
      this.#item.text = vscode.l10n.t('CNI {0}', cniVersion === '' ? '0.1.0' : cniVersion);
      this.#item.detail = source;
      this.#item.severity = vscode.LanguageStatusSeverity.Information;
    } catch (error) {
      // What libcni refuses is shown as a diagnostic too; here it tells why there is no version.
      this.#item.text = vscode.l10n.t('libcni does not load this');
      this.#item.detail = error instanceof Error ? error.message : String(error);
      this.#item.severity = vscode.LanguageStatusSeverity.Warning;
    }
  }
}
