import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as vscode from 'vscode';
import { HostKnowledge } from '../../../../client/hosts/host-knowledge.ts';
import { HostFactsSender } from '../../../../client/language/host-facts-sender.ts';
import type { HostState } from '../../../../engine/host/host.ts';
import { close, documentOf, editor, open, resetEditor } from '../../../stand-in/editor.ts';
import { contents, failed, node1, worker } from '../hosts/hosts.ts';
import { StagedSelection } from '../hosts/selected.ts';

const own = documentOf(vscode.Uri.file('/ws/a.conflist'), '{}');
const ofWorker = documentOf(vscode.Uri.parse('cni-host:/worker/etc/cni/net.d/a.conflist'), '{}');
const allHosts = { below: 'cni-host:/', facts: null };

beforeEach(() => {
  resetEditor();
  vi.useFakeTimers();
});

afterEach(() => vi.useRealTimers());

/** A sender with the server started, and node1 selected and ready. */
function stage() {
  const hosts = new StagedSelection(node1);
  const states = new Map<string, HostState>([['node1', { kind: 'ready' }]]);
  const connectionListeners: ((name: string) => void)[] = [];
  const started = new vscode.EventEmitter<void>();
  const sent: unknown[] = [];
  const lines: string[] = [];
  const reads: string[] = [];
  let failure: Error | undefined;
  const knowledge = new HostKnowledge(
    (name) => ({
      facts: () => {
        reads.push(name);
        return failure === undefined ? Promise.resolve({ ...contents.facts, host: name }) : Promise.reject(failure);
      },
      inventory: () => Promise.resolve({ namespaces: [], cache: contents.cache }),
    }),
    String,
  );
  const sender = new HostFactsSender({
    hosts,
    knowledge,
    connections: {
      stateOf: (name) => states.get(name) ?? { kind: 'idle' },
      onDidChange: (listener) => {
        connectionListeners.push(listener);
        return { dispose: () => undefined };
      },
    },
    server: {
      onDidStart: started.event,
      notify: (_, params) => Promise.resolve(void sent.push(params)),
    },
    log: { warn: (line) => lines.push(line) },
  });
  const become = (name: string, state: HostState): void => {
    states.set(name, state);
    connectionListeners.forEach((listener) => listener(name));
  };
  const fail = (error: Error | undefined): void => void (failure = error);
  return { hosts, knowledge, sender, sent, lines, reads, started, become, fail };
}

/** The half second in which nothing more happens. */
const rest = (): Promise<unknown> => vi.advanceTimersByTimeAsync(501);

/** Whose facts were sent, and null for none. */
function brief(sent: readonly unknown[]): unknown[] {
  return sent.map((params) => {
    const { below, facts, host } = Object(params ?? {});
    return below === undefined ? (host ?? null) : [below, facts?.host ?? null];
  });
}

test('the server gets the facts of the selected host, with its cached results, after a delay', async () => {
  const { sent, started, reads } = stage();
  open(own);
  started.fire();
  await vi.advanceTimersByTimeAsync(499);
  expect(reads).toEqual([]);
  await rest();
  expect(brief(sent)).toEqual([['cni-host:/', null], 'node1']);
  expect(sent[1]).toMatchObject({
    cachedResults: [
      { network: 'myptp', containerID: 'cnitool-0', ifName: 'eth0', config: expect.stringMatching('myptp') },
    ],
  });
});

test('unchanged facts are not sent again, changed ones are', async () => {
  const { hosts, knowledge, sent, started, reads, become } = stage();
  open(own);
  started.fire();
  await rest();
  hosts.become({ kind: 'ready' });
  become('node1', { kind: 'ready' });
  await rest();
  expect(sent).toHaveLength(2);
  knowledge.invalidate('node1');
  await rest();
  await rest();
  expect([brief(sent).at(-1), sent.length, reads.length]).toEqual(['node1', 3, 2]);
  become('worker', { kind: 'ready' });
  await rest();
  expect(sent).toHaveLength(3);
});

test('nothing is read without an open configuration, without trust, or of a host that is not connected', async () => {
  const { sent, started, reads, become } = stage();
  started.fire();
  await rest();
  editor.isTrusted = false;
  open(own);
  become('node1', { kind: 'ready' });
  await rest();
  editor.isTrusted = true;
  become('node1', { kind: 'idle' });
  await rest();
  expect([reads, sent]).toEqual([[], [allHosts]]);
});

test('when the host is not connected, the server gets no facts', async () => {
  const { sent, started, become } = stage();
  open(own);
  started.fire();
  await rest();
  become('node1', failed);
  await rest();
  become('node1', failed);
  await rest();
  expect(brief(sent)).toEqual([['cni-host:/', null], 'node1', null]);
});

test('facts of another host are sent while one of its files is open', async () => {
  const { sent, started, become } = stage();
  started.fire();
  open(ofWorker);
  become('worker', { kind: 'ready' });
  await rest();
  expect(brief(sent)).toEqual([['cni-host:/', null], 'node1', ['cni-host:/worker/', 'worker']]);
  close(ofWorker);
  await rest();
  expect(brief(sent).at(-1)).toEqual(['cni-host:/worker/', null]);
});

test('facts are sent again to a restarted server', async () => {
  const { sent, started } = stage();
  open(own);
  started.fire();
  await rest();
  started.fire();
  await rest();
  expect(brief(sent)).toEqual([['cni-host:/', null], 'node1', ['cni-host:/', null], 'node1']);
});

test('a newly selected host is read, and a failure is logged', async () => {
  const { hosts, lines, started, become, fail, sent } = stage();
  open(own);
  started.fire();
  fail(new Error('no room'));
  become('worker', { kind: 'ready' });
  hosts.select(worker);
  await rest();
  expect([lines, brief(sent)]).toEqual([
    ['The facts of host "worker" could not be read: Error: no room'],
    [['cni-host:/', null]],
  ]);
});

test('a disposed sender reads nothing', async () => {
  const { sender, started, reads, become } = stage();
  open(own);
  started.fire();
  sender.dispose();
  await rest();
  started.fire();
  become('node1', { kind: 'ready' });
  expect(reads).toEqual([]);
});
