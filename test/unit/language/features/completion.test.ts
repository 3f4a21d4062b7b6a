import { describe, expect, it } from 'vitest';
import { complete } from '../../../../language/features/completion.ts';
import { JSONLanguage } from '../../../../language/features/json-language.ts';
import { atCursor } from '../documents.ts';

const language = new JSONLanguage();
const list = (plugins: string): string => `{"cniVersion":"1.0.0","name":"a","plugins":[${plugins}]}`;

/** Editors sort by this, then by label. */
function sortKey({ label, sortText }: { label: string; sortText?: string }): string {
  return `${sortText ?? label} ${label}`;
}

/** What is proposed at ‸, in the order an editor shows it: label → text that it inserts. */
async function proposed(marked: string, file?: string): Promise<Map<string, string>> {
  const { model, position } = atCursor(marked, file);
  const { items } = await complete(model, position, language);
  const sorted = items.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  return new Map(sorted.map((item) => [item.label, item.textEdit?.newText ?? item.insertText ?? '']));
}

async function labels(marked: string, file?: string): Promise<string[]> {
  return [...(await proposed(marked, file)).keys()];
}

describe('completion of keys', () => {
  it('offers the keys of a list in an empty one, required ones first', async () => {
    const keys = await labels('{‸}');
    expect(keys.slice(0, 3).toSorted()).toEqual(['cniVersion', 'name', 'plugins']);
    expect(keys).toContain('disableCheck');
    expect(keys).not.toContain('ipam');
  });

  it('offers the keys of the plugin that the object is for, and no other', async () => {
    const keys = await labels(list('{"type":"bridge",‸}'));
    expect(keys).toEqual(expect.arrayContaining(['isGateway', 'hairpinMode', 'ipam', 'capabilities', 'dns']));
    expect(keys).not.toContain('master');
    expect(keys).not.toContain('type');
  });

  it('knows each plugin of a chain by its own type', async () => {
    const keys = await labels(list('{"type":"bridge"},{"type":"tuning",‸}'));
    expect(keys).toContain('sysctl');
    expect(keys).not.toContain('isGateway');
  });

  it('hides what a list or the runtime fills in', async () => {
    const keys = await labels(list('{"type":"bridge",‸}'));
    for (const key of ['name', 'cniVersion', 'runtimeConfig', 'prevResult']) {
      expect(keys).not.toContain(key);
    }
  });

  it('hides ipam where it is never used, and puts it first where it is needed', async () => {
    expect(await labels(list('{"type":"bridge"},{"type":"firewall",‸}'))).not.toContain('ipam');
    expect((await labels(list('{"type":"ptp",‸}')))[0]).toBe('ipam');
  });

  it('offers name and version in a single plugin configuration', async () => {
    expect(await labels('{"type":"ptp",‸}', '10-a.conf')).toEqual(
      expect.arrayContaining(['name', 'cniVersion', 'ipMasq']),
    );
  });

  it('offers type first, and what every plugin has, where the type is not known', async () => {
    expect((await labels(list('{‸}')))[0]).toBe('type');
    expect(await labels(list('{"type":"nobody-knows",‸}'))).toEqual(['capabilities', 'dns', 'ipam'].toSorted());
  });

  it('offers the keys of the IPAM plugin', async () => {
    const keys = await labels(list('{"type":"bridge","ipam":{"type":"host-local",‸}}'));
    expect(keys).toEqual(expect.arrayContaining(['ranges', 'routes', 'dataDir', 'resolvConf']));
    expect(keys).not.toContain('addresses');
  });

  it('goes into nested objects', async () => {
    const inside = '{"type":"bridge","ipam":{"type":"host-local","routes":[{‸}]}}';
    expect(await labels(list(inside))).toEqual(expect.arrayContaining(['dst', 'gw']));
  });

  it('offers only capabilities that the plugin reads', async () => {
    expect(await labels(list('{"type":"portmap","capabilities":{‸}}'))).toEqual(['portMappings']);
  });

  it('inserts the value that changes something', async () => {
    const bridge = await proposed(list('{"type":"bridge",‸}'));
    expect(bridge.get('isGateway')).toBe('"isGateway": true');
    expect(bridge.get('bridge')).toBe(['"bridge": "$', '{1:cni0}"'].join(''));
    expect((await proposed(list('{"type":"portmap",‸}'))).get('snat')).toBe('"snat": false');
  });

  it('writes no second comma', async () => {
    const before = await proposed(list('{"type":"bridge",‸ "mtu":1}'));
    expect(before.get('isGateway')).toBe('"isGateway": true,');
  });
});

describe('completion of values', () => {
  it('offers the types of plugins, those that begin a chain first', async () => {
    const types = await labels(list('{"type":"‸"}'));
    expect(types.indexOf('"bridge"')).toBeGreaterThanOrEqual(0);
    expect(types.indexOf('"portmap"')).toBeGreaterThan(types.indexOf('"vlan"'));
  });

  it('offers chained plugins first in later places', async () => {
    const types = await labels(list('{"type":"bridge"},{"type":"‸"}'));
    expect(types.indexOf('"portmap"')).toBeLessThan(types.indexOf('"bridge"'));
  });

  it('explains each type', async () => {
    const { model, position } = atCursor(list('{"type":‸}'));
    const { items } = await complete(model, position, language);
    const portmap = items.find(({ label }) => label === '"portmap"');
    expect(portmap?.documentation).toMatchObject({ kind: 'markdown', value: expect.stringContaining('ports') });
  });

  it('offers the types of IPAM plugins', async () => {
    const types = await labels(list('{"type":"bridge","ipam":{"type":"‸"}}'));
    expect(types).toEqual(expect.arrayContaining(['"dhcp"', '"host-local"', '"static"']));
    expect(types).not.toContain('"bridge"');
  });

  it('offers the versions, newest first', async () => {
    expect((await labels('{"cniVersion":"‸"}')).slice(0, 2)).toEqual(['"1.1.0"', '"1.0.0"']);
  });

  it('offers the allowed values of a key', async () => {
    expect(await labels(list('{"type":"macvlan","mode":‸}'))).toEqual([
      '"bridge"',
      '"private"',
      '"vepa"',
      '"passthru"',
    ]);
  });

  it('offers whole plugin configurations between the brackets', async () => {
    const whole = await proposed(list('{"type":"bridge"},‸'));
    expect(JSON.parse(whole.get('portmap') ?? '')).toEqual({ type: 'portmap', capabilities: { portMappings: true } });
  });

  it('offers whole IPAM objects', async () => {
    const whole = await proposed(list('{"type":"bridge","ipam":‸}'));
    expect(JSON.parse(whole.get('dhcp') ?? '')).toEqual({ type: 'dhcp' });
  });

  it('offers whole networks in an empty file', async () => {
    const networks = ['Nomad bridge', 'bridge', 'ipvlan', 'loopback', 'macvlan', 'ptp', 'sriov'];
    expect(await labels('‸')).toEqual(networks.map((name) => `network: ${name}`));
    const sriov = (await proposed('‸')).get('network: sriov') ?? '';
    expect(sriov).toContain(['"vlan": $', '{1:0}'].join(''));
  });

  it('offers whole single plugin configurations, with name and version, in an empty .conf', async () => {
    const whole = (await proposed('‸', '10-a.conf')).get('loopback') ?? '';
    expect(JSON.parse(whole)).toEqual({ cniVersion: '0.4.0', name: ['$', '{9:a}'].join(''), type: 'loopback' });
  });
});
