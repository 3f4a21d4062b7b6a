import { describe, expect, it } from 'vitest';
import { findingsIn } from '../documents.ts';

const told = (content: object): string[] =>
  findingsIn(JSON.stringify(content))
    .filter(({ severity }) => severity === 'error')
    .map(({ rule }) => rule.id);

const list = (...plugins: object[]): object => ({ cniVersion: '1.0.0', name: 'a', plugins });
const flannel = (delegate: object): object => list({ type: 'flannel', delegate });
const multus = (...delegates: object[]): object =>
  list({ type: 'multus', kubeconfig: '/etc/cni/net.d/multus.kubeconfig', delegates });
const range = (keys: object): object => ({ type: 'host-local', ranges: [[{ subnet: '10.0.0.0/24', ...keys }]] });
const macvlan = (ipam: object, keys = {}): object => ({ type: 'macvlan', master: 'eth0', ipam, ...keys });

describe('the rules about single plugins, in what a plugin hands on to others', () => {
  it.each<[string, object, string[]]>([
    ['an MTU of flannel, of a bridge without a type', flannel({ mtu: 20 }), ['R091']],
    ['a bridge of flannel whose name is too long', flannel({ type: 'bridge', bridge: 'a-very-long-bridge' }), ['R077']],
    ['a bridge of flannel, which gets its addresses from there', flannel({ isGateway: true, hairpinMode: true }), []],
    ['a range of multus that is none', multus(macvlan(range({ rangeStart: '10.0.1.5' }))), ['R130']],
    ['what is good', multus(macvlan(range({}))), []],
    ['a list of multus', multus({ name: 'b', plugins: [macvlan(range({}), { mtu: 7 })] }), ['R091']],
    ['flannel of multus', multus({ type: 'flannel', delegate: { mtu: 20 } }), ['R091']],
  ])('%s', (_, content, expected) => {
    expect(told(content)).toEqual(expected);
  });

  it('does not tell what CHECK would say where CHECK is off', () => {
    const zero = { type: 'static', addresses: [{ address: '0.0.0.5/8' }] };
    const checked = multus({ cniVersion: '1.0.0', name: 'b', plugins: [macvlan(zero)] });
    expect(told(checked)).toEqual(['R149']);
    expect(told({ ...checked, disableCheck: true })).toEqual([]);
    const own = multus({ cniVersion: '1.0.0', name: 'b', disableCheck: true, plugins: [macvlan(zero)] });
    expect(told(own)).toEqual([]);
  });
});
