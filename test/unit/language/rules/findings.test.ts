import { describe, expect, it } from 'vitest';
import { check } from '../../../../language/check.ts';
import { findingsIn, modelOf, rulesIn } from '../documents.ts';

const list = (...plugins: object[]): string => JSON.stringify({ cniVersion: '1.0.0', name: 'a', plugins });
const ipam = { type: 'host-local', ranges: [[{ subnet: '10.88.0.0/16' }]] };

const chained = (plugin: object): string => list({ type: 'bridge', ipam }, plugin);

/** The underlined text and the message of the findings of a rule. */
function reported(rule: string, text: string, file?: string): [string, string][] {
  return findingsIn(text, file)
    .filter((checked) => checked.rule.id === rule)
    .map(({ finding }) => [
      text.slice(finding.span.offset, finding.span.offset + finding.span.length),
      finding.message,
    ]);
}

describe('a value of the wrong type', () => {
  it('is underlined, and the message has the expected type and the error of the plugin', () => {
    const [[about, message] = []] = reported('R014', list({ type: 'bridge', mtu: '1500', ipam }));
    expect(about).toBe('"1500"');
    expect(message).toBe(
      '"mtu" must be of type integer, not string. bridge fails with "cannot unmarshal string into … of type int".',
    );
  });

  it('is found in keys of another case, in arrays and in IPAM', () => {
    expect(reported('R014', list({ TYPE: 'bridge', ISGATEWAY: 1 }))).toHaveLength(1);
    expect(reported('R014', list({ type: 'bridge', dns: { search: ['a', 2] } }))[0]?.[0]).toBe('2');
    expect(reported('R014', list({ type: 'bridge', ipam: { ...ipam, dataDir: 7 } }))[0]?.[0]).toBe('7');
  });

  it('is not found in numbers that libcni reformats, nor in null', () => {
    const odd = '{"cniVersion":"1.0.0","name":"a","plugins":[{"type":"bridge","mtu":1500.0,"vlan":1e2}]}';
    expect(reported('R014', odd)).toEqual([]);
    expect(findingsIn(odd).filter(({ rule }) => rule.id === 'R015')).toMatchObject([
      { severity: 'information' },
      { severity: 'information' },
    ]);
    expect(reported('R014', list({ type: 'bridge', mtu: null, ipam: null, dns: { search: null } }))).toEqual([]);
  });

  it('is found in the keys that libcni reads, whatever the plugin', () => {
    expect(reported('R014', list({ type: 'nobody-knows', ipam: 'dhcp' }))[0]?.[1]).toContain('PluginConf.ipam');
    expect(rulesIn(list({ type: 'nobody-knows', mtu: '1500' }))).toEqual([]);
  });
});

describe('a network without a default route', () => {
  const routes = [{ dst: '0.0.0.0/0' }];
  it.each<[string, object, string[]]>([
    ['masquerading', { isGateway: true, ipMasq: true }, ['hint']],
    ['a gateway alone', { isGateway: true }, ['hint']],
    ['a gateway that is the default one', { isGateway: true, isDefaultGateway: true }, []],
    ['a gateway, and a route', { isGateway: true, ipam: { ...ipam, routes } }, []],
    ['neither', {}, []],
  ])('of a bridge: %s', (_, keys, expected) => {
    const found = findingsIn(list({ type: 'bridge', ipam, ...keys })).filter(({ rule }) => rule.id === 'R062');
    expect(found.map(({ severity }) => severity)).toEqual(expected);
  });
});

describe('arguments in the file instead of from the runtime', () => {
  it('are not reported as missing, nor is the capability', () => {
    const mapping = { hostPort: 80, containerPort: 80, protocol: 'tcp' };
    expect(reported('R122', chained({ type: 'tuning', runtimeConfig: { mac: '02:00:00:00:00:01' } }))).toEqual([]);
    expect(reported('R122', chained({ type: 'tuning', runtimeConfig: { mac: null } }))).toHaveLength(1);
    expect(reported('R057', chained({ type: 'portmap', runtimeConfig: { portMappings: [mapping] } }))).toEqual([]);
    expect(reported('R057', chained({ type: 'portmap', runtimeConfig: {} }))).toHaveLength(1);
  });
});

describe('an empty value', () => {
  // Verified with plugins v1.9.1: macvlan/ipvlan modeFromString, firewall setupIngressPolicy, ptp and portmap.
  it('counts as absent if the plugin accepts it, and is never proposed', () => {
    expect(reported('R093', list({ type: 'macvlan', master: 'eth0', mode: '', ipam }))).toEqual([]);
    expect(reported('R094', list({ type: 'ipvlan', master: 'eth0', mode: '', ipam }))).toEqual([]);
    expect(reported('R117b', list({ type: 'bridge', ipam }, { type: 'firewall', ingressPolicy: '' }))).toEqual([]);
    const [wrong] = findingsIn(list({ type: 'ipvlan', master: 'eth0', mode: 'l4', ipam }));
    expect(wrong?.finding.message).toContain('must be one of "l2", "l3", "l3s".');
    expect(wrong?.finding.fixes?.().map(({ title }) => title)).not.toContain('Change to ""');
  });

  it('is reported if the plugin rejects it', () => {
    expect(reported('R090', list({ type: 'ptp', ipMasq: true, ipMasqBackend: '', ipam }))).toHaveLength(1);
    expect(reported('R109', list({ type: 'bridge', ipam }, { type: 'portmap', backend: '' }))).toHaveLength(1);
  });
});

const bridge = { type: 'bridge', ipam };

/** The severities of the findings of a rule in a list of plugins. */
const severitiesOf = (rule: string, ...plugins: object[]) =>
  findingsIn(list(...plugins)).flatMap((one) => (one.rule.id === rule ? [one.severity] : []));

/** A bridge, or what `more` makes of it, with an address of static. */
const fixed = (address: string, more = {}, ipamMore = {}) => ({
  type: 'bridge',
  ...more,
  ipam: { type: 'static', addresses: [{ address }], ...ipamMore },
});

const receiving = (value: string) => ({ type: 'tuning', sysctl: { 'net.ipv4.tcp_rmem': value } });

describe('failures that were verified with plugins v1.9.1', () => {
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

  it('but a value that the runtime may replace is not an error, nor one that no plugin reads', () => {
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

  it('an MTU below that of IPv6, after a plugin that assigns IPv6', () => {
    const six = { type: 'bridge', ipam: { type: 'host-local', ranges: [[{ subnet: 'fd00:1::/64' }]] } };
    expect(severitiesOf('R091', six, { type: 'tuning', mtu: 1000 })).toEqual(['error']);
    expect(severitiesOf('R091', six, { type: 'tuning', mtu: 1280 })).toEqual([]);
    expect(severitiesOf('R091', bridge, { type: 'tuning', mtu: 1000 })).toEqual([]);
  });

  it('several numbers of a sysctl with spaces between them, for CHECK', () => {
    expect(severitiesOf('R119', bridge, receiving('4096 87380 6291456'))).toEqual(['error']);
    expect(severitiesOf('R119', bridge, receiving('4096\t87380\t6291456'))).toEqual([]);
    const unchecked = { cniVersion: '1.0.0', name: 'a', disableCheck: true, plugins: [bridge, receiving('1 2 3')] };
    expect(rulesIn(JSON.stringify(unchecked))).not.toContain('R119');
  });
});

describe('addresses that were verified with plugins v1.9.1', () => {
  it.each(['10.1.0.5/32', '0.0.0.0/24', '0.0.0.5/24', '224.0.0.1/24', '239.1.1.1/16', '255.255.255.255/32'])(
    'an address to whose network the kernel adds no route: %s',
    (address) => {
      expect(severitiesOf('R149', fixed(address))).toEqual(['error']);
      expect(severitiesOf('R149', fixed(address, { capabilities: { ips: true } }))).not.toContain('error');
      const plugins = [fixed(address)];
      const unchecked = JSON.stringify({ cniVersion: '1.0.0', name: 'a', disableCheck: true, plugins });
      expect(findingsIn(unchecked).map(({ severity }) => severity)).not.toContain('error');
    },
  );

  it.each(['10.1.0.5/32', 'fd00::5/128'])(
    'a default route through a gateway next to a single address: %s',
    (address) => {
      const plugins = [fixed(address, { isDefaultGateway: true })];
      const unchecked = JSON.stringify({ cniVersion: '1.0.0', name: 'a', disableCheck: true, plugins });
      const found = findingsIn(unchecked).filter(({ rule }) => rule.id === 'R149');
      expect(found.map(({ severity }) => severity)).toEqual(['error']);
    },
  );

  it('but not with a route to the single address', () => {
    expect(severitiesOf('R149', fixed('10.1.0.5/32', {}, { routes: [{ dst: '10.1.0.5/32', scope: 253 }] }))).toEqual(
      [],
    );
  });

  it('but a single IPv6 address and a usual address work', () => {
    expect(severitiesOf('R149', fixed('fd00::5/128'))).toEqual([]);
    expect(severitiesOf('R149', fixed('10.1.0.5/24'), fixed('127.0.0.1/8'))).not.toContain('error');
  });

  it.each(['bridge', 'ptp', 'macvlan'])('%s with a route through a gateway outside a single address', (type) => {
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
    // The gateway of ::/0 is ::1, which the kernel rejects for a bridge.
    const isLinkLocal = subnet.startsWith('fe80');
    expect(severitiesOf('R154', of({ isGateway: true, forceAddress: true }))).toEqual([
      isLinkLocal ? 'warning' : 'error',
    ]);
  });
});

describe('an unknown key', () => {
  it('is a note, and a warning if it is probably a misspelling', () => {
    const found = findingsIn(list({ type: 'bridge', foo: 1, hairpin: true, ipam }));
    expect(found.map(({ rule, severity }) => [rule.id, severity])).toEqual([
      ['R074', 'information'],
      ['R074', 'warning'],
    ]);
    expect(found[1]?.finding.message).toContain('Did you mean "hairpinMode"?');
  });

  it('in the delegate of flannel is checked for the plugin that flannel runs', () => {
    const delegate = { hairpinMode: true, isDefaultGateway: true };
    expect(reported('R074', list({ type: 'flannel', delegate }, { type: 'portmap' }))).toEqual([]);
    expect(reported('R074', list({ type: 'flannel', delgate: delegate }, { type: 'portmap' }))).toHaveLength(1);
  });

  it('is reported with the object where it belongs', () => {
    expect(reported('R074', list({ type: 'bridge', subnet: '10.1.0.0/16', ipam }))[0]?.[1]).toContain(
      'The key belongs in "ipam".',
    );
    const inside = list({ type: 'bridge', ipam: { ...ipam, isGateway: true } });
    expect(reported('R074', inside)[0]?.[1]).toContain('The key belongs outside "ipam".');
  });

  it('is ignored in comments, reserved names, free objects and unknown plugins', () => {
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
    expect(reported('R074', text)).toEqual([]);
  });
});

describe('an unknown plugin type', () => {
  it('is not an error, and a warning only if it is probably a misspelling', () => {
    expect(rulesIn(list({ type: 'my-own-plugin' }))).toEqual([]);
    expect(reported('R075', list({ type: 'brigde', ipam }))[0]?.[1]).toContain('"bridge"');
    expect(reported('R075', list({ type: 'weave-net' }))).toEqual([]);
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

describe('the location of a file', () => {
  const fragment = '{"type":"tuning","mtu":1400}';
  it('decides what a plugin fragment must have', () => {
    expect(rulesIn(fragment, '10-a.conf')).toEqual(['R019', 'R039', 'R053']);
    expect(rulesIn(fragment, 'mynet/10-a.conf')).toEqual([]);
  });

  it('decides how a list is checked', () => {
    expect(rulesIn(list({ type: 'loopback' }), '10-a.json')).toEqual(['R031']);
    expect(rulesIn(list({ type: 'loopback' }), '10-a.conflist')).toEqual([]);
  });
});

/** firewall, which needs 0.4.0, in a list of 0.3.1 that also allows other versions. */
function withVersions(cniVersions: string[]): string {
  const plugins = [{ type: 'bridge', ipam }, { type: 'firewall' }];
  return JSON.stringify({ cniVersion: '0.3.1', cniVersions, name: 'a', plugins });
}

describe('versions', () => {
  it('listed in cniVersions count', () => {
    expect(rulesIn(withVersions([]))).toEqual(['R045']);
    expect(rulesIn(withVersions(['1.0.0']))).toEqual([]);
  });

  it('too low for a plugin are reported at the plugin, with the version as related location', () => {
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

describe('typographic characters', () => {
  it('are replaced all at once, but only outside strings', () => {
    const text = '{\u00A0"cniVersion": “1.0.0”, "name": "a\u00A0b"}';
    const fixes = findingsIn(text).flatMap(({ finding }) => finding.fixes?.() ?? []);
    const spaces = fixes.find(({ title }) => title.includes('non-breaking'));
    expect(spaces?.changes).toEqual([{ offset: 1, length: 1, text: ' ' }]);
  });
});

const mtu = (number: string) =>
  `{"cniVersion":"1.0.0","name":"a","plugins":[{"type":"ptp","mtu":${number},"ipam":{"type":"host-local","ranges":[[{"subnet":"10.1.0.0/24"}]]}}]}`;
const loopback = (keys: object) => JSON.stringify({ name: 'a', ...keys, plugins: [{ type: 'loopback' }] });

describe('one mistake', () => {
  it('is reported once: a number that is too large', () => {
    expect(rulesIn(mtu('1e999'))).toEqual(['R016']);
    expect(rulesIn(mtu('1e22'))).toEqual(['R016']);
  });

  it('is reported once: a string that does not end', () => {
    const unfinished = '{\n"cniVersion": "1.0.0",\n"name": "a,\n"plugins": [{"type": "loopback"}]\n}';
    const found = findingsIn(unfinished).map(({ finding }) => finding.message);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('The string does not end on its line');
    const withoutComma = '{\n"cniVersion": "1.0.0",\n"name": "a\n"plugins": [{"type": "loopback"}]\n}';
    expect(findingsIn(withoutComma)).toHaveLength(2);
  });
});

describe('a key that only newer runtimes read', () => {
  it('is a switch as a word, in any case', () => {
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
  it('is reported as unused if nothing is masqueraded', () => {
    const routes = [{ dst: '0.0.0.0/0' }];
    const ptp = (keys: object) => list({ type: 'ptp', ipMasqBackend: 'nftables', ...keys, ipam: { ...ipam, routes } });
    expect(rulesIn(ptp({}))).toEqual(['R090']);
    expect(rulesIn(ptp({ ipMasq: true }))).toEqual([]);
  });
});

describe('gateways of sbr', () => {
  it('are rejected by future releases, not by this one', () => {
    const text = list({ type: 'ptp', ipam }, { type: 'sbr', gateways: ['10.1.0.1', '10.2.0.1', 'fd00::1'] });
    expect(reported('R124', text)[0]?.[1]).toContain('Versions of sbr after 1.9.1 fail');
  });
});
