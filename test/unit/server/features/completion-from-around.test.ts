import { describe, expect, it } from 'vitest';
import { complete } from '../../../../server/service/features/completion.ts';
import { JSONLanguage } from '../../../../server/service/features/json-language.ts';
import type { RuleContext } from '../../../../server/service/rules/rule.ts';
import { atCursor } from '../documents.ts';
import { facts, list, other } from './surrounding-files.ts';

const language = new JSONLanguage();

const sortKey = (item: { label: string; sortText?: string }): string => `${item.sortText ?? item.label} ${item.label}`;

/** What is proposed at ‸: label → text that it inserts and its detail, in the order an editor shows it. */
async function proposed(marked: string, context: RuleContext = {}) {
  const { model, position } = atCursor(marked);
  const { items } = await complete(model, position, language, context);
  const sorted = items.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  return sorted.map(({ label, detail, textEdit }) => ({ label, detail, text: textEdit?.newText }));
}

async function labels(marked: string, context: RuleContext = {}): Promise<string[]> {
  return (await proposed(marked, context)).map(({ label }) => label);
}

const ofRange = (key: string): string => hostLocal(`"ranges":[[{"subnet":"10.5.0.0/24","${key}":"‸"}]]`);
const capabilityBeside = (ipam: string): string =>
  list(`{"type":"bridge","ipam":{"type":"${ipam}"},"capabilities":{‸}}`);
/** What is typed over, in snippet syntax. */
const slot = (number: number, text: string): string => ['$', `{${number}:${text}}`].join('');

const hostLocal = (inside: string): string => list(`{"type":"bridge","ipam":{"type":"host-local",${inside}}}`);

describe('completion of subnets', () => {
  it('offers the first subnets where nothing is known around', async () => {
    const subnets = await labels(hostLocal('"ranges":[[{"subnet":‸}]]'));
    expect(subnets).toEqual(['"10.88.0.0/16"', '"10.200.0.0/24"', '"fd00:88::/64"']);
  });

  it('leaves out what this file uses elsewhere', async () => {
    const subnets = await labels(hostLocal('"ranges":[[{"subnet":"10.88.3.0/24"}],[{"subnet":"‸"}]]'));
    expect(subnets[0]).toBe('"10.89.0.0/16"');
  });

  it('leaves out what the other files and the host use', async () => {
    const found = await proposed(hostLocal('"ranges":[[{"subnet":"‸"}]]'), { neighbours: [other], hostFacts: facts });
    expect(found[0]).toEqual({
      label: '"10.90.0.0/16"',
      detail: 'next free subnet: not used by the other files here or the sandbox',
      text: '"10.90.0.0/16"',
    });
    expect(found[1]?.label).toBe('"10.200.1.0/24"');
  });

  it('replaces the text between the quotes, and puts a comma before a following key', async () => {
    const [first] = await proposed(hostLocal('"ranges":[[{"subnet":"10.‸" "gateway":"10.88.0.1"}]]'));
    expect(first?.text).toBe('"10.88.0.0/16",');
  });

  it('offers the bounds of the subnet for rangeStart, rangeEnd and gateway', async () => {
    expect(await labels(ofRange('rangeStart'))).toEqual(['"10.5.0.1"']);
    expect(await labels(ofRange('rangeEnd'))).toEqual(['"10.5.0.254"']);
    expect(await labels(ofRange('gateway'))).toEqual(['"10.5.0.1"', '"10.5.0.254"']);
  });

  it('offers the gateways of the ranges for a route', async () => {
    const marked = hostLocal('"ranges":[[{"subnet":"10.5.0.0/24"}]],"routes":[{"dst":"0.0.0.0/0","gw":‸}]');
    expect(await labels(marked)).toEqual(['"10.5.0.1"']);
  });
});

describe('completion of interfaces', () => {
  it('offers those of the host that something can be put on, with their facts', async () => {
    const found = await proposed(list('{"type":"macvlan","master":"‸"}'), { hostFacts: facts });
    expect(found.map(({ label }) => label)).toEqual(['"enp3s0"', '"docker0"']);
    expect(found[0]?.detail).toBe('device, MTU 1500, 192.168.1.5/24 of the sandbox');
  });

  it('offers them as the device of host-device, and none for what is made in the container', async () => {
    expect(await labels(list('{"type":"host-device","device":"‸"}'), { hostFacts: facts })).toContain('"enp3s0"');
    const inside = list('{"type":"vlan","linkInContainer":true,"master":"‸"}');
    expect(await labels(inside, { hostFacts: facts })).not.toContain('"enp3s0"');
  });

  it('offers those that other files use', async () => {
    const found = await proposed(list('{"type":"vlan","master":‸}'), { neighbours: [other] });
    expect(found[0]).toMatchObject({ label: '"bond0"', detail: 'also in 20-other.conflist' });
  });

  it('offers a bridge name that nobody has, then the bridges there are', async () => {
    expect(await labels(list('{"type":"bridge","bridge":"‸"}'))).toEqual(['"cni0"']);
    const bridges = await labels(list('{"type":"bridge","bridge":"‸"}'), { neighbours: [other], hostFacts: facts });
    expect(bridges.slice(0, 2)).toEqual(['"cni1"', '"docker0"']);
  });
});

describe('completion of versions, types and capabilities', () => {
  it('says which plugin forbids a version, and puts it last', async () => {
    const found = await proposed('{"cniVersion":"‸","name":"a","plugins":[{"type":"bridge"},{"type":"firewall"}]}');
    expect(found.slice(0, 3).map(({ label, detail }) => [label, detail])).toEqual([
      ['"1.1.0"', undefined],
      ['"1.0.0"', undefined],
      ['"0.4.0"', undefined],
    ]);
    expect(found[3]).toMatchObject({ label: '"0.3.1"', detail: 'firewall needs 0.4.0 or newer' });
  });

  it('says which plugin of the host does not know a version', async () => {
    const found = await proposed('{"cniVersion":"‸","name":"a","plugins":[{"type":"bridge"}]}', { hostFacts: facts });
    expect(found.find(({ label }) => label === '"1.1.0"')?.detail).toBe('bridge of the sandbox does not know 1.1.0');
    expect(found[0]?.label).toBe('"1.0.0"');
  });

  it('says of each type whether the host has it', async () => {
    const found = await proposed(list('{"type":"‸"}'), { hostFacts: facts });
    const detail = (label: string) => found.find((one) => one.label === label)?.detail;
    expect(detail('"bridge"')).toBe('on the sandbox v1.1.1');
    expect(detail('"ptp"')).toBe('not on the sandbox');
    expect(detail('"weird"')).toBe('/opt/cni/bin/weird on the sandbox');
  });

  it('says why a plugin that the host has cannot run', async () => {
    const plugins = [{ name: 'bridge', path: '/x/bridge', problem: 'it is not executable' }];
    const found = await proposed(list('{"type":"‸"}'), { hostFacts: { ...facts, plugins } });
    const bridge = found.find(({ label }) => label === '"bridge"');
    expect(bridge?.detail).toBe('on the sandbox, but: it is not executable');
  });

  it('says of the elements of cniVersions what the plugins say', async () => {
    const marked = '{"cniVersions":["‸"],"name":"a","plugins":[{"type":"firewall"}]}';
    const found = await proposed(marked);
    expect(found.find(({ label }) => label === '"0.3.1"')?.detail).toBe('firewall needs 0.4.0 or newer');
  });

  it('offers the capabilities that the IPAM plugin of the object reads', async () => {
    expect((await labels(capabilityBeside('host-local'))).toSorted()).toEqual(['ipRanges', 'ips', 'mac']);
    expect((await labels(capabilityBeside('static'))).toSorted()).toEqual(['ips', 'mac']);
    expect(await labels(capabilityBeside('dhcp'))).toEqual(['mac']);
  });
});

describe('completion', () => {
  it('offers whole chains in an empty list of plugins', async () => {
    const found = await proposed('{"cniVersion":"1.0.0","name":"a","plugins":[‸]}');
    const ptp = found.find(({ label }) => label === 'chain: ptp');
    expect(ptp?.detail).toBe('ptp + portmap');
    const plugins: unknown = JSON.parse(`[${(ptp?.text ?? '').replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')}]`);
    expect(plugins).toMatchObject([{ type: 'ptp' }, { type: 'portmap' }]);
    expect(await labels(list('{"type":"bridge"},‸'))).not.toContain('chain: ptp');
  });

  it('fills in what an object must hold', async () => {
    const found = await proposed(list('{"type":"vlan","ipam":{"type":"static","addresses":‸}}'));
    expect(found.map(({ text }) => text).join('\n')).toContain('"address"');
  });

  it('puts into whole networks what nobody else has, the interface of the host and the name of the file', async () => {
    const context = { neighbours: [other], hostFacts: facts };
    const text = async (label: string): Promise<string> =>
      (await proposed('‸', context)).find((one) => one.label === `network: ${label}`)?.text ?? '';
    const bridge = await text('bridge');
    expect(bridge).toContain(slot(1, 'cni1'));
    expect(bridge).toContain(slot(2, '10.90.0.0/16'));
    expect(bridge).toContain(slot(9, 'mynet'));
    expect(await text('macvlan')).toContain(slot(1, 'enp3s0'));
  });

  it('follows no $schema', async () => {
    const marked =
      '{"$schema":"https://example.com/other.json","cniVersion":"1.0.0","name":"a","plugins":[{"type":"bridge",‸}]}';
    expect(await labels(marked)).toContain('hairpinMode');
  });
});
