import { TextDocument } from 'vscode-languageserver-textdocument';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CodeAction, CompletionList, Diagnostic, Position, TextEdit } from 'vscode-languageserver';
import { bundleServer, startServer } from './language-client.ts';

/** A file with configurations inside, as an editor sees it over LSP. */

const uri = 'file:///deploy/pier.yaml';
const definition = `apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata:
  name: pier
spec:
  config: |
    {
      "cniVersion": "1.0.0",
      "plugins": [
        { "type": "bridge", "hairpinMod": true, "ipam": { "type": "dhcp" } }
      ]
    }
`;
const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: pier\nspec: {}\n';

let bundle: Awaited<ReturnType<typeof bundleServer>>;
beforeAll(async () => {
  bundle = await bundleServer();
});
afterAll(() => bundle.remove());

/** An editor that has a document open and applies what the server answers. */
class Editor {
  readonly #server = startServer(bundle.path);
  #document: TextDocument;

  constructor(text: string, languageId = 'yaml') {
    this.#document = TextDocument.create(uri, languageId, 1, text);
  }

  get text(): string {
    return this.#document.getText();
  }

  async open(settings: object = {}): Promise<void> {
    const { connection } = this.#server;
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: { textDocument: { diagnostic: {} } },
      initializationOptions: { cni: settings },
    });
    await connection.sendNotification('initialized', {});
    const { languageId, version } = this.#document;
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version, text: this.text },
    });
  }

  async apply(edits: readonly TextEdit[]): Promise<void> {
    const text = TextDocument.applyEdits(this.#document, [...edits]);
    this.#document = TextDocument.create(uri, 'yaml', this.#document.version + 1, text);
    await this.#server.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: this.#document.version },
      contentChanges: [{ text }],
    });
  }

  at(marker: string): Position {
    return this.#document.positionAt(this.text.indexOf(marker) + marker.length);
  }

  request<R>(method: string, params: object = {}): Promise<R> {
    return this.#server.connection.sendRequest(`textDocument/${method}`, { textDocument: { uri }, ...params });
  }

  /** The code and text of each diagnostic. */
  async diagnostics(): Promise<string[]> {
    const { items } = await this.request<{ items: Diagnostic[] }>('diagnostic');
    return items.map(({ code, range }) => `${code} ${this.#document.getText(range)}`);
  }

  async close(): Promise<number | null> {
    await this.#server.connection.sendRequest('shutdown');
    await this.#server.connection.sendNotification('exit');
    return this.#server.exited;
  }
}

describe('a NetworkAttachmentDefinition in the bundled server', () => {
  it('has diagnostics, fixes, proposals and an outline', async () => {
    const editor = new Editor(definition);
    await editor.open();
    expect(await editor.diagnostics()).toEqual(['R074 "hairpinMod"']);

    const position = editor.at('"hairpin');
    const [fix] = await editor.request<CodeAction[]>('codeAction', {
      range: { start: position, end: position },
      context: { diagnostics: [], only: ['quickfix'] },
    });
    await editor.apply(fix?.edit?.changes?.[uri] ?? []);
    expect(editor.text).toBe(definition.replace('hairpinMod', 'hairpinMode'));
    expect(await editor.diagnostics()).toEqual([]);

    await editor.apply([
      { range: { start: editor.at('"hairpinMode": true'), end: editor.at('"hairpinMode": true') }, newText: ', ' },
    ]);
    const { items } = await editor.request<CompletionList>('completion', { position: editor.at('true, ') });
    const promiscuous = items.find(({ label }) => label === 'promiscMode');
    expect(promiscuous?.textEdit?.newText).toBe('"promiscMode": true');

    const hover = await editor.request<{ contents: { value: string } }>('hover', { position: editor.at('"hairpin') });
    expect(hover.contents.value).toContain('Let a container reach itself');
    const symbols = await editor.request<{ name: string; detail: string }[]>('documentSymbol');
    expect(symbols.map(({ name, detail }) => `${name} ${detail}`)).toEqual(['pier spec.config']);
    expect(await editor.request('formatting', { options: { tabSize: 2, insertSpaces: true } })).toEqual([]);
    expect(await editor.close()).toBe(0);
  });

  it('is written from a blank block', async () => {
    const editor = new Editor(`${definition.slice(0, definition.indexOf('    {'))}    \n`);
    await editor.open();
    expect(await editor.diagnostics()).toEqual([expect.stringMatching(/^R193/)]);
    const { items } = await editor.request<CompletionList>('completion', { position: editor.at('|\n    ') });
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['network: bridge', 'bridge']));
    expect(await editor.close()).toBe(0);
  });

  it('gets nothing where the settings turn it off', async () => {
    const editor = new Editor(definition);
    await editor.open({ embedded: { carriers: { networkAttachmentDefinition: false } } });
    expect(await editor.diagnostics()).toEqual([]);
    expect(await editor.request('documentSymbol')).toEqual([]);
    expect(await editor.close()).toBe(0);
  });
});

it('other YAML gets no answer until it contains a configuration', async () => {
  const editor = new Editor(pod, 'helm');
  await editor.open();
  expect(await editor.diagnostics()).toEqual([]);
  expect(await editor.request('hover', { position: { line: 0, character: 0 } })).toBeNull();
  expect(await editor.request('foldingRange')).toBeNull();
  const end = editor.at(pod);
  await editor.apply([{ range: { start: end, end }, newText: `---\n${definition}` }]);
  expect(await editor.diagnostics()).toEqual(['R074 "hairpinMod"']);
  expect(await editor.close()).toBe(0);
});
