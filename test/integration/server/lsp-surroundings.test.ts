import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleServer, startServer } from './language-client.ts';

const directory = 'file:///etc/cni/net.d';
const network = (name: string): string =>
  JSON.stringify({ cniVersion: '1.0.0', name, plugins: [{ type: 'loopback' }] });

interface Item {
  readonly code: string;
  readonly relatedInformation?: readonly { readonly location: { readonly uri: string } }[];
}

let bundle: Awaited<ReturnType<typeof bundleServer>>;
beforeAll(async () => {
  bundle = await bundleServer();
});
afterAll(() => bundle.remove());

/** The address of a file, which may be given whole. */
const uriOf = (name: string): string => (name.includes(':') ? name : `${directory}/${name}`);

async function open(files: Readonly<Record<string, string>>) {
  const { connection, exited } = startServer(bundle.path);
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: { textDocument: { diagnostic: {} } },
  });
  await connection.sendNotification('initialized', {});
  for (const [name, text] of Object.entries(files)) {
    const languageId = name.endsWith('.yaml') ? 'yaml' : 'cni';
    const textDocument = { uri: uriOf(name), languageId, version: 1, text };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
  }
  return {
    connection,
    items: async (name: string): Promise<readonly Item[]> => {
      const textDocument = { uri: uriOf(name) };
      const { items }: { items: Item[] } = await connection.sendRequest('textDocument/diagnostic', { textDocument });
      return items;
    },
    stop: async () => {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      expect(await exited).toBe(0);
    },
  };
}

describe('the bundled server', () => {
  it('knows the files that the client sends, until it takes them back', async () => {
    const { connection, items, stop } = await open({ '20-b.conflist': network('a') });
    expect(await items('20-b.conflist')).toEqual([]);
    const uri = `${directory}/20-b.conflist`;
    const other = { uri: `${directory}/10-a.conflist`, text: network('a') };
    await connection.sendNotification('cni/neighbours', { uri, files: [other, { uri, text: network('old') }] });
    const found = await items('20-b.conflist');
    expect(found.map(({ code }) => code)).toEqual(['R158', 'R160']);
    expect(found[0]?.relatedInformation?.map(({ location }) => location.uri)).toEqual([other.uri]);
    await connection.sendNotification('cni/neighbours', { uri, files: [{ ...other, text: network('c') }] });
    expect((await items('20-b.conflist')).map(({ code }) => code)).toEqual(['R160']);
    await connection.sendNotification('cni/neighbours', { uri, files: [] });
    expect(await items('20-b.conflist')).toEqual([]);
    await stop();
  });

  it('knows the carriers of the workspace that the client sends', async () => {
    const uri = 'file:///deploy/pod.yaml';
    const pod = 'kind: Pod\nmetadata:\n  annotations:\n    k8s.v1.cni.cncf.io/networks: quai\n';
    const definition = 'apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata:\n  name: quay\n';
    const { connection, items, stop } = await open({ [uri]: pod });
    const files = [{ uri: 'file:///deploy/net.yaml', text: definition }];
    await connection.sendNotification('cni/carriers', { files, isComplete: true });
    expect((await items(uri)).map(({ code }) => code)).toEqual(['R203']);
    const position = { line: 3, character: 34 };
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: pod.replace('quai', 'quay') }],
    });
    expect(await connection.sendRequest('textDocument/definition', { textDocument: { uri }, position })).toMatchObject([
      { uri: 'file:///deploy/net.yaml', range: { start: { line: 3, character: 8 } } },
    ]);
    await connection.sendNotification('cni/carriers', { files: [], isComplete: false });
    expect(await items(uri)).toEqual([]);
    await stop();
  });

  it('knows open documents of one directory without a message, as they are in the editor', async () => {
    const { connection, items, stop } = await open({ '10-a.conflist': network('a'), '20-b.conflist': network('a') });
    expect((await items('10-a.conflist')).map(({ code }) => code)).toEqual(['R158']);
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: `${directory}/20-b.conflist`, version: 2 },
      contentChanges: [{ text: network('b') }],
    });
    expect(await items('10-a.conflist')).toEqual([]);
    await stop();
  });

  it('knows the facts of a host, until they are taken back', async () => {
    const { connection, items, stop } = await open({ '10-a.conflist': network('a') });
    await connection.sendNotification('cni/hostFacts', { host: 'here', plugins: [], pluginDirs: ['/opt/cni/bin'] });
    expect((await items('10-a.conflist')).map(({ code }) => code)).toEqual(['R171']);
    await connection.sendNotification('cni/hostFacts', null);
    expect(await items('10-a.conflist')).toEqual([]);
    await stop();
  });
});

describe('the bundled server, with a file that lies on a host', () => {
  const below = 'cni-host:/far/';
  const away = { host: 'here', plugins: [], pluginDirs: ['/opt/cni/bin'] };
  const present = { host: 'far', plugins: [{ name: 'loopback', path: '/x/loopback' }], pluginDirs: ['/x'] };

  it('checks it against the facts of that host, and never against those of another', async () => {
    const near = `${directory}/10-a.conflist`;
    const far = `${below}etc/cni/net.d/10-a.conflist`;
    const { connection, items, stop } = await open({ [near]: network('a'), [far]: network('a') });
    const codes = async (uri: string) => (await items(uri)).map(({ code }) => code);
    await connection.sendNotification('cni/hostFacts', { below: 'cni-host:/', facts: null });
    await connection.sendNotification('cni/hostFacts', away);
    expect([await codes(near), await codes(far)]).toEqual([['R171'], []]);
    await connection.sendNotification('cni/hostFacts', present);
    await connection.sendNotification('cni/hostFacts', { below, facts: away });
    expect([await codes(near), await codes(far)]).toEqual([[], ['R171']]);
    await connection.sendNotification('cni/hostFacts', { below, facts: present });
    expect([await codes(near), await codes(far)]).toEqual([[], []]);
    await connection.sendNotification('cni/hostFacts', away);
    await connection.sendNotification('cni/hostFacts', { below, facts: null });
    expect([await codes(near), await codes(far)]).toEqual([['R171'], []]);
    await stop();
  });
});

describe('the bundled server, asked for more', () => {
  it('takes no harm from facts and neighbors of another shape', async () => {
    const { connection, items, stop } = await open({ '10-a.conflist': network('a') });
    for (const wrong of [[], { uri: 1 }, { uri: directory, files: [{}] }, { host: 'x', plugins: [1, { name: 2 }] }]) {
      await connection.sendNotification('cni/neighbours', wrong);
      await connection.sendNotification('cni/hostFacts', wrong);
    }
    expect(await items('10-a.conflist')).toEqual([]);
    await stop();
  });

  it('returns what each runtime loads from the directory, unsaved text first', async () => {
    const { connection, stop } = await open({ '10-a.conflist': '{' });
    const uri = `${directory}/10-a.conflist`;
    const files = ['10-a', '20-b'].map((name) => ({ uri: `${directory}/${name}.conflist`, text: network(name) }));
    await connection.sendNotification('cni/neighbours', { uri, files });
    const answer: {
      directory: string;
      runtimes: { runtime: string; files: { file: string; outcome: string }[] }[];
    } = await connection.sendRequest('cni/runtimes', { textDocument: { uri } });
    expect(answer.directory).toBe('/etc/cni/net.d');
    const containerd = answer.runtimes.find(({ runtime }) => runtime.startsWith('containerd'));
    expect(containerd?.files.map(({ file, outcome }) => `${file} ${outcome}`)).toEqual([
      '10-a.conflist breaks',
      '20-b.conflist unreached',
    ]);
    await stop();
  });

  it('returns the configurations inside a file, and the edits that replace one', async () => {
    const uri = 'file:///ws/net.yaml';
    const text = 'kind: NetworkAttachmentDefinition\nmetadata:\n  name: pier\nspec:\n  config: \'{"type":"ptp"}\'\n';
    const { connection, stop } = await open({ [uri]: text });
    const textDocument = { uri };
    const place = { where: 'spec.config', name: 'pier', index: 0 };
    const range = { start: { line: 4, character: 11 }, end: { line: 4, character: 25 } };
    const before = '{"type":"ptp"}';
    expect(await connection.sendRequest('cni/embedded', { textDocument })).toEqual([
      { kind: 'single', place, text: before, range, isNameSupplied: true, isDeviceSupplied: false },
    ]);
    const change = { textDocument, place, before, after: '{"type":"vlan"}' };
    expect(await connection.sendRequest('cni/embeddedEdit', change)).toEqual({
      kind: 'edits',
      edits: [{ range: { start: { line: 4, character: 20 }, end: { line: 4, character: 23 } }, newText: 'vlan' }],
      text: '{"type":"vlan"}',
    });
    expect(await connection.sendRequest('cni/embeddedEdit', { ...change, before: '{}' })).toEqual({ kind: 'changed' });
    expect(await connection.sendRequest('cni/embedded', { textDocument: { uri: 'file:///other' } })).toEqual([]);
    expect(await connection.sendRequest('cni/embeddedEdit', { textDocument })).toBeNull();
    await stop();
  });
});
