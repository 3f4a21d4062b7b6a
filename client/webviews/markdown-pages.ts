import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { CommandId } from '../commands/command-ids.ts';
import { hostFilePath, hostScheme, splitHostFilePath } from '../host-files/host-file-path.ts';
import { commandAddress } from '../editor/command-link.ts';
import { pageViewType, type ResultDocuments } from '../editor/result-documents.ts';

/** The commands that links of a page may run. */
const linkedCommands: readonly (CommandId | 'workbench.action.terminal.new')[] = [
  'cni.addToNamespace',
  'cni.checkHost',
  'cni.compareHosts',
  'cni.connectHost',
  'cni.goToLine',
  'cni.installPlugins',
  'cni.openPath',
  'cni.selectHost',
  'cni.showPlugin',
  'cni.showReservations',
  'workbench.action.terminal.new',
];

/**
 * Shows Markdown of {@link ResultDocuments}. VS Code renders it, but its own preview follows neither commands nor files of
 * other schemes. The pages have no scripts.
 */
export class MarkdownPages implements vscode.CustomReadonlyEditorProvider, vscode.Disposable {
  readonly #documents: Pick<ResultDocuments, 'readFile' | 'onDidChangeFile'>;
  readonly #registration: vscode.Disposable;

  constructor(documents: Pick<ResultDocuments, 'readFile' | 'onDidChangeFile'>) {
    this.#documents = documents;
    this.#registration = vscode.window.registerCustomEditorProvider(pageViewType, this, {
      webviewOptions: { enableFindWidget: true },
      supportsMultipleEditorsPerDocument: true,
    });
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  async resolveCustomEditor(
    { uri }: Pick<vscode.CustomDocument, 'uri'>,
    panel: Pick<vscode.WebviewPanel, 'onDidDispose'> & { readonly webview: Pick<vscode.Webview, 'options' | 'html'> },
  ): Promise<void> {
    panel.webview.options = { enableCommandUris: linkedCommands };
    const show = async (): Promise<void> => {
      panel.webview.html = pageHTML(await rendered(new TextDecoder().decode(await this.#documents.readFile(uri))));
    };
    const changes = this.#documents.onDidChangeFile((events) => {
      if (events.some((event) => event.uri.toString() === uri.toString())) {
        void show();
      }
    });
    panel.onDidDispose(() => changes.dispose());
    await show();
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

/** Returns Markdown as HTML; as it is if VS Code's Markdown extension is disabled. */
async function rendered(markdown: string): Promise<string> {
  let html: string;
  try {
    html = await vscode.commands.executeCommand<string>('markdown.api.render', markdown);
  } catch {
    return `<pre>${markdown.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</pre>`;
  }
  return html.replaceAll(/href="(?<uri>cni-host:[^"]*)"/g, (_all, uri: string) => `href="${hostFileCommand(uri)}"`);
}

/** Returns the address of the command that follows a link to a file of a host, which may be missing or a directory. */
function hostFileCommand(link: string): string {
  const uri = vscode.Uri.parse(link.replaceAll('&amp;', '&'));
  const { host, path } = splitHostFilePath(uri.path);
  return commandAddress('cni.openPath', [path, `${hostScheme}:${hostFilePath(host, '/')}`]);
}

const style = `
body { font-size: var(--vscode-markdown-font-size, 14px); line-height: 1.55; padding: 0 24px 24px; overflow-wrap: break-word; }
p, li, blockquote { max-width: 90ch; }
h1, h2 { font-weight: 600; line-height: 1.25; }
h1 { font-size: 1.7em; } h2 { font-size: 1.3em; }
code { font-family: var(--vscode-editor-font-family); overflow-wrap: anywhere; white-space: pre-wrap; }
blockquote { margin: 1em 0; padding: 1px 16px; background: var(--vscode-textBlockQuote-background);
  border-left: 4px solid var(--vscode-textBlockQuote-border); }
blockquote code { background: none; padding: 0; }
table { border-collapse: collapse; margin: 1em 0; }
thead:not(:has(th:not(:empty))) { display: none; }
th, td { padding: 4px 16px 4px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--vscode-panel-border); }
`;

function pageHTML(content: string): string {
  const nonce = randomBytes(16).toString('base64');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'">
<style nonce="${nonce}">${style}</style>
</head>
<body>${content}</body>
</html>
`;
}
