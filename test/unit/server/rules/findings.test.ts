import { describe, expect, it } from 'vitest';
import { check } from '../../../../server/service/check.ts';
import { findingsIn, modelOf, rulesIn } from '../documents.ts';

const list = (...plugins: object[]): string => JSON.stringify({ cniVersion: '1.0.0', name: 'a', plugins });
const ipam = { type: 'host-local', ranges: [[{ subnet: '10.88.0.0/16' }]] };

const behind = (plugin: object): string => list({ type: 'bridge', ipam }, plugin);

/** What the findings of a rule are about: the text that is underlined, and the message. */
function told(rule: string, text: string, file?: string): [string, string][] {
  return findingsIn(text, file)
    .filter((checked) => checked.rule.id === rule)
    .map(({ finding }) => [
      text.slice(finding.span.offset, finding.span.offset + finding.span.length),
      finding.message,
    ]);
}

describe('a value of the wrong type', () => {
  it('is underlined, and the message says what it should be and what the plugin says', () => {
    const [[about, message] = []] = told('R014', list({ type: 'bridge', mtu: '1500', ipam }));
    expect(about).toBe('"1500"');
    expect(message).toBe(
      '"mtu" must be an integer, not a string: bridge fails with "cannot unmarshal string into … of type int"',
    );
  });

  it('is found in keys of another case, in arrays and in IPAM', () => {
    expect(told('R014', list({ TYPE: 'bridge', ISGATEWAY: 1 }))).toHaveLength(1);
    expect(told('R014', list({ type: 'bridge', dns: { search: ['a', 2] } }))[0]?.[0]).toBe('2');
    expect(told('R014', list({ type: 'bridge', ipam: { ...ipam, dataDir: 7 } }))[0]?.[0]).toBe('7');
  });

  it('is not found in numbers that libcni writes anew, nor in null', () => {
    const odd = '{"cniVersion":"1.0.0","name":"a","plugins":[{"type":"bridge","mtu":1500.0,"vlan":1e2}]}';
    expect(told('R014', odd)).toEqual([]);
    expect(findingsIn(odd).filter(({ rule }) => rule.id === 'R015')).toMatchObject([
      { severity: 'information' },
      { severity: 'information' },
    ]);
    expect(told('R014', list({ type: 'bridge', mtu: null, ipam: null, dns: { search: null } }))).toEqual([]);
  });

  it('is found of the keys that libcni reads, whatever the plugin', () => {
    expect(told('R014', list({ type: 'nobody-knows', ipam: 'dhcp' }))[0]?.[1]).toContain('PluginConf.ipam');
    expect(rulesIn(list({ type: 'nobody-knows', mtu: '1500' }))).toEqual([]);
  });
});

describe('a network without a default route', () => {
  const routes = [{ dst: '0.0.0.0/0' }];
  it.each<[string, object, string[]]>([
    ['masquerading', { isGateway: true, ipMasq: true }, ['information']],
    ['a gateway alone', { isGateway: true }, ['hint']],
    ['a gateway that is the default one', { isGateway: true, isDefaultGateway: true }, []],
    ['a gateway, and a route', { isGateway: true, ipam: { ...ipam, routes } }, []],
    ['nothing of it', {}, []],
  ])('of a bridge: %s', (_, keys, expected) => {
    const found = findingsIn(list({ type: 'bridge', ipam, ...keys })).filter(({ rule }) => rule.id === 'R062');
    expect(found.map(({ severity }) => severity)).toEqual(expected);
  });
});

describe('what the file brings in place of the runtime', () => {
  it('is not missed, nor is the capability', () => {
    const mapping = { hostPort: 80, containerPort: 80, protocol: 'tcp' };
    expect(told('R122', behind({ type: 'tuning', runtimeConfig: { mac: '02:00:00:00:00:01' } }))).toEqual([]);
    expect(told('R122', behind({ type: 'tuning', runtimeConfig: { mac: null } }))).toHaveLength(1);
    expect(told('R057', behind({ type: 'portmap', runtimeConfig: { portMappings: [mapping] } }))).toEqual([]);
    expect(told('R057', behind({ type: 'portmap', runtimeConfig: {} }))).toHaveLength(1);
  });
});

describe('a value that is empty', () => {
  // Run with plugins v1.9.1: macvlan/ipvlan modeFromString, firewall setupIngressPolicy, ptp and portmap.
  it('is as good as none where the plugin takes it so, and never proposed', () => {
    expect(told('R093', list({ type: 'macvlan', master: 'eth0', mode: '', ipam }))).toEqual([]);
    expect(told('R094', list({ type: 'ipvlan', master: 'eth0', mode: '', ipam }))).toEqual([]);
    expect(told('R117b', list({ type: 'bridge', ipam }, { type: 'firewall', ingressPolicy: '' }))).toEqual([]);
    const [wrong] = findingsIn(list({ type: 'ipvlan', master: 'eth0', mode: 'l4', ipam }));
    expect(wrong?.finding.message).toContain('must be one of "l2", "l3", "l3s":');
    expect(wrong?.finding.fixes?.().map(({ title }) => title)).not.toContain('Change to ""');
  });

  it('is refused where the plugin refuses it', () => {
    expect(told('R090', list({ type: 'ptp', ipMasq: true, ipMasqBackend: '', ipam }))).toHaveLength(1);
    expect(told('R109', list({ type: 'bridge', ipam }, { type: 'portmap', backend: '' }))).toHaveLength(1);
  });
});

const bridge = { type: 'bridge', ipam };

/** The severities of what a rule finds in a list of plugins. */
const severitiesOf = (rule: string, ...plugins: object[]) =>
  findingsIn(list(...plugins)).flatMap((one) => (one.rule.id === rule ? [one.severity] : []));

/** A bridge, or what `more` makes of it, with an address of static. */
const fixed = (address: string, more = {}, ipamMore = {}) => ({
  type: 'bridge',
  ...more,
  ipam: { type: 'static', addresses: [{ address }], ...ipamMore },
});

const receiving = (value: string) => ({ type: 'tuning', sysctl: { 'net.ipv4.tcp_rmem': value } });

describe('what was run with plugins v1.9.1 and failed', () => {
  it.each([
    { ...bridge, args: 'x' },
    { ...bridge, args: { cni: [] } },
    { ...bridge, args: { cni: { mac: 5 } } },
    { ...bridge, runtimeConfig: 'x' },
    { type: 'macvlan', master: 'eth0', ipam, runtimeConfig: { mac: 5 } },
    { type: 'tuning', args: { cni: { sysctl: 'x' } } },
    { type: 'portmap', capabilities: {}, runtimeConfig: { portMappings: {} } },
  ])('a wrong type in what the runtime passes: %j', (plugin) => {
    expect(severitiesOf('R014', bridge, plugin)).toEqual(['error']);
  });

  it('but what the runtime may replace is no error, nor what no plugin reads', () => {
    const passed = { ...bridge, runtimeConfig: { mac: 5 }, capabilities: { mac: true } };
    expect(severitiesOf('R014', passed)).toEqual(['warning']);
    expect(severitiesOf('R014', bridge, { type: 'firewall', args: 'x' })).toEqual([]);
    expect(rulesIn(list({ ...bridge, args: { labels: [], cni: { other: 1 } } }))).toEqual(['R035']);
  });

  it('a MAC address in runtimeConfig', () => {
    expect(severitiesOf('R092', { ...bridge, runtimeConfig: { mac: 'zz' } })).toEqual(['error']);
    const passed = { ...bridge, runtimeConfig: { mac: 'zz' }, capabilities: { mac: true } };
    expect(severitiesOf('R092', passed)).toEqual(['warning']);
  });

  it.each([
    { type: 'bridge', bridge: 'lo', ipam },
    { type: 'macvlan', master: 'lo', ipam },
    { type: 'ipvlan', master: 'lo', ipam },
    { type: 'vlan', master: 'lo', vlanId: 5, ipam },
    { type: 'host-device', device: 'lo' },
  ])('the loopback interface: %j', (plugin) => {
    expect(severitiesOf('R077', plugin)).toEqual(['error']);
  });

  it('the loopback interface as a VRF', () => {
    expect(severitiesOf('R077', bridge, { type: 'vrf', vrfname: 'lo' })).toEqual(['error']);
  });

  it('an MTU below that of IPv6, behind a plugin that assigns IPv6', () => {
    const six = { type: 'bridge', ipam: { type: 'host-local', ranges: [[{ subnet: 'fd00:1::/64' }]] } };
    expect(severitiesOf('R091', six, { type: 'tuning', mtu: 1000 })).toEqual(['error']);
    expect(severitiesOf('R091', six, { type: 'tuning', mtu: 1280 })).toEqual([]);
    expect(severitiesOf('R091', bridge, { type: 'tuning', mtu: 1000 })).toEqual([]);
  });

  it('several numbers of a sysctl with blanks between them, for CHECK', () => {
    expect(severitiesOf('R119', bridge, receiving('4096 87380 6291456'))).toEqual(['error']);
    expect(severitiesOf('R119', bridge, receiving('4096\t87380\t6291456'))).toEqual([]);
    const unchecked = { cniVersion: '1.0.0', name: 'a', disableCheck: true, plugins: [bridge, receiving('1 2 3')] };
    expect(rulesIn(JSON.stringify(unchecked))).not.toContain('R119');
  });
});

describe('addresses that were run with plugins v1.9.1', () => {
  it.each(['10.1.0.5/32', '0.0.0.0/24', '0.0.0.5/24', '224.0.0.1/24', '239.1.1.1/16', '255.255.255.255/32'])(
    'an address to whose network the kernel makes no route: %s',
    (address) => {
      expect(severitiesOf('R149', fixed(address))).toEqual(['error']);
      expect(severitiesOf('R149', fixed(address, { capabilities: { ips: true } }))).not.toContain('error');
      const plugins = [fixed(address)];
      const unchecked = JSON.stringify({ cniVersion: '1.0.0', name: 'a', disableCheck: true, plugins });
      expect(findingsIn(unchecked).map(({ severity }) => severity)).not.toContain('error');
    },
  );

  it.each(['10.1.0.5/32', 'fd00::5/128'])('a default route by a gateway beside a single address: %s', (address) => {
    const plugins = [fixed(address, { isDefaultGateway: true })];
    const unchecked = JSON.stringify({ cniVersion: '1.0.0', name: 'a', disableCheck: true, plugins });
    const found = findingsIn(unchecked).filter(({ rule }) => rule.id === 'R149');
    expect(found.map(({ severity }) => severity)).toEqual(['error']);
  });

  it('but a route of its own to the single address', () => {
    expect(severitiesOf('R149', fixed('10.1.0.5/32', {}, { routes: [{ dst: '10.1.0.5/32', scope: 253 }] }))).toEqual(
      [],
    );
  });

  it('but one address of IPv6 and a usual one work', () => {
    expect(severitiesOf('R149', fixed('fd00::5/128'))).toEqual([]);
    expect(severitiesOf('R149', fixed('10.1.0.5/24'), fixed('127.0.0.1/8'))).not.toContain('error');
  });

  it.each(['bridge', 'ptp', 'macvlan'])('%s with a route by a gateway outside of a single address', (type) => {
    const addresses = [{ address: '10.1.0.5/32', gateway: '10.2.0.1' }];
    const routed = { addresses, routes: [{ dst: '0.0.0.0/0' }] };
    expect(severitiesOf('R134', fixed('', { type, master: 'eth0' }, routed))).toEqual(['error']);
    expect(severitiesOf('R134', fixed('', { type, master: 'eth0' }, { addresses }))).toEqual([]);
  });

  it.each(['fe80::/64', '::/0', '224.0.0.0/24', '0.0.0.0/0', '0.0.0.0/24'])('a gateway in %s', (subnet) => {
    const of = (more: object) => ({ type: 'bridge', ...more, ipam: { type: 'host-local', ranges: [[{ subnet }]] } });
    expect(severitiesOf('R154', of({ isGateway: true }))).toEqual(['error']);
    const isIPv6 = subnet.includes(':');
    expect(severitiesOf('R154', of({}))).toEqual([isIPv6 ? 'warning' : 'error']);
    // Of ::/0 the gateway is ::1, which the kernel gives to no bridge.
    const isLinkLocal = subnet.startsWith('fe80');
    expect(severitiesOf('R154', of({ isGateway: true, forceAddress: true }))).toEqual([
      isLinkLocal ? 'warning' : 'error',
    ]);
  });
});

describe('a key that is not known', () => {
  it('is a note, and a warning where another was surely meant', () => {
    const found = findingsIn(list({ type: 'bridge', foo: 1, hairpin: true, ipam }));
    expect(found.map(({ rule, severity }) => [rule.id, severity])).toEqual([
      ['R074', 'information'],
      ['R074', 'warning'],
    ]);
    expect(found[1]?.finding.message).toContain('did you mean "hairpinMode"?');
  });

  it('of the delegate of flannel is for the plugin that it runs', () => {
    const delegate = { hairpinMode: true, isDefaultGateway: true };
    expect(told('R074', list({ type: 'flannel', delegate }, { type: 'portmap' }))).toEqual([]);
    expect(told('R074', list({ type: 'flannel', delgate: delegate }, { type: 'portmap' }))).toHaveLength(1);
  });

  it('is told where it belongs', () => {
    expect(told('R074', list({ type: 'bridge', subnet: '10.1.0.0/16', ipam }))[0]?.[1]).toContain(
      'it belongs in "ipam"',
    );
    const inside = list({ type: 'bridge', ipam: { ...ipam, isGateway: true } });
    expect(told('R074', inside)[0]?.[1]).toContain('it belongs outside of "ipam"');
  });

  it('is left alone in comments, reserved names, free objects and plugins we do not know', () => {
    const text = list(
      {
        type: 'bridge',
        _comment: 'x',
        '//': 'y',
        $schema: 'z',
        name_comment: 1,
        'cni.dev/x': 1,
        args: { cni: { a: 1 } },
      },
      { type: 'tuning', sysctl: { 'net.core.somaxconn': '1' } },
      { type: 'nobody-knows', anything: { goes: 1 } },
    );
    expect(told('R074', text)).toEqual([]);
  });
});

describe('a plugin type that is not known', () => {
  it('is no error, and no warning but for a likely slip', () => {
    expect(rulesIn(list({ type: 'my-own-plugin' }))).toEqual([]);
    expect(told('R075', list({ type: 'brigde', ipam }))[0]?.[1]).toContain('"bridge"');
    expect(told('R075', list({ type: 'weave-net' }))).toEqual([]);
  });
});

/** The severities in a list with one unknown key, under settings. */
function severityOf(severities: Record<string, 'off' | 'error'>): string[] {
  return check(modelOf(list({ type: 'bridge', foo: 1, ipam })), { severities }).map(({ severity }) => severity);
}

describe('severities', () => {
  it('come from the settings, by id or by name', () => {
    expect(severityOf({})).toEqual(['information']);
    expect(severityOf({ R074: 'error' })).toEqual(['error']);
    expect(severityOf({ 'unknown-key': 'off' })).toEqual([]);
  });
});

describe('where a file lies', () => {
  const fragment = '{"type":"tuning","mtu":1400}';
  it('decides what a plugin fragment must have', () => {
    expect(rulesIn(fragment, '10-a.conf')).toEqual(['R019', 'R039', 'R053']);
    expect(rulesIn(fragment, 'mynet/10-a.conf')).toEqual([]);
  });

  it('decides how a list is judged', () => {
    expect(rulesIn(list({ type: 'loopback' }), '10-a.json')).toEqual(['R031']);
    expect(rulesIn(list({ type: 'loopback' }), '10-a.conflist')).toEqual([]);
  });
});

/** firewall, which needs 0.4.0, in a list of 0.3.1 that allows other versions too. */
function withVersions(cniVersions: string[]): string {
  const plugins = [{ type: 'bridge', ipam }, { type: 'firewall' }];
  return JSON.stringify({ cniVersion: '0.3.1', cniVersions, name: 'a', plugins });
}

describe('versions', () => {
  it('listed in cniVersions count', () => {
    expect(rulesIn(withVersions([]))).toEqual(['R045']);
    expect(rulesIn(withVersions(['1.0.0']))).toEqual([]);
  });

  it('too low for a plugin are shown at the plugin, with the place of the version beside it', () => {
    const text = JSON.stringify({
      cniVersion: '0.3.1',
      name: 'a',
      plugins: [{ type: 'bridge', ipam }, { type: 'firewall' }],
    });
    const [found] = findingsIn(text);
    expect(found?.finding.related?.map(({ span }) => text.slice(span.offset, span.offset + span.length))).toEqual([
      '"0.3.1"',
    ]);
  });
});

describe('typographic damage', () => {
  it('is mended at once, outside of strings only', () => {
    const text = '{\u00A0"cniVersion": “1.0.0”, "name": "a\u00A0b"}';
    const fixes = findingsIn(text).flatMap(({ finding }) => finding.fixes?.() ?? []);
    const spaces = fixes.find(({ title }) => title.includes('no-break'));
    expect(spaces?.changes).toEqual([{ offset: 1, length: 1, text: ' ' }]);
  });
});

const mtu = (number: string) =>
  `{"cniVersion":"1.0.0","name":"a","plugins":[{"type":"ptp","mtu":${number},"ipam":{"type":"host-local","ranges":[[{"subnet":"10.1.0.0/24"}]]}}]}`;
const loopback = (keys: object) => JSON.stringify({ name: 'a', ...keys, plugins: [{ type: 'loopback' }] });

describe('one mistake', () => {
  it('is told once: a number that is too large for any', () => {
    expect(rulesIn(mtu('1e999'))).toEqual(['R016']);
    expect(rulesIn(mtu('1e22'))).toEqual(['R016']);
  });

  it('is told once: a string that does not end', () => {
    const unfinished = '{\n"cniVersion": "1.0.0",\n"name": "a,\n"plugins": [{"type": "loopback"}]\n}';
    const found = findingsIn(unfinished).map(({ finding }) => finding.message);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('the string does not end on its line');
    const withoutComma = '{\n"cniVersion": "1.0.0",\n"name": "a\n"plugins": [{"type": "loopback"}]\n}';
    expect(findingsIn(withoutComma)).toHaveLength(2);
  });
});

describe('what only newer runtimes read', () => {
  it('is a switch in words, in any case', () => {
    const [found] = findingsIn(loopback({ cniVersion: '1.0.0', disableCheck: 'TRUE' }));
    expect([found?.rule.id, found?.severity]).toEqual(['R029', 'warning']);
    expect(rulesIn(loopback({ cniVersion: '1.0.0', disableCheck: true }))).toEqual([]);
  });

  it('is cniVersions without cniVersion', () => {
    const [found] = findingsIn(loopback({ cniVersions: ['1.0.0'] }));
    expect([found?.rule.id, found?.severity]).toEqual(['R044', 'information']);
    expect(rulesIn(loopback({ cniVersion: '1.0.0', cniVersions: ['1.0.0'] }))).toEqual([]);
  });
});

describe('a backend of masquerading', () => {
  it('is told to be unused where nothing is masqueraded', () => {
    const routes = [{ dst: '0.0.0.0/0' }];
    const ptp = (keys: object) => list({ type: 'ptp', ipMasqBackend: 'nftables', ...keys, ipam: { ...ipam, routes } });
    expect(rulesIn(ptp({}))).toEqual(['R090']);
    expect(rulesIn(ptp({ ipMasq: true }))).toEqual([]);
  });
});

describe('gateways of sbr', () => {
  it('are refused by releases to come, not by this one', () => {
    const text = list({ type: 'ptp', ipam }, { type: 'sbr', gateways: ['10.1.0.1', '10.2.0.1', 'fd00::1'] });
    expect(told('R124', text)[0]?.[1]).toContain('sbr after 1.9.1 fails');
  });
});
