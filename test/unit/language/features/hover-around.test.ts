import { describe, expect, it } from 'vitest';
import { hover } from '../../../../language/features/hover.ts';
import { JSONLanguage } from '../../../../language/features/json-language.ts';
import type { RuleContext } from '../../../../language/workspace/context.ts';
import { atCursor } from '../documents.ts';
import { facts, list } from './surrounding-files.ts';

const language = new JSONLanguage();

/** What is shown at ‸. */
async function shown(marked: string, context: RuleContext = {}): Promise<string> {
  const { model, position } = atCursor(marked);
  const contents = (await hover(model, position, language, context))?.contents;
  return typeof contents === 'object' && 'value' in contents ? contents.value : '';
}

const range = (inside: string): string =>
  list(`{"type":"bridge","ipam":{"type":"host-local","ranges":[[{${inside}}]]}}`);

describe('hover on addresses', () => {
  it('computes the bounds of a subnet, the assigned range and the gateway', async () => {
    const text = await shown(range('"subnet":"10.88.0‸.0/16"'));
    expect(text).toContain('**10.88.0.0/16**: 10.88.0.0 – 10.88.255.255, 65,536 addresses.');
    expect(text).toContain('Assigned from: 10.88.0.1 – 10.88.255.254, 65,533 usable.');
    expect(text).toContain('Gateway: 10.88.0.1. Broadcast: 10.88.255.255.');
    expect(text).toContain('Subnet in CIDR notation');
  });

  it('takes rangeStart, rangeEnd and gateway into account', async () => {
    const inside = '"subnet":"10.5.0.0/24","rangeStart":"10.5.0.10","rangeEnd":"10.5.0‸.19","gateway":"10.5.0.254"';
    expect(await shown(range(inside))).toContain('Assigned from: 10.5.0.10 – 10.5.0.19, 10 usable.');
  });

  it('counts large IPv6 subnets as powers of two', async () => {
    const text = await shown(range('"subnet":"fd00:8‸8::/64"'));
    expect(text).toContain('2^64 addresses');
    expect(text).toContain('nearly 2^64 usable');
    expect(text).not.toContain('Broadcast');
  });

  it('explains an address with its network', async () => {
    const text = await shown(list('{"type":"ptp","ipam":{"type":"static","addresses":[{"address":"10.0.0‸.5/24"}]}}'));
    expect(text).toContain('**10.0.0.0/24**: 10.0.0.0 – 10.0.0.255, 256 addresses. 10.0.0.5 is one of them.');
  });

  it('shows the reservations of this network on the host, and not those of others', async () => {
    const text = await shown(range('"subnet":"10.88.0‸.0/16"'), { hostFacts: facts });
    expect(text).toContain('Reserved on the sandbox: 1 (10.88.0.2).');
  });

  it('shows no range for a subnet that is too small for host-local', async () => {
    for (const [subnet, text] of [
      ['10.0.0.4/31', '**10.0.0.4/31**: 10.0.0.4 – 10.0.0.5, 2 addresses.'],
      ['10.0.0.4/32', '**10.0.0.4/32**: 1 address.'],
      ['fd00::4/128', '**fd00::4/128**: 1 address.'],
    ] as const) {
      const found = await shown(range(`"subnet":"‸${subnet}"`));
      expect(found).toContain(text);
      expect(found).not.toContain('Assigned from');
    }
  });

  it('computes nothing for a text that is not an address', async () => {
    expect(await shown(range('"subnet":"__SUB‸NET__"'))).not.toContain('addresses.');
  });
});

describe('hover on a plugin type', () => {
  it('shows where it is on the host, and its versions', async () => {
    const text = await shown(list('{"type":"bri‸dge"}'), { hostFacts: facts });
    expect(text).toContain('On the sandbox: `/opt/cni/bin/bridge`. Release v1.1.1. Supports versions 0.4.0, 1.0.0.');
  });

  it('shows why it cannot run', async () => {
    const plugins = [{ name: 'bridge', path: '/x/bridge', problem: 'it is not executable' }];
    const text = await shown(list('{"type":"bri‸dge"}'), { hostFacts: { ...facts, plugins } });
    expect(text).toContain('On the sandbox: `/x/bridge`. It cannot run: it is not executable.');
  });

  it('shows that it is not on the host, even if it is unknown', async () => {
    const text = await shown(list('{"type":"nobody‸-knows"}'), { hostFacts: facts });
    expect(text).toMatch(/Not on the sandbox\. Searched: `\/opt\/cni\/bin`\.$/);
  });
});

describe('hover', () => {
  it('ignores $schema', async () => {
    const marked = '{"$schema":"https://example.com/x.json","cniVer‸sion":"1.0.0"}';
    expect(await shown(marked)).toContain('Version of the CNI specification');
  });
});
