import { describe, expect, it } from 'vitest';
import { complete } from '../../../../language/features/completion.ts';
import { JSONLanguage } from '../../../../language/features/json-language.ts';
import type { RuleContext } from '../../../../language/workspace/context.ts';
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
const capabilityNear = (ipam: string): string => list(`{"type":"bridge","ipam":{"type":"${ipam}"},"capabilities":{‸}}`);
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
    const found = await proposed(hostLocal('"ranges":[[{"subnet":"‸"}]]'), { neighbors: [other], hostFacts: facts });
    expect(found[0]).toEqual({
      label: '"10.90.0.0/16"',
      detail: 'Next free subnet, not used in other files here or on the sandbox',
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
    expect(found[0]?.detail).toBe('device, MTU 1500, 192.168.1.5/24 on the sandbox');
  });

  it('offers them as the device of host-device, and none for what is made in the container', async () => {
    expect(await labels(list('{"type":"host-device","device":"‸"}'), { hostFacts: facts })).toContain('"enp3s0"');
    const inside = list('{"type":"vlan","linkInContainer":true,"master":"‸"}');
    expect(await labels(inside, { hostFacts: facts })).not.toContain('"enp3s0"');
  });

  it('offers those that other files use', async () => {
    const found = await proposed(list('{"type":"vlan","master":‸}'), { neighbors: [other] });
    expect(found[0]).toMatchObject({ label: '"bond0"', detail: 'Also in 20-other.conflist' });
  });

  it('offers a free bridge name, then the existing bridges', async () => {
    expect(await labels(list('{"type":"bridge","bridge":"‸"}'))).toEqual(['"cni0"']);
    const bridges = await labels(list('{"type":"bridge","bridge":"‸"}'), { neighbors: [other], hostFacts: facts });
    expect(bridges.slice(0, 2)).toEqual(['"cni1"', '"docker0"']);
  });
});

describe('completion of versions and capabilities', () => {
  it('names the plugin that does not support a version, and puts the version last', async () => {
    const found = await proposed('{"cniVersion":"‸","name":"a","plugins":[{"type":"bridge"},{"type":"firewall"}]}');
    expect(found.slice(0, 3).map(({ label, detail }) => [label, detail])).toEqual([
      ['"1.1.0"', undefined],
      ['"1.0.0"', undefined],
      ['"0.4.0"', undefined],
    ]);
    expect(found[3]).toMatchObject({ label: '"0.3.1"', detail: 'firewall requires version 0.4.0 or later.' });
  });

  it('names the plugin of the host that does not support a version', async () => {
    const found = await proposed('{"cniVersion":"‸","name":"a","plugins":[{"type":"bridge"}]}', { hostFacts: facts });
    expect(found.find(({ label }) => label === '"1.1.0"')?.detail).toBe(
      'bridge on the sandbox does not support version 1.1.0.',
    );
    expect(found[0]?.label).toBe('"1.0.0"');
  });

  it('adds the same notes to elements of cniVersions', async () => {
    const marked = '{"cniVersions":["‸"],"name":"a","plugins":[{"type":"firewall"}]}';
    const found = await proposed(marked);
    expect(found.find(({ label }) => label === '"0.3.1"')?.detail).toBe('firewall requires version 0.4.0 or later.');
  });

  it('offers the capabilities that the IPAM plugin of the object reads', async () => {
    expect((await labels(capabilityNear('host-local'))).toSorted()).toEqual(['ipRanges', 'ips', 'mac']);
    expect((await labels(capabilityNear('static'))).toSorted()).toEqual(['ips', 'mac']);
    expect(await labels(capabilityNear('dhcp'))).toEqual(['mac']);
  });
});

describe('completion of types', () => {
  it('shows for each type whether it is on the host', async () => {
    const found = await proposed(list('{"type":"‸"}'), { hostFacts: facts });
    const detail = (label: string) => found.find((one) => one.label === label)?.detail;
    expect(detail('"bridge"')).toBe('On the sandbox, release v1.1.1');
    expect(detail('"ptp"')).toBe('Not on the sandbox');
    expect(detail('"weird"')).toBe('/opt/cni/bin/weird on the sandbox');
  });

  it('puts the types that are on the host first and marks them, those that cannot run among the others', async () => {
    const { model, position } = atCursor(list('{"type":"‸"}'));
    const plugins = [...(facts.plugins ?? []), { name: 'ptp', path: '/x/ptp', problem: 'it is not executable' }];
    const { items } = await complete(model, position, language, { hostFacts: { ...facts, plugins } });
    const marks = items
      .toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
      .map(({ label, labelDetails }) => [label, labelDetails?.description]);
    expect(marks.slice(0, 2)).toEqual([
      ['"bridge"', 'installed on the sandbox'],
      ['"weird"', 'installed on the sandbox'],
    ]);
    expect(marks.slice(2).filter(([, mark]) => mark !== undefined)).toEqual([]);
    expect(marks.map(([label]) => label)).toContain('"ptp"');
    const { items: unknown } = await complete(model, position, language, {});
    expect(unknown.filter(({ labelDetails }) => labelDetails !== undefined)).toEqual([]);
  });

  it('marks the IPAM plugins of the host in the same way', async () => {
    const plugins = [{ name: 'static', path: '/x/static' }];
    const context = { hostFacts: { ...facts, plugins } };
    expect((await labels(list('{"type":"bridge","ipam":{"type":"‸"}}'), context))[0]).toBe('"static"');
  });

  it('shows why a plugin on the host cannot run', async () => {
    const plugins = [{ name: 'bridge', path: '/x/bridge', problem: 'it is not executable' }];
    const found = await proposed(list('{"type":"‸"}'), { hostFacts: { ...facts, plugins } });
    const bridge = found.find(({ label }) => label === '"bridge"');
    expect(bridge?.detail).toBe('On the sandbox, but it cannot run: it is not executable');
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

  it('fills whole networks with free values, the interface of the host and the name of the file', async () => {
    const context = { neighbors: [other], hostFacts: facts };
    const text = async (label: string): Promise<string> =>
      (await proposed('‸', context)).find((one) => one.label === `network: ${label}`)?.text ?? '';
    const bridge = await text('bridge');
    expect(bridge).toContain(slot(1, 'cni1'));
    expect(bridge).toContain(slot(2, '10.90.0.0/16'));
    expect(bridge).toContain(slot(9, 'mynet'));
    expect(await text('macvlan')).toContain(slot(1, 'enp3s0'));
  });

  it('ignores $schema', async () => {
    const marked =
      '{"$schema":"https://example.com/other.json","cniVersion":"1.0.0","name":"a","plugins":[{"type":"bridge",‸}]}';
    expect(await labels(marked)).toContain('hairpinMode');
  });
});
