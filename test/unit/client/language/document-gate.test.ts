import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { DocumentGate } from '../../../../client/language/document-gate.ts';
import { documentOf, open, resetEditor } from '../../../stand-in/editor.ts';

beforeEach(resetEditor);

/** A document whose text and kind a test changes, behind a gate that records what the server gets. */
async function stage(languageId = 'yaml') {
  const state = { isServed: false, text: 'a:\n  b:\n    c\n\nd\n' };
  const sent: string[] = [];
  const uri = vscode.Uri.file(`/ws/a.${languageId}`);
  open({ ...documentOf(uri, '', languageId), getText: () => state.text });
  const document = await vscode.workspace.openTextDocument(uri);
  const gate = new DocumentGate({ isServed: () => state.isServed, isCarrier: () => state.isServed });
  const { middleware } = gate;
  const send = (name: string) => async (): Promise<void> => void sent.push(name);
  const didOpen = async (): Promise<void> => middleware.didOpen?.(document, send('open'));
  const didClose = async (): Promise<void> => middleware.didClose?.(document, send('close'));
  const providers: Record<string, () => Promise<void>> = {
    'textDocument/didOpen': didOpen,
    'textDocument/didClose': didClose,
  };
  const client = { getFeature: (method: string) => ({ getProvider: () => ({ send: providers[method] }) }) };
  Reflect.apply(gate.attach.bind(gate), undefined, [client]);
  const change = async (): Promise<void> =>
    middleware.didChange?.({ document, contentChanges: [], reason: undefined }, send('change'));
  const request = (method: string, about: string): Promise<unknown> | undefined =>
    middleware.sendRequest?.(method, { textDocument: { uri: about } }, undefined, () =>
      Promise.resolve(JSON.parse('"answer"')),
    );
  const folds = async (own: readonly vscode.FoldingRange[]): Promise<unknown> =>
    middleware.provideFoldingRanges?.(document, {}, new vscode.CancellationTokenSource().token, () =>
      Promise.resolve([...own]),
    );
  return { state, sent, gate, uri: uri.toString(), didOpen, didClose, change, request, folds };
}

test('a document that is not served stays away from the server, and its requests are answered', async () => {
  const { sent, uri, didOpen, didClose, change, request } = await stage();
  await didOpen();
  await change();
  await didClose();
  expect(sent).toEqual([]);
  expect(await request('textDocument/hover', uri)).toBeNull();
  expect(await request('textDocument/diagnostic', uri)).toEqual({ kind: 'full', items: [] });
  expect(await request('cni/runtimes', uri)).toBe('answer');
  expect(await request('workspace/symbol', uri)).toBe('answer');
});

test('a document is opened when it becomes a carrier, and closed when it stops being one', async () => {
  const { state, sent, uri, didOpen, didClose, change, request } = await stage();
  await didOpen();
  state.isServed = true;
  await change();
  expect(await request('textDocument/hover', uri)).toBe('answer');
  await change();
  state.isServed = false;
  await change();
  await change();
  expect(sent).toEqual(['open', 'change', 'close']);
  expect(await request('textDocument/hover', uri)).toBeNull();
  await didClose();
  expect(sent).toHaveLength(3);
});

test('documents are opened and closed after a change of the settings, and again after the server ended', async () => {
  const { state, sent, gate, didOpen } = await stage();
  state.isServed = true;
  await didOpen();
  state.isServed = false;
  await gate.reconsiderAll();
  state.isServed = true;
  await gate.reconsiderAll();
  await gate.reconsiderAll();
  expect(sent).toEqual(['open', 'close', 'open']);
  gate.forgetAll();
  await didOpen();
  expect(sent).toHaveLength(4);
});

test('folding in a carrier keeps the blocks by indentation, which the editor has only without a provider', async () => {
  const own = new vscode.FoldingRange(1, 2);
  const { state, folds } = await stage();
  expect(await folds([own])).toEqual([own]);
  state.isServed = true;
  expect(await folds([own])).toEqual([new vscode.FoldingRange(1, 2), new vscode.FoldingRange(0, 2), own]);
  expect(await folds([])).toEqual([]);
  const page = await stage('markdown');
  page.state.isServed = true;
  expect(await page.folds([own])).toEqual([own]);
});
