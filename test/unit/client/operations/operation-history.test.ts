import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { type HistoryEntry, OperationHistory } from '../../../../client/operations/operation-history.ts';
import { operationNodes } from '../../../../client/views/operation-nodes.ts';
import type { OperationDocument } from '../../../../engine/libcni/index.ts';
import { failedAdd } from '../webviews/operation/failed-add.ts';

const stored = new Map<string, readonly HistoryEntry[]>();
const texts = new Map<string, string>();
const memory = {
  get: (key: string) => stored.get(key),
  update: (key: string, value: readonly HistoryEntry[]) => Promise.resolve(void stored.set(key, value)),
};
const documents = {
  put: (name: string, key: string, text: string) => {
    const uri = vscode.Uri.from({ scheme: 'cni-result', path: `/${name}`, query: key });
    texts.set(uri.toString(), text);
    return uri;
  },
};

const at = (second: number): Partial<OperationDocument> => ({
  startedAt: new Date(Date.UTC(2026, 2, 4, 10, 0, second)).toISOString(),
});

beforeEach(() => {
  stored.clear();
  texts.clear();
});

test('the newest operation is first, and the history outlives the window', () => {
  const history = new OperationHistory(memory, documents);
  let changes = 0;
  history.onDidChange(() => (changes += 1));
  history.record(failedAdd(at(1)));
  history.record(failedAdd({ ...at(2), verb: 'DEL', state: 'ok', error: undefined }));
  expect(changes).toBe(2);
  const reloaded = new OperationHistory(memory, documents);
  expect(reloaded.entries.map(({ verb, state, host }) => [verb, state, host])).toEqual([
    ['DEL', 'ok', 'worker-1'],
    ['ADD', 'failed', 'worker-1'],
  ]);
  const [newest] = reloaded.entries;
  expect(JSON.parse(texts.get(newest?.uri ?? '') ?? '')).toMatchObject({ verb: 'DEL', network: 'web' });
  expect(vscode.Uri.parse(newest?.uri ?? '').path).toBe('/DEL web — ns1.cni-operation.json');
});

test('an operation is found by its verb and start, as notifications name it', () => {
  const history = new OperationHistory(memory, documents);
  history.record(failedAdd(at(1)));
  const startedAt = Date.UTC(2026, 2, 4, 10, 0, 1);
  expect(history.find({ verb: 'ADD', startedAt })).toBe(history.entries[0]);
  expect(history.find({ verb: 'DEL', startedAt })).toBeUndefined();
});

test('at most 50 operations are remembered, and entries can be removed', () => {
  const history = new OperationHistory(memory, documents);
  for (let second = 0; second < 59; second += 1) {
    history.record(failedAdd(at(second)));
  }
  expect(history.entries).toHaveLength(50);
  expect(history.entries[0]?.startedAt).toBe(at(58).startedAt);
  history.remove(history.entries.slice(0, 49));
  expect(history.entries.map(({ startedAt }) => startedAt)).toEqual([at(9).startedAt]);
});

test('the rows of one host are flat; several hosts have their own', () => {
  const history = new OperationHistory(memory, documents);
  const rows = () => operationNodes(history.entries, (host) => `host ${host}`, 'en-GB');
  history.record(failedAdd(at(1)));
  expect(rows()).toMatchObject([
    { kind: 'operation', label: 'ADD web', icon: 'error', description: expect.stringMatching(/^ns1 · .* · 84 ms$/) },
  ]);
  history.record(failedAdd({ ...at(2), host: 'local', state: 'ok', error: undefined }));
  expect(rows()).toMatchObject([
    { kind: 'operationHost', label: 'host local', children: [{ icon: 'pass' }] },
    { kind: 'operationHost', label: 'host worker-1', children: [{ icon: 'error' }] },
  ]);
});
