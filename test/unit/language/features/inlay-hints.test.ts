import * as l10n from '@vscode/l10n';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inlayHints } from '../../../../language/features/inlay-hints.ts';
import type { RuleContext } from '../../../../language/workspace/context.ts';
import { modelOf } from '../documents.ts';
import { facts, list } from './surrounding-files.ts';

const all = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

/** The text with its hints in ‹›, as an editor shows it. */
function hinted(text: string, context: RuleContext = {}, range = all): string {
  const { document } = modelOf(text);
  const hints = inlayHints(modelOf(text), range, context);
  return hints
    .map(({ position, label }) => ({
      offset: document.offsetAt(position),
      label: typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
    }))
    .toSorted((a, b) => b.offset - a.offset)
    .reduce((shown, { offset, label }) => `${shown.slice(0, offset)}‹${label}›${shown.slice(offset)}`, text);
}

const having = (iptables: boolean): RuleContext => ({ hostFacts: { host: 'h', programs: { iptables, nft: true } } });

describe('inlay hints', () => {
  it('show the default bridge, and nothing where one is written', () => {
    expect(hinted(list('{"type":"bridge"}'))).toBe(list('{"type":"bridge"‹bridge: cni0›}'));
    expect(hinted(list('{"type":"bridge","BRIDGE":"br0"}'))).not.toContain('‹');
  });

  it('show mode and master of macvlan, with the interface that the host would take', () => {
    expect(hinted(list('{"type":"macvlan"}'))).toContain('‹mode: bridge, master: default route›');
    expect(hinted(list('{"type":"macvlan"}'), { hostFacts: facts })).toContain('‹mode: bridge, master: enp3s0›');
    expect(hinted(list('{"type":"bridge","bridge":"b"},{"type":"ipvlan"}'))).toContain('‹mode: l2›');
  });

  it('show what portmap and firewall write their rules with, as far as the host is known', () => {
    const chain = list('{"type":"portmap"},{"type":"firewall"},{"type":"portmap","backend":"nftables"}');
    expect(hinted(chain)).toBe(
      list(
        '{"type":"portmap"‹backend: iptables, else nftables›},{"type":"firewall"‹backend: firewalld, else iptables›},' +
          '{"type":"portmap","backend":"nftables"}',
      ),
    );
    expect(hinted(list('{"type":"portmap"}'), having(true))).toContain('‹backend: iptables›');
    expect(hinted(list('{"type":"portmap"}'), having(false))).toContain('‹backend: nftables›');
  });

  it('show the bridge of an accelerated one', () => {
    expect(hinted(list('{"type":"accelerated-bridge"}'))).toContain('‹bridge: cni0›');
  });

  it('show what host-local makes of a range', () => {
    const text = list('{"type":"ptp","ipam":{"type":"host-local","ranges":[[{"subnet":"10.88.0.0/16"}]]}}');
    expect(hinted(text)).toContain('"10.88.0.0/16"‹65,533 usable, gateway 10.88.0.1›');
    const small = list('{"type":"ptp","ipam":{"type":"host-local","subnet":"10.8.0.0/24","gateway":"10.8.0.9"}}');
    expect(hinted(small)).toContain('"10.8.0.0/24"‹253 usable, from 10.8.0.1, to 10.8.0.254›');
    expect(inlayHints(modelOf(text), all)[0]?.tooltip).toContain('10.88.0.1 – 10.88.255.254');
  });

  it('are no longer than an editor shows', () => {
    const subnet = 'fd00:1234:5678:9abc:def0::/80';
    const labels = inlayHints(modelOf(list(`{"type":"ptp","ipam":{"type":"host-local","subnet":"${subnet}"}}`)), all);
    expect(labels.map(({ label }) => label)).toEqual(['nearly 2^48 usable']);
  });

  it('show which of several versions libcni uses', () => {
    const text = '{"cniVersion":"0.4.0","cniVersions":["0.3.1","1.0.0"],"name":"a","plugins":[{"type":"ptp"}]}';
    expect(hinted(text)).toContain('["0.3.1","1.0.0"]‹libcni uses 1.0.0›');
  });

  it('show only what is not written', () => {
    const range = '{"subnet":"10.5.0.0/24","rangeStart":"10.5.0.10","rangeEnd":"10.5.0.19"}';
    const text = list(`{"type":"ptp","ipam":{"type":"host-local","ranges":[[${range}]]}}`);
    expect(hinted(text)).toContain('"10.5.0.0/24"‹10 usable, gateway 10.5.0.1›');
  });

  it('show nothing for what cannot be read, and nothing outside the lines asked for', () => {
    expect(hinted(list('{"type":"ptp","ipam":{"type":"host-local","subnet":"10.x"}}'))).not.toContain('‹');
    const below = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
    expect(hinted(list('{"type":"bridge"}'), {}, below)).not.toContain('‹');
  });
});

it('inlay hints have less room in Chinese, whose characters are two columns wide', () => {
  onTestFinished(() => l10n.config({ contents: {} }));
  l10n.config({
    contents: {
      '{0} usable': '可用 {0} 个',
      'gateway {0}': '网关 {0}',
      'from {0}': '起始 {0}',
      '{0}, {1}': '{0}、{1}',
    },
  });
  const text = list('{"type":"ptp","ipam":{"type":"host-local","subnet":"172.16.29.0/24"}}');
  expect(hinted(text)).toContain('‹可用 253 个、网关 172.16.29.1›');
});
