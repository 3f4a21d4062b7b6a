import { expect, test } from 'vitest';
import { contentsOf, lossText, SandboxMemory, type SandboxContents } from '../../../../client/hosts/sandbox-memory.ts';
import type { HostState } from '../../../../engine/host/host.ts';
import { attachment } from '../views/attachments.ts';

const contents: SandboxContents = contentsOf({
  namespaces: [{ name: 'ns1', path: '/var/run/netns/ns1' }],
  cache: { attachments: [attachment()], unreadable: [] },
});
const nothing: SandboxContents = { namespaces: [], attachments: [] };
const failed: HostState = { kind: 'failed', problem: { code: 'connectionLost', message: 'Lost.', remedy: 'Again.' } };

/** What a window has of the sandbox; `stored` outlives it. */
class Window {
  state: HostState = { kind: 'ready' };
  inSandbox: SandboxContents | Error = contents;
  readonly losses: unknown[] = [];
  readonly memory: SandboxMemory;
  #operated: () => void = () => undefined;
  #connection: (name: string) => void = () => undefined;

  constructor(stored: Map<string, SandboxContents | undefined>) {
    this.memory = new SandboxMemory({
      memento: {
        get: (key) => stored.get(key),
        update: (key, value) => Promise.resolve(void stored.set(key, value)),
      },
      connections: {
        onDidChange: (listener) => {
          this.#connection = listener;
          return { dispose: () => (this.#connection = () => undefined) };
        },
        stateOf: () => this.state,
      },
      onDidOperate: (listener) => {
        this.#operated = listener;
        return { dispose: () => (this.#operated = () => undefined) };
      },
      read: () => (this.inSandbox instanceof Error ? Promise.reject(this.inSandbox) : Promise.resolve(this.inSandbox)),
      onDidLose: (lost, loss) => this.losses.push([loss, lost]),
    });
  }

  async operate(): Promise<void> {
    this.#operated();
    await this.memory.settled;
  }

  async become(state: HostState, name = 'sandbox'): Promise<void> {
    this.state = state;
    this.#connection(name);
    await this.memory.settled;
  }

  async recall(): Promise<void> {
    this.memory.recall();
    await this.memory.settled;
  }
}

test('the next window reports the contents of the sandbox, once', async () => {
  const stored = new Map<string, SandboxContents | undefined>();
  const first = new Window(stored);
  await first.recall();
  await first.operate();
  first.memory.dispose();
  await first.become({ kind: 'idle' });
  expect(first.losses).toEqual([]);
  const second = new Window(stored);
  second.state = { kind: 'idle' };
  await second.recall();
  await second.recall();
  expect(second.losses).toEqual([['withWindow', contents]]);
});

test('a sandbox that the user ended, or that was empty, is not reported', async () => {
  const stored = new Map<string, SandboxContents | undefined>();
  const window = new Window(stored);
  await window.operate();
  await window.become({ kind: 'idle' });
  await window.recall();
  window.state = { kind: 'ready' };
  await window.operate();
  window.inSandbox = nothing;
  await window.operate();
  await window.recall();
  expect(window.losses).toEqual([]);
});

test('a sandbox that the user ended is not reported even if a view already started the next one', async () => {
  const window = new Window(new Map());
  await window.operate();
  window.inSandbox = nothing;
  await window.become({ kind: 'connecting' });
  await window.recall();
  await window.become({ kind: 'ready' });
  await window.recall();
  expect(window.losses).toEqual([]);
});

test('a sandbox that fails is reported immediately; another host is not', async () => {
  const window = new Window(new Map());
  await window.operate();
  await window.become({ kind: 'ready' }, 'node1');
  await window.become(failed);
  await window.become(failed);
  expect(window.losses).toEqual([['failed', contents]]);
});

test('remembered contents stay when the sandbox cannot be read, and a sandbox that does not run is not read', async () => {
  const window = new Window(new Map());
  await window.operate();
  window.inSandbox = new Error('gone');
  await window.operate();
  window.state = { kind: 'idle' };
  window.inSandbox = nothing;
  await window.operate();
  await window.recall();
  expect(window.losses).toEqual([['withWindow', contents]]);
});

test('the message names three namespaces with their networks, and counts the others', () => {
  expect(lossText(contents, 'withWindow')).toBe('The sandbox ended with the window. Lost namespaces: ns1 (myptp).');
  const many = { namespaces: ['ns1', 'a', 'b', 'c', 'd'], attachments: contents.attachments };
  expect(lossText(many, 'failed')).toBe('The sandbox ended unexpectedly. Lost namespaces: ns1 (myptp), a, b, +2.');
});
