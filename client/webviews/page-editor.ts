import * as vscode from 'vscode';
import { notify, showLogAction } from '../editor/notify.ts';
import { errorMessage, errorText, logText } from '../operations/explanation.ts';
import { sideColumn } from '../editor/view-column.ts';
import type { FromPage, Reading, ToPage } from './messages.ts';
import { pageHtml } from './page-html.ts';

/** The content of a document that a page shows: a stored result, a file of a host or a file on disk. */
export interface PageContent {
  readonly uri: vscode.Uri;
  readonly text: string;
}

/** What a page shows of a document, and what its buttons do. */
export interface PageKind<Model, Action> {
  /** Returns what the page shows of a document, which can be any text. */
  read(content: PageContent): Promise<Reading<Model>>;
  /** Carries out an action of the user. A rejection is logged and reported. */
  act(action: Action, content: PageContent): Promise<void>;
}

/** The log methods that pages need. */
interface Lines {
  error(message: string): void;
}

/** A page: the name of its script in client/webviews/pages, without `.ts`. */
export type PageName = 'compare' | 'map' | 'operation' | 'result' | 'runtimes';

/** Returns the view type of a page in package.json. */
export const pageType = (name: PageName): string => `cni.${name}`;

/**
 * Registers the read-only editor of a kind of page. The editor restores its tabs after a reload, since it only needs the
 * document again. The script of a page and its kind load when its first tab is visible.
 * @param kind called once, when the first document is shown
 * @param extensionUri folder of the extension
 */
export function registerPage<Model, Action>(
  name: PageName,
  kind: () => PageKind<Model, Action>,
  extensionUri: vscode.Uri,
  log: Lines,
): vscode.Disposable {
  const editor = new PageEditor(name, kind, extensionUri, log);
  const options = { supportsMultipleEditorsPerDocument: true, webviewOptions: { enableFindWidget: true } };
  return vscode.window.registerCustomEditorProvider(pageType(name), editor, options);
}

/** Opens a document as a page. `aside`: next to the active editor if there is one, without focus unless `preserveFocus` is false. */
export async function openPage(name: PageName, uri: vscode.Uri, aside = false, preserveFocus = aside): Promise<void> {
  const viewColumn = aside ? sideColumn() : vscode.ViewColumn.Active;
  const options: vscode.TextDocumentShowOptions = { preview: true, preserveFocus, viewColumn };
  await vscode.commands.executeCommand('vscode.openWith', uri, pageType(name), options);
}

class PageEditor<Model, Action> implements vscode.CustomReadonlyEditorProvider {
  readonly #name: PageName;
  readonly #createKind: () => PageKind<Model, Action>;
  readonly #extensionUri: vscode.Uri;
  readonly #log: Lines;
  #createdKind: PageKind<Model, Action> | undefined;

  constructor(name: PageName, createKind: () => PageKind<Model, Action>, extensionUri: vscode.Uri, log: Lines) {
    this.#name = name;
    this.#createKind = createKind;
    this.#extensionUri = extensionUri;
    this.#log = log;
  }

  get #kind(): PageKind<Model, Action> {
    return (this.#createdKind ??= this.#createKind());
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    const scripts = vscode.Uri.joinPath(this.#extensionUri, 'dist', 'webviews');
    webview.options = { enableScripts: true, localResourceRoots: [scripts] };
    const post = async (message: ToPage<Model>): Promise<void> => void (await webview.postMessage(message));
    const show = async (): Promise<void> => post(await this.#readingOf(uri));
    const answer = async (): Promise<void> =>
      post({ ...(await this.#readingOf(uri)), texts: vscode.l10n.bundle ?? {} });
    const changes = onDidChange(uri, () => void show());
    // A hidden page is discarded. It loads again when it becomes visible, and says that it is ready.
    const received = webview.onDidReceiveMessage((message: FromPage<Action>) =>
      message.kind === 'ready' ? answer() : this.#act(message.action, uri),
    );
    panel.onDidDispose(() => vscode.Disposable.from(changes, received).dispose());
    webview.html = pageHtml({
      script: webview.asWebviewUri(vscode.Uri.joinPath(scripts, `${this.#name}.js`)).toString(),
      cspSource: webview.cspSource,
      language: vscode.env.language,
    });
  }

  async #readingOf(uri: vscode.Uri): Promise<Reading<Model>> {
    try {
      return await this.#kind.read(await contentOf(uri));
    } catch (error) {
      return { kind: 'problem', message: errorText(error) };
    }
  }

  async #act(action: Action, uri: vscode.Uri): Promise<void> {
    try {
      await this.#kind.act(action, await contentOf(uri));
    } catch (error) {
      this.#log.error(logText(error));
      notify('error', errorMessage(error), [showLogAction('failure')]);
    }
  }
}

async function contentOf(uri: vscode.Uri): Promise<PageContent> {
  return { uri, text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) };
}

/** Calls `listener` when the content of a document changes. */
function onDidChange(uri: vscode.Uri, listener: () => void): vscode.Disposable {
  const directory = vscode.Uri.joinPath(uri, '..').with({ query: '' });
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(directory, '*'));
  const notifyOf = (changed: vscode.Uri): void => {
    if (changed.toString() === uri.toString()) {
      listener();
    }
  };
  return vscode.Disposable.from(watcher, watcher.onDidChange(notifyOf), watcher.onDidCreate(notifyOf));
}
