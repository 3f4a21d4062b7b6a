import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import manifest from '../../../package.json' with { type: 'json' };
import { bundleServer, forkServer, startServer } from './language-client.ts';

const uri = 'file:///work/networks/10-mynet.conflist';
const single = '{\n  "cniVersion": "1.0.0",\n  "name": "mynet",\n  "type": "bridge"\n}\n';
const long = JSON.stringify({
  cniVersion: '1.0.0',
  name: 'mynet',
  plugins: Array.from({ length: 500 }, () => ({ type: 'bridge', mtu: 'big' })),
});
const zero = { line: 0, character: 0 };

interface Item {
  readonly code: string;
  readonly codeDescription: { readonly href: string };
  readonly severity: number;
}

let bundle: Awaited<ReturnType<typeof bundleServer>>;
beforeAll(async () => {
  bundle = await bundleServer();
});
afterAll(() => bundle.remove());

function open(capabilities: object) {
  const server = startServer(bundle.path);
  const { connection } = server;
  const request = <R>(method: string, params: object): Promise<R> => connection.sendRequest(method, params);
  const textDocument = { uri };
  return {
    ...server,
    request,
    initialize: () =>
      request<{ capabilities: Record<string, unknown> }>('initialize', {
        processId: process.pid,
        rootUri: null,
        capabilities,
      }),
    openText: async (text: string, at = uri) => {
      await connection.sendNotification('initialized', {});
      await connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: at, languageId: 'cni', version: 1, text },
      });
    },
    pull: () => request<{ items: Item[] }>('textDocument/diagnostic', { textDocument }),
    stop: async () => {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      return server.exited;
    },
  };
}

/** What an editor asks about the structure of the document that is open. */
async function seeStructure({ request }: ReturnType<typeof open>): Promise<void> {
  const textDocument = { uri };
  const symbols = await request<{ name: string; children?: { name: string }[] }[]>('textDocument/documentSymbol', {
    textDocument,
  });
  expect(symbols.at(-1)?.children?.map(({ name }) => name)).toEqual(['bridge']);
  const folds = await request<unknown[]>('textDocument/foldingRange', { textDocument });
  expect(folds.length).toBeGreaterThan(1);
  const selection = await request<unknown[]>('textDocument/selectionRange', {
    textDocument,
    positions: [zero],
  });
  expect(selection).toHaveLength(1);
  const edits = await request<unknown[]>('textDocument/formatting', {
    textDocument,
    options: { tabSize: 4, insertSpaces: true },
  });
  expect(edits.length).toBeGreaterThan(0);
}

describe('the bundled server over stdio', () => {
  it('answers a whole session and exits with 0', async () => {
    const client = open({
      textDocument: { diagnostic: {} },
      workspace: { workspaceEdit: { resourceOperations: ['rename'] } },
    });
    const { capabilities } = await client.initialize();
    expect(capabilities).toMatchObject({ textDocumentSync: 2, diagnosticProvider: { interFileDependencies: true } });
    await client.openText(single);

    const { items } = await client.pull();
    expect(items.map(({ code, severity }) => [code, severity])).toEqual([['R032', 1]]);
    expect(items[0]?.codeDescription.href).toMatch(/docs\/rules\/R032\.md$/);

    const textDocument = { uri };
    const actions = await client.request<{ title: string; edit: { changes: Record<string, { newText: string }[]> } }[]>(
      'textDocument/codeAction',
      {
        textDocument,
        range: { start: { line: 3, character: 4 }, end: { line: 3, character: 4 } },
        context: { diagnostics: items },
      },
    );
    // "Fix all" leaves it out, as wrapping brings R068 to light.
    expect(actions.map(({ title }) => title)).toEqual(['Wrap in a list with "plugins"']);
    const newText = actions[0]?.edit.changes[uri]?.[0]?.newText ?? '';
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: { start: zero, end: { line: 4, character: 1 } }, text: newText }],
    });
    expect((await client.pull()).items.map(({ code }) => code)).toEqual(['R068']);

    const position = { line: 5, character: 8 };
    const hover = await client.request<{ contents: { value: string } }>('textDocument/hover', {
      textDocument,
      position,
    });
    expect(hover.contents.value).toContain('plugin');
    const completion = await client.request<{ items: { label: string }[] }>('textDocument/completion', {
      textDocument,
      position: { line: 4, character: 5 },
    });
    expect(completion.items.map(({ label }) => label)).toContain('isGateway');
    await seeStructure(client);
    expect(await client.stop()).toBe(0);
  });
});

describe('"Fix all" of the bundled server', () => {
  it('is the same whether a person asks for it or the file is saved, and renames nothing', async () => {
    const client = open({ workspace: { workspaceEdit: { resourceOperations: ['rename'] } } });
    const at = uri.replace('.conflist', '.conf');
    await client.initialize();
    await client.openText('{"cniVersion":"1.0.0","name":"mynet","plugins":[{"type":"loopback"},]}', at);
    for (const triggerKind of [1, 2, undefined]) {
      const [action] = await client.request<{ edit: object }[]>('textDocument/codeAction', {
        textDocument: { uri: at },
        range: { start: zero, end: zero },
        context: { diagnostics: [], only: ['source.fixAll.cni'], triggerKind },
      });
      expect(action?.edit).toEqual({ changes: { [at]: [expect.objectContaining({ newText: '' })] } });
    }
    expect(await client.stop()).toBe(0);
  });
});

describe('a client of the bundled server', () => {
  it('gets diagnostics pushed when it does not pull', async () => {
    const client = open({});
    const pushed = new Promise<{ uri: string; diagnostics: Item[] }>((resolve) => {
      client.connection.onNotification('textDocument/publishDiagnostics', resolve);
    });
    const { capabilities } = await client.initialize();
    expect(capabilities).not.toHaveProperty('diagnosticProvider');
    await client.openText(single);
    expect((await pushed).diagnostics.map(({ code }) => code)).toEqual(['R032']);
    expect(await client.stop()).toBe(0);
  });

  it('sets severities in its section "cni"', async () => {
    const client = open({ textDocument: { diagnostic: {} }, workspace: { configuration: true } });
    const asked: unknown[] = [];
    client.connection.onRequest('workspace/configuration', (params: { items: unknown[] }) => {
      asked.push(...params.items);
      return [{ rules: { R032: 'hint', 'unknown-key': 'off' } }];
    });
    await client.initialize();
    await client.openText(single.replace('"type"', '"foo": 1,\n  "type"'));
    expect((await client.pull()).items.map(({ code, severity }) => [code, severity])).toEqual([['R032', 4]]);
    expect(asked).toEqual([{ section: 'cni' }]);
    expect(await client.stop()).toBe(0);
  });

  it('gets RequestCancelled for a request it cancels', async () => {
    const client = open({ textDocument: { diagnostic: {} } });
    await client.initialize();
    await client.openText(long);
    const source = new CancellationTokenSource();
    // While the server is busy with a long list, both the request and its end arrive.
    const busy = client.pull();
    const answer = client.connection.sendRequest(
      'textDocument/hover',
      { textDocument: { uri }, position: zero },
      source.token,
    );
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: -32800 });
    await busy;
    expect(await client.stop()).toBe(0);
  });

  it('gets nothing for documents it did not open', async () => {
    const client = open({ textDocument: { diagnostic: {} } });
    await client.initialize();
    const params = { textDocument: { uri: 'file:///nowhere.conflist' }, position: zero };
    expect(await client.request('textDocument/hover', params)).toBeNull();
    expect(await client.request('textDocument/completion', params)).toBeNull();
    expect((await client.pull()).items).toEqual([]);
    expect(await client.stop()).toBe(0);
  });
});

describe('the bundled server over Node IPC', () => {
  it('answers, and exits with 0', async () => {
    const { connection, exited } = forkServer(bundle.path);
    const answer: { serverInfo?: object } = await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
    });
    expect(answer.serverInfo).toEqual({ name: 'cni-language-server', version: manifest.version });
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    expect(await exited).toBe(0);
  });
});
