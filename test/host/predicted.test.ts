import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { collectFacts, createHost, createNamespace, findPluginDirs, type Host } from '../../engine/host/index.ts';
import { addWithRollback, CNIConfig, networkConfFromBytes } from '../../engine/libcni/index.ts';
import { check } from '../../server/service/check.ts';
import { neighbourOf } from '../../server/service/directory/neighbour.ts';
import { readModel, type Model } from '../../server/service/model.ts';
import type { RuleContext } from '../../server/service/rules/rule.ts';

// What the rules foretell from other files and from host facts, and what the reference plugins then say.

let sandbox: Host;
let pluginDirs: readonly string[];
beforeAll(async () => {
  sandbox = createHost({ kind: 'sandbox' });
  await sandbox.connect();
  pluginDirs = await findPluginDirs(sandbox, process.env['CNI_PATH']);
});
afterAll(() => sandbox.dispose());

const modelOf = (file: string, list: object): Model =>
  readModel(TextDocument.create(`file:///etc/cni/net.d/${file}`, 'cni', 1, JSON.stringify(list)));

const network = (name: string, plugin: object): object => ({ cniVersion: '1.0.0', name, plugins: [plugin] });

async function add(model: Model): Promise<string | undefined> {
  const list = networkConfFromBytes(new TextEncoder().encode(model.document.getText()));
  const { path: netNS } = await createNamespace(sandbox, list.name);
  const cni = new CNIConfig({ pluginDirs, cacheDir: '/var/lib/cni', exec: sandbox.exec, store: sandbox.store });
  const rt = { containerID: list.name, netNS, ifName: 'eth0', args: [], capabilityArgs: {} };
  const { add: operation } = await addWithRollback(cni, list, rt, {});
  return operation.error?.message;
}

function errorOf(model: Model, rule: string, context: RuleContext): string {
  const found = check(model, context).find((checked) => checked.rule.id === rule);
  expect(found?.severity).toBe('error');
  return found?.finding.message ?? '';
}

const bridge = (subnet: string): object => ({
  type: 'bridge',
  bridge: 'predicted0',
  isGateway: true,
  ipam: { type: 'host-local', ranges: [[{ subnet }]] },
});

describe('what is foretold', () => {
  it('of two networks that give one bridge different addresses happens to the second', async () => {
    const first = modelOf('10-first.conflist', network('first', bridge('10.71.0.0/24')));
    const second = modelOf('20-second.conflist', network('second', bridge('10.72.0.0/24')));
    const foretold = errorOf(second, 'R163', { neighbours: [neighbourOf(first)] });
    expect(await add(first)).toBeUndefined();
    const said = await add(second);
    expect(said).toContain('"predicted0" already has an IP address different from 10.72.0.1/24');
    expect(foretold).toContain(said?.replace(/^.*?: (?="predicted0")/, ''));

    const hostFacts = await collectFacts(sandbox, { pluginDirs, confDir: '/etc/cni/net.d' });
    expect(errorOf(second, 'R177', { hostFacts })).toContain('predicted0" already has an IP address different');
    expect(check(first, { hostFacts }).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('of an MTU above the master’s happens', async () => {
    const ipam = { type: 'host-local', ranges: [[{ subnet: '10.73.0.0/24' }]] };
    const model = modelOf('30-mtu.conflist', network('mtu', { type: 'macvlan', master: 'eth0', mtu: 9000, ipam }));
    const hostFacts = await collectFacts(sandbox, { pluginDirs, confDir: '/etc/cni/net.d' });
    const foretold = errorOf(model, 'R176', { hostFacts });
    const said = await add(model);
    expect(said).toContain('invalid MTU 9000, must be [0, master MTU(1500)]');
    expect(foretold).toContain('invalid MTU 9000, must be [0, master MTU(1500)]');
  });
});
