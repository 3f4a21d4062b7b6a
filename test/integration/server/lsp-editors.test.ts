import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { releaseManifest } from '../../../scripts/release/release.mjs';
import { bundleServer, startServer } from './language-client.ts';

/** What docs/editors.md promises to editors that know nothing of us but LSP. */

const misspelt = '{"cniVersion": "1.0.0", "name": "a", "plugins": [{"type": "bridge", "isGatewy": true}]}';
const conflist = 'file:///home/me/a.conflist';

const textOf = (file: string): string => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');

interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly { readonly code: string; readonly severity: number }[];
}

let bundle: Awaited<ReturnType<typeof bundleServer>>;
let stop: (() => Promise<void>) | undefined;
beforeAll(async () => {
  bundle = await bundleServer();
});
afterEach(async () => {
  await stop?.();
  stop = undefined;
});
afterAll(() => bundle.remove());

/** An editor that gets its diagnostics pushed; `settings` answers workspace/configuration where it is given. */
async function editor(about: { options?: unknown; settings?: unknown; args?: readonly string[] } = {}) {
  const { connection, exited } = startServer(bundle.path, about.args);
  const inbox: Published[] = [];
  const waiting: ((published: Published) => void)[] = [];
  connection.onNotification('textDocument/publishDiagnostics', (published: Published) => {
    const next = waiting.shift();
    if (next === undefined) {
      inbox.push(published);
    } else {
      next(published);
    }
  });
  connection.onRequest('workspace/configuration', () => [about.settings]);
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: null,
    capabilities: 'settings' in about ? { workspace: { configuration: true } } : {},
    initializationOptions: about.options,
  });
  await connection.sendNotification('initialized', {});
  stop = async () => {
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    expect(await exited).toBe(0);
  };
  const codes = ({ diagnostics }: Published): string[] =>
    diagnostics.map(({ code, severity }) => `${code} ${severity}`).toSorted();
  return {
    connection,
    open: (uri: string, languageId: string, text: string) =>
      connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } }),
    change: (uri: string, version: number, text: string) =>
      connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      }),
    /** The next findings that are pushed: rules with LSP's severities. */
    next: async (): Promise<string[]> => {
      const published = inbox.shift() ?? (await new Promise<Published>((resolve) => waiting.push(resolve)));
      return codes(published);
    },
  };
}

describe('an editor without pull diagnostics and without a workspace', () => {
  it('gets findings pushed after each change, none when all is well and none when it closes', async () => {
    const { connection, open, change, next } = await editor();
    await open(conflist, 'cni', misspelt);
    expect(await next()).toContain('R074 2');
    await change(conflist, 2, misspelt.replace('"isGatewy"', '"isGateway"'));
    expect((await next()).filter((found) => found.startsWith('R074'))).toEqual([]);
    await connection.sendNotification('textDocument/didClose', { textDocument: { uri: conflist } });
    expect(await next()).toEqual([]);
  });

  it('may start the server without arguments: stdio is the default', async () => {
    const { open, next } = await editor({ args: [] });
    await open(conflist, 'cni', '{');
    expect((await next()).length).toBeGreaterThan(0);
  });
});

describe('settings', () => {
  const off = { cni: { rules: { R074: 'off', R068: 'off' } } };

  it('are those of initializationOptions where the editor cannot be asked', async () => {
    const { open, next } = await editor({ options: off });
    await open(conflist, 'cni', misspelt);
    expect(await next()).toEqual([]);
  });

  it('are those of initializationOptions where the editor is asked and has none', async () => {
    const { open, next } = await editor({ options: off, settings: null });
    await open(conflist, 'cni', misspelt);
    expect(await next()).toEqual([]);
  });

  it('are those that the editor answers, where it does', async () => {
    const { open, next } = await editor({ options: off, settings: { rules: { 'unknown-key': 'error', R068: 'off' } } });
    await open(conflist, 'cni', misspelt);
    expect(await next()).toEqual(['R074 1']);
  });

  it('follow workspace/didChangeConfiguration', async () => {
    const { connection, open, next } = await editor({ options: off });
    await open(conflist, 'cni', misspelt);
    expect(await next()).toEqual([]);
    await connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { cni: { rules: { R074: 'hint' }, ignoredFindings: { '*.conflist': ['R068'] } } },
    });
    expect(await next()).toEqual(['R074 4']);
    await connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    expect(await next()).toEqual([]);
  });
});

describe('a document with another language than cni', () => {
  it.each([
    ['dosini', 'file:///etc/cni/net.d/10-a.conf', '{"name": "a", "type": "bridge", "isGatewy": true}'],
    ['json', 'file:///etc/cni/net.d/10-a.json', '{"name": "a", "type": "bridge", "isGatewy": true}'],
    ['json', conflist, misspelt],
    ['jsonc', 'file:///home/me/web.json', misspelt],
  ])('%s is ours by its path or content: %s', async (language, uri, text) => {
    const { open, next } = await editor();
    await open(uri, language, text);
    expect((await next()).filter((found) => found.startsWith('R074'))).toEqual(['R074 2']);
  });

  it('is left alone where it is none of ours, until it becomes one', async () => {
    const { connection, open, change, next } = await editor();
    const uri = 'file:///home/me/package.json';
    await open(uri, 'json', '{"name": "x", "type": "module", "plugins": []}');
    expect(await next()).toEqual([]);
    const place = { textDocument: { uri }, position: { line: 0, character: 1 } };
    expect(await connection.sendRequest('textDocument/completion', place)).toBeNull();
    expect(await connection.sendRequest('textDocument/hover', place)).toBeNull();
    await change(uri, 2, misspelt);
    expect(await next()).toContain('R074 2');
    await change(uri, 3, '{}');
    expect(await next()).toEqual([]);
  });
});

describe('docs/editors.md', () => {
  it('starts the command that a release has', () => {
    expect(releaseManifest().bin['cni-language-server']).toBe('dist/server.js');
    expect(textOf('docs/editors.md')).toContain('cni-language-server');
  });

  it('shows JSON that is JSON', () => {
    const fences = [...textOf('docs/editors.md').matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
    expect(fences.length).toBeGreaterThan(0);
    expect(fences.map((text): unknown => JSON.parse(text)).every((value) => typeof value === 'object')).toBe(true);
  });
});
