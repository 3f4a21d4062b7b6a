import { describe, expect, it } from 'vitest';
import { toDiagnostic } from '../../../../language/features/diagnostics.ts';
import type { TextChange } from '../../../../language/rules/rule.ts';
import { findingsIn, modelOf } from '../documents.ts';

const network = (name: string, plugin: object): string =>
  JSON.stringify({ cniVersion: '1.0.0', name, plugins: [plugin] });
const bridge = (subnet: string, more: object = {}): object => ({
  type: 'bridge',
  isGateway: true,
  ...more,
  ipam: { type: 'host-local', ranges: [[{ subnet }]] },
});

const macvlan = (range: object, name = 'x'): string =>
  network(name, { type: 'macvlan', master: 'eth0', ipam: { type: 'host-local', ranges: [[range]] } });

function found(rule: string, text: string, file: string, files: Readonly<Record<string, string>>) {
  return findingsIn(text, file, { files }).filter((checked) => checked.rule.id === rule);
}

/** The texts or file names that result from the fixes of a rule's first finding. */
function fixed(rule: string, text: string, file: string, files: Readonly<Record<string, string>>): string[] {
  const fixes = found(rule, text, file, files)[0]?.finding.fixes?.() ?? [];
  return fixes.map(({ changes, rename }) => rename ?? applied(text, changes?.[0]));
}

function applied(text: string, change: TextChange | undefined): string {
  if (change === undefined) {
    return text;
  }
  return text.slice(0, change.offset) + change.text + text.slice(change.offset + change.length);
}

describe('related information', () => {
  it('points into the other file', () => {
    const text = network('a', { type: 'loopback' });
    const [one] = found('R158', text, '20-b.conflist', { '10-a.conflist': `\n${text}` });
    if (one === undefined) {
      throw new Error('nothing found');
    }
    const [related] = toDiagnostic(modelOf(text, '20-b.conflist'), one).relatedInformation ?? [];
    expect(related?.location.uri).toBe('file:///etc/cni/net.d/10-a.conflist');
    expect(related?.location.range.start).toEqual({ line: 1, character: 29 });
  });
});

describe('files that no runtime reads together', () => {
  it('are unrelated', () => {
    const text = network('a', { type: 'loopback' });
    const examples = { '../examples/a.conflist': text };
    expect(found('R158', text, '../examples/b.conflist', examples)).toEqual([]);
  });
});

describe('the quick fix', () => {
  it('of R158 uses the name of the file, or else a number', () => {
    const text = network('a', { type: 'loopback' });
    const files = { '10-a.conflist': text };
    expect(fixed('R158', text, '20-b.conflist', files)).toEqual([text.replace('"a"', '"b"')]);
    expect(fixed('R158', text, '20-a.conflist', files)).toEqual([text.replace('"a"', '"a-2"')]);
  });

  it('of R159 gives the file as many digits as the other has', () => {
    const text = network('b', { type: 'loopback' });
    const files = { '10-a.conflist': network('a', { type: 'loopback' }) };
    expect(fixed('R159', text, '2-b.conflist', files)).toEqual(['02-b.conflist']);
    expect(found('R159', text, '02-b.conflist', files)).toEqual([]);
  });

  it('of R163 uses a bridge that no other file uses', () => {
    const files = {
      '10-a.conflist': network('a', bridge('10.1.0.0/24')),
      '15-b.conflist': network('b', bridge('10.3.0.0/24', { bridge: 'cni1' })),
    };
    for (const more of [{}, { bridge: 'cni0' }]) {
      const text = network('c', bridge('10.2.0.0/24', more));
      const [after = ''] = fixed('R163', text, '20-c.conflist', files);
      expect(after).toContain('"bridge":"cni2"'.replace(':', after.includes('": ') ? ': ' : ':'));
      expect(found('R163', after, '20-c.conflist', files)).toEqual([]);
    }
  });
});

describe('R162', () => {
  it('accepts two networks in one subnet if their ranges do not overlap', () => {
    const low = macvlan({ subnet: '10.0.0.0/24', rangeEnd: '10.0.0.99' });
    const high = macvlan({ subnet: '10.0.0.0/24', rangeStart: '10.0.0.100' }, 'y');
    expect(found('R162', high, '20-y.conflist', { '10-x.conflist': low })).toEqual([]);
  });

  it('finds a fixed address inside the range of another network', () => {
    const text = network('y', {
      type: 'macvlan',
      master: 'eth0',
      ipam: { type: 'static', addresses: [{ address: '10.0.0.7/24' }] },
    });
    const files = { '10-x.conflist': macvlan({ subnet: '10.0.0.0/24' }) };
    expect(found('R162', text, '20-y.conflist', files)[0]?.finding.message).toContain('host-local can assign');
  });
});

describe('R160', () => {
  it('is a warning for the network of a cluster only', () => {
    const files = { '10-x.conflist': network('x', { type: 'loopback' }) };
    const severity = (type: string) =>
      found('R160', network('y', { type }), '20-y.conflist', files).map((one) => one.severity);
    expect(severity('flannel')).toEqual(['warning']);
    expect(severity('bridge')).toEqual(['hint']);
  });
});

describe('R168', () => {
  const text = network('x', { type: 'loopback' });
  it('warns about a plugin file that does not load, and about a directory without .conf', () => {
    const broken = found('R168', text, '10-x.conflist', { 'x/1.conf': '{' });
    expect(broken.map(({ severity }) => severity)).toEqual(['warning']);
    expect(broken[0]?.finding.message).toContain('unexpected end of JSON input');
    const other = found('R168', text, '10-x.conflist', { 'x/1.json': '{"type":"tuning"}' });
    expect(other[0]?.finding.message).toContain('reads only .conf files');
  });
});
