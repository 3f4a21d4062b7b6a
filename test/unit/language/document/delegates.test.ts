import { describe, expect, it } from 'vitest';
import { complete } from '../../../../language/features/completion.ts';
import { hover } from '../../../../language/features/hover.ts';
import { JSONLanguage } from '../../../../language/features/json-language.ts';
import { atCursor, findingsIn } from '../documents.ts';

const list = (...plugins: object[]): string => JSON.stringify({ cniVersion: '1.0.0', name: 'a', plugins });
const flannel = (delegate: object): string => list({ type: 'flannel', delegate });
const multus = (...delegates: object[]): string =>
  list({ type: 'multus', delegates: delegates.map((one) => ({ name: 'b', cniVersion: '1.0.0', ...one })) });
const macvlan = { type: 'macvlan', master: 'eth0' };
const ipam = { type: 'host-local', ranges: [[{ subnet: '10.88.0.0/16' }]] };

/** What is found beside advice about chains: the rule, the severity, and the text that is underlined. */
function reported(text: string): string[] {
  return findingsIn(text)
    .filter(({ severity }) => severity !== 'hint')
    .map(
      ({ rule, severity, finding: { span } }) =>
        `${rule.id} ${severity} ${text.slice(span.offset, span.offset + span.length)}`,
    );
}

const asText = (value: object): string => JSON.stringify(value).replace('"‸"', '‸');

async function labels(marked: string): Promise<string[]> {
  const { model, position } = atCursor(marked);
  const { items } = await complete(model, position, new JSONLanguage());
  return items.map(({ label }) => label);
}

async function hoverText(marked: string): Promise<string> {
  const { model, position } = atCursor(marked);
  const found = await hover(model, position, new JSONLanguage());
  return JSON.stringify(found?.contents ?? '');
}

describe('what a plugin hands on to another', () => {
  it.each<[string, string, string[]]>([
    ['flannel, to a bridge', flannel({ hairpinMode: true, isDefaultGateway: true }), []],
    ['a wrong type for the bridge', flannel({ hairpinMode: 'yes' }), ['R014 error "yes"']],
    ['a key that the bridge does not know', flannel({ hairpin: true }), ['R074 warning "hairpin"']],
    ['a mode of another plugin', flannel({ ...macvlan, mode: 'x' }), ['R093 error "x"']],
    ['a key of no macvlan', flannel({ ...macvlan, hairpinMode: true }), ['R074 information "hairpinMode"']],
    ['an unknown plugin', flannel({ type: 'mine', foo: 1 }), []],
    ['what flannel refuses', flannel({ name: 'x' }), ['R157 error "name"']],
    ['multus, to a plugin', multus({ ...macvlan, mode: 'x' }), ['R093 error "x"']],
    ['multus, to flannel, to a bridge', multus({ type: 'flannel', delegate: { mtu: 'x' } }), ['R014 error "x"']],
    [
      'multus, to a list',
      multus({ name: 'b', plugins: [{ type: 'ptp' }, { type: 'tuning', mtu: 'x' }] }),
      ['R014 error "x"'],
    ],
    ['multus, to an address', multus({ type: 'ptp', ipam: { ...ipam, dataDir: 7 } }), ['R014 error 7']],
  ])('is checked: %s', (_, text, expected) => {
    expect(reported(text)).toEqual(expected);
  });

  it('quotes the error of the other plugin, not that of libcni', () => {
    const [found] = findingsIn(flannel({ dns: 'x' }));
    expect(found?.finding.message).not.toContain('libcni');
  });

  it('is completed with the keys of the other, without those that are filled in', async () => {
    const keys = await labels(flannel({ mtu: 1 }).replace('"mtu":1', '"mtu":1,‸'));
    expect(keys).toContain('hairpinMode');
    expect(keys).not.toContain('ipam');
    expect(keys).not.toContain('name');
    const ofMacvlan = await labels(multus({ type: 'macvlan' }).replace('"macvlan"', '"macvlan",‸'));
    expect(ofMacvlan).toContain('master');
    expect(ofMacvlan).not.toContain('hairpinMode');
    const inList = { name: 'b', plugins: [{ type: 'ptp' }, { type: 'tuning', sysctl: {} }] };
    expect(await labels(multus(inList).replace('"sysctl":{}', '"sysctl":{},‸'))).toContain('promisc');
  });

  it('is completed with values of the other', async () => {
    expect(await labels(asText(JSON.parse(multus({ type: 'ipvlan', mode: '‸' }))))).toContain('"l3s"');
    expect(await labels(asText(JSON.parse(flannel({ type: '‸' }))))).toContain('"macvlan"');
  });

  it('is explained by the other', async () => {
    expect(await hoverText(flannel({ hairpinMode: true }).replace('"hairpinMode"', '"hair‸pinMode"'))).toContain(
      'bridge',
    );
    expect(await hoverText(flannel({ mtu: 1 }).replace('"delegate"', '"dele‸gate"'))).toContain('flanneld');
    const text = multus({ type: 'macvlan', master: 'eth0' }).replace('"master"', '"mas‸ter"');
    expect(await hoverText(text)).toContain('Host interface to attach to');
  });
});
