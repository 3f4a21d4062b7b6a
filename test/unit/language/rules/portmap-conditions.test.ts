import { describe, expect, it } from 'vitest';
import { findingsIn } from '../documents.ts';

/** The severities and texts that R111 reports for a list of conditions. */
function reported(conditionsV4: readonly string[], keys: object = {}): string[] {
  const bridge = { type: 'bridge', ipam: { type: 'host-local', ranges: [[{ subnet: '10.88.0.0/16' }]] } };
  const portmap = { type: 'portmap', capabilities: { portMappings: true }, conditionsV4, ...keys };
  const text = JSON.stringify({ cniVersion: '1.0.0', name: 'a', plugins: [bridge, portmap] });
  return findingsIn(text)
    .filter(({ rule }) => rule.id === 'R111')
    .map(({ severity, finding: { span } }) => `${severity} ${text.slice(span.offset, span.offset + span.length)}`);
}

// Verified with iptables 1.8.9 and portmap v1.9.1: a text that is neither a host name nor an address is rejected.
describe('an address in a condition', () => {
  it.each(['192.0.2.300', '1.2.3.4.5', '256.1.1.1/24', '192.0..0/24', '1920.2.0/24', '10.65535.0', '-1.0.2.0/24'])(
    'is not %s',
    (address) => {
      expect(reported(['!', '-d', address])).toEqual([`error "${address}"`]);
    },
  );

  it.each(['010.0.0.1', '10.1', '10.1/16', 'node7.example', '10.0.0.0/255.0.0.0'])('may be %s', (address) => {
    expect(reported(['-d', address])).toEqual([]);
  });
});

describe('where iptables needs an option', () => {
  it.each<[string, string[], string[]]>([
    ['nothing at the beginning', ['', '-d', '192.0.2.0/24'], ['error ""']],
    ['a typo at the beginning', ['!!', '-d', '192.0.2.0/24'], ['error "!!"']],
    ['two negations', ['!', '!', '-d', '192.0.2.0/24'], ['error "!"']],
    ['a blank before it', ['!', ' -d', '192.0.2.0/24', '-p', 'tcp'], ['error " -d"']],
    ['a word', ['!', 'iptables', '192.0.2.0/24'], ['error "iptables"']],
    ['options', ['!', '-d', '192.0.2.0/24', '-m', 'comment', '--comment', ''], []],
    ['options with several words', ['-p', 'tcp', '--tcp-flags', 'SYN,ACK', 'SYN', '!', '--syn'], []],
  ])('%s', (_, conditions, expected) => {
    expect(reported(conditions)).toEqual(expected);
  });

  it('does not apply to nftables', () => {
    expect(reported(['ip', 'daddr', '!=', '192.0.2.0/24'], { backend: 'nftables' })).toEqual([]);
  });
});
