import * as vscode from 'vscode';
import { isFragment } from './code-lens-actions.ts';
import { loadConfiguration } from './configuration-text.ts';
import { EditorFiles } from './editor-files.ts';
import type { HostSelection } from './host-selection.ts';
import { hostShortName } from './host-text.ts';
import { versionText, type LoadedOrRefused } from './version-text.ts';

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
    const { version } = document;
    const loaded = await read(document);
    if (vscode.window.activeTextEditor?.document !== document || document.version !== version) {
      // Another text is looked at by now; its own reading is on the way.
      return;
    }
    const { text, detail, refused } = versionText(
      vscode.l10n.t,
      loaded,
      hostShortName(vscode.l10n.t, this.#hosts.selected.name),
    );
    this.#item.text = text;
    this.#item.detail = detail;
    this.#item.severity = refused ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information;
  }
}

async function read(document: vscode.TextDocument): Promise<LoadedOrRefused> {
  if (isFragment(document.uri.path)) {
    return undefined;
  }
  try {
    return await loadConfiguration(new EditorFiles(document), document.uri.path);
  } catch (error) {
    // What libcni refuses is shown as a diagnostic too; here it tells why there is no version.
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
