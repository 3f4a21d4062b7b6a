import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { collectFacts, createHost, createNamespace, findPluginDirs, type Host } from '../../engine/host/index.ts';
import { addWithRollback, CNIConfig, networkConfFromBytes } from '../../engine/libcni/index.ts';
import type { ExplanationId } from '../../engine/explain/index.ts';
import { check } from '../../language/check.ts';
import { neighborOf } from '../../language/directory/neighbor.ts';
import { readModel, type Model } from '../../language/document/model.ts';
import type { RuleContext } from '../../language/workspace/context.ts';
import { expectCause } from './right-cause.ts';

// Predictions of the rules from other files and from host facts, compared with the errors of the reference plugins.

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

async function add(model: Model, cause?: ExplanationId): Promise<string | undefined> {
  const list = networkConfFromBytes(new TextEncoder().encode(model.document.getText()));
  const { path: netNS } = await createNamespace(sandbox, list.name);
  const cni = new CNIConfig({ pluginDirs, cacheDir: '/var/lib/cni', exec: sandbox.exec, store: sandbox.store });
  const rt = { containerID: list.name, netNS, ifName: 'eth0', args: [], capabilityArgs: {} };
  const { add: operation } = await addWithRollback(cni, list, rt, {});
  if (cause !== undefined) {
    expectCause(operation.error, cause);
  }
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

describe('a prediction', () => {
  it('is right about two networks that give one bridge different addresses', async () => {
    const first = modelOf('10-first.conflist', network('first', bridge('10.71.0.0/24')));
    const second = modelOf('20-second.conflist', network('second', bridge('10.72.0.0/24')));
    const prediction = errorOf(second, 'R163', { neighbors: [neighborOf(first)] });
    expect(await add(first)).toBeUndefined();
    const error = await add(second, 'bridgeAddressDiffers');
    expect(error).toContain('"predicted0" already has an IP address different from 10.72.0.1/24');
    expect(prediction).toContain(error?.replace(/^.*?: (?="predicted0")/, ''));

    const hostFacts = await collectFacts(sandbox, { pluginDirs, confDir: '/etc/cni/net.d' });
    expect(errorOf(second, 'R177', { hostFacts })).toContain('predicted0" already has an IP address different');
    expect(check(first, { hostFacts }).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('is right about an MTU above that of the master', async () => {
    const ipam = { type: 'host-local', ranges: [[{ subnet: '10.73.0.0/24' }]] };
    const model = modelOf('30-mtu.conflist', network('mtu', { type: 'macvlan', master: 'eth0', mtu: 9000, ipam }));
    const hostFacts = await collectFacts(sandbox, { pluginDirs, confDir: '/etc/cni/net.d' });
    const prediction = errorOf(model, 'R176', { hostFacts });
    const error = await add(model, 'mtuAboveMaster');
    expect(error).toContain('invalid MTU 9000, must be [0, master MTU(1500)]');
    expect(prediction).toContain('invalid MTU 9000, must be [0, master MTU(1500)]');
  });
});
