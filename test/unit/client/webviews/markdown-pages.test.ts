import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { MarkdownPages } from '../../../../client/webviews/markdown-pages.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';

beforeEach(resetEditor);

/** A page of the result `page.md`, whose text can change. */
async function open(text: string) {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const page = { text };
  const readFile = () => Promise.resolve(new TextEncoder().encode(page.text));
  const pages = new MarkdownPages({ readFile, onDidChangeFile: changed.event });
  const uri = vscode.Uri.parse('cni-result:/page.md?k');
  const webview = { html: '', options: {} };
  const disposed = new vscode.EventEmitter<void>();
  const panel = { webview, onDidDispose: disposed.event };
  await pages.resolveCustomEditor(pages.openCustomDocument(uri), panel);
  const change = async (next: string): Promise<void> => {
    page.text = next;
    changed.fire([{ type: 2, uri }]);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { webview, change, close: () => disposed.fire() };
}

// docs/security.md: S21
test('VS Code renders a page, which has no scripts and may run only some commands', async () => {
  editor.run = (_, markdown) => `<p>${String(markdown)}</p>`;
  const { webview } = await open('hello');
  expect(editor.commands).toEqual([['markdown.api.render', 'hello']]);
  expect(webview.html).toContain('<body><p>hello</p></body>');
  expect(webview.html).toMatch(
    /content="default-src 'none'; style-src 'nonce-[^"]*'; base-uri 'none'; form-action 'none'"/,
  );
  expect(webview.options).toEqual({ enableCommandUris: expect.arrayContaining(['cni.openPath', 'cni.checkHost']) });
  expect(JSON.stringify(webview.options)).not.toContain('cni.delete');
});

test('a link to a file of a host becomes the command that opens it', async () => {
  editor.run = () => '<a href="cni-host:/node1/etc/cni/net.d/a%20b.conflist">a</a><a href="https://example.org">b</a>';
  const { webview } = await open('');
  const args = encodeURIComponent('["/etc/cni/net.d/a b.conflist","cni-host:/node1/"]');
  expect(webview.html).toContain(`<a href="command:cni.openPath?${args}">a</a><a href="https://example.org">b</a>`);
});

test('a page follows its document, and is plain text where the Markdown extension is disabled', async () => {
  editor.run = () => {
    throw new Error('command not found');
  };
  const { webview, change, close } = await open('# <one>');
  expect(webview.html).toContain('<pre># &lt;one></pre>');
  await change('# two & three');
  expect(webview.html).toContain('<pre># two &amp; three</pre>');
  close();
  await change('# four');
  expect(webview.html).not.toContain('four');
});
