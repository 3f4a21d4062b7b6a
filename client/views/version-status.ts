import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isFragment } from '../language/code-lens-actions.ts';
import { loadConfiguration } from '../operations/configuration-text.ts';
import { EditorFiles } from '../operations/editor-files.ts';
import type { HostSelection } from '../hosts/host-selection.ts';
import { hostShortName } from '../hosts/host-text.ts';
import { versionText, type LoadedOrRejected } from './version-text.ts';

/** Delay after typing before the version is read again, in milliseconds. */
const delay = 300;

/** Language status of a configuration: the version that libcni selects, the source of the schemas, and the host. */
export class VersionStatus implements vscode.Disposable {
  readonly #item: vscode.LanguageStatusItem;
  readonly #hosts: Pick<HostSelection, 'selected'>;
  readonly #subscription: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(hosts: Pick<HostSelection, 'selected' | 'onDidSelect'>) {
    this.#hosts = hosts;
    this.#item = vscode.languages.createLanguageStatusItem('cni.version', { language: 'cni' });
    this.#item.name = l10n.t('CNI Version');
    this.#item.command = { command: 'cni.selectHost', title: l10n.t('Select Host…') };
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
    this.#timer = setTimeout(() => void this.#update(), delay);
  }

  async #update(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== 'cni') {
      return;
    }
    const { version } = document;
    const loaded = await read(document);
    if (vscode.window.activeTextEditor?.document !== document || document.version !== version) {
      // The text has changed; another update follows.
      return;
    }
    const { text, detail, rejected } = versionText(loaded, hostShortName(this.#hosts.selected.name));
    this.#item.text = text;
    this.#item.detail = detail;
    this.#item.severity = rejected ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information;
  }
}

async function read(document: vscode.TextDocument): Promise<LoadedOrRejected> {
  if (isFragment(document.uri.path)) {
    return undefined;
  }
  try {
    return await loadConfiguration(new EditorFiles(document), document.uri.path);
  } catch (error) {
    // A diagnostic also shows the error; here it explains why there is no version.
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
