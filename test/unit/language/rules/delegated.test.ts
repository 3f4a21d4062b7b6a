import { describe, expect, it } from 'vitest';
import { findingsIn } from '../documents.ts';

const errorsIn = (content: object): string[] =>
  findingsIn(JSON.stringify(content))
    .filter(({ severity }) => severity === 'error')
    .map(({ rule }) => rule.id);

const list = (...plugins: object[]): object => ({ cniVersion: '1.0.0', name: 'a', plugins });
const flannel = (delegate: object): object => list({ type: 'flannel', delegate });
const multus = (...delegates: object[]): object =>
  list({
    type: 'multus',
    kubeconfig: '/etc/cni/net.d/multus.kubeconfig',
    delegates: delegates.map((one) => ({ name: 'b', cniVersion: '1.0.0', ...one })),
  });
const range = (keys: object): object => ({ type: 'host-local', ranges: [[{ subnet: '10.0.0.0/24', ...keys }]] });
const macvlan = (ipam: object, keys = {}): object => ({ type: 'macvlan', master: 'eth0', ipam, ...keys });

const one = { type: 'multus', delegates: [{ name: 'b', cniVersion: '1.0.0', type: 'loopback' }] };
const twice = [one, one];

describe('the rules about single plugins, in configurations that a plugin passes to others', () => {
  it.each<[string, object, string[]]>([
    ['an MTU of flannel, of a bridge without a type', flannel({ mtu: 20 }), ['R091']],
    ['a bridge of flannel whose name is too long', flannel({ type: 'bridge', bridge: 'a-very-long-bridge' }), ['R077']],
    ['a bridge of flannel, which gets its addresses from there', flannel({ isGateway: true, hairpinMode: true }), []],
    ['an invalid range in a delegate of multus', multus(macvlan(range({ rangeStart: '10.0.1.5' }))), ['R130']],
    ['a valid delegate', multus(macvlan(range({}))), []],
    ['a list of multus', multus({ name: 'b', plugins: [macvlan(range({}), { mtu: 7 })] }), ['R091']],
    ['two modes of a bridge of flannel', flannel({ hairpinMode: true, promiscMode: true }), ['R078']],
    ['a path as the type of a delegate', flannel({ type: '/opt/cni/bin/ptp' }), ['R028']],
    ['a delegate without a name', multus(macvlan(range({}), { name: undefined })), ['R220']],
    ['a delegate whose name is not valid', multus(macvlan(range({}), { name: 'a b' })), ['R220']],
    ['a delegate without a version', multus(macvlan(range({}), { cniVersion: undefined })), ['R068']],
    ['a delegate of an unknown version', multus(macvlan(range({}), { cniVersion: '1.2.0' })), ['R220']],
    ['a list without plugins', multus({ plugins: [] }), ['R220']],
    ['a list whose plugin has no type', multus({ plugins: [{}] }), ['R220']],
    ['a list whose plugins are no array', multus({ plugins: true }), ['R220']],
    ['neither a type nor plugins', multus({ plugins: null }), ['R157']],
    ['no delegates', list({ type: 'multus', delegates: null }), ['R157']],
    ['a key twice in a delegate', multus(macvlan({ ...range({}), TYPE: [] })), ['R012']],
    ['an empty path of flannel', list({ type: 'flannel', subnetFile: '' }), ['R157']],
    ['a delegate of flannel with an empty type', flannel({ type: '' }), ['R157']],
    ['ranges that flannel replaces', list({ type: 'flannel', ipam: { type: 'host-local', ranges: 5 } }), []],
    ['a list whose second plugin has no type', multus({ plugins: [macvlan(range({})), {}] }), ['R220']],
    ['a list whose plugin is null', multus({ plugins: [null] }), ['R220']],
    ['a list whose name is no text', multus({ name: true, plugins: [macvlan(range({}))] }), ['R220']],
    [
      'a version in another spelling',
      multus({ ...macvlan(range({})), cniVersion: undefined, CniVersion: '1.0.0' }),
      [],
    ],
    ['a bridge of a list that needs addresses', multus({ plugins: [{ type: 'bridge', isGateway: true }] }), ['R068']],
    ['an invalid route of flannel', list({ type: 'flannel', ipam: { routes: [{ dst: '10.1.2.3' }] } }), ['R125']],
    ['multus twice', list(...twice), ['R056']],
    [
      'delegates that multus ignores',
      list({ type: 'multus', kubeconfig: '/k', clusterNetwork: 'pods', delegates: [macvlan({}, { mtu: 7 })] }),
      [],
    ],
    ['a network of the cluster without a kubeconfig', list({ type: 'multus', clusterNetwork: 'pods' }), ['R157']],
    ['flannel of multus', multus({ type: 'flannel', delegate: { mtu: 20 } }), ['R091']],
  ])('%s', (_, content, expected) => {
    expect(errorsIn(content)).toEqual(expected);
  });

  it('does not report errors of CHECK if CHECK is disabled', () => {
    const zero = { type: 'static', addresses: [{ address: '0.0.0.5/8' }] };
    const checked = multus({ cniVersion: '1.0.0', name: 'b', plugins: [macvlan(zero)] });
    expect(errorsIn(checked)).toEqual(['R149']);
    expect(errorsIn({ ...checked, disableCheck: true })).toEqual([]);
    const own = multus({ cniVersion: '1.0.0', name: 'b', disableCheck: true, plugins: [macvlan(zero)] });
    expect(errorsIn(own)).toEqual([]);
  });
});
