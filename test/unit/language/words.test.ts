import { describe, expect, it } from 'vitest';
import { isKnownElsewhere } from '../../../language/schema/other-types.ts';
import { readSettings } from '../../../language/workspace/settings.ts';
import { didYouMean, editDistance, suggester } from '../../../language/document/did-you-mean.ts';
import { nameFromFile, networkName } from '../../../language/rules/list/names.ts';
import {
  compareVersions,
  describeVersion,
  effectiveVersion,
  exactVersion,
  releasedVersions,
} from '../../../language/document/spec-version.ts';
import { modelOf } from './documents.ts';

describe('the edit distance', () => {
  it.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['capabilites', 'capabilities', 1],
    ['brigde', 'bridge', 1],
    ['kitten', 'sitting', 3],
  ])('of %s and %s is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});

describe('did you mean', () => {
  const keys = ['isGateway', 'isDefaultGateway', 'mtu', 'vlanId', 'capabilities', 'host-local'];
  it.each([
    ['capabilites', 'capabilities'],
    ['isgateway', 'isGateway'],
    ['isDefaultGW', 'isDefaultGateway'],
    ['vlan', 'vlanId'],
    ['hostlocal', 'host-local'],
    ['mut', 'mtu'],
    ['x', undefined],
    ['somethingElse', undefined],
  ])('of %s is %s', (word, answer) => {
    expect(didYouMean(word, keys)).toBe(answer);
    const suggest = suggester(keys);
    expect([suggest(word), suggest(word)]).toEqual([answer, answer]);
  });
});

describe('a type that is known and has no schema', () => {
  it.each([
    ['vxlan', true],
    ['coil', true],
    ['Weave', true],
    ['bridge', false],
    ['Bridge', false],
    ['calico-ipam', false],
    ['brigde', false],
  ])('%s: %s', (type, known) => {
    expect(isKnownElsewhere(type)).toBe(known);
  });
});

describe('versions', () => {
  it('are those of the specification, each with what it brings', () => {
    expect(releasedVersions).toEqual(['1.1.0', '1.0.0', '0.4.0', '0.3.1', '0.3.0', '0.2.0', '0.1.0']);
    for (const version of releasedVersions) {
      expect(describeVersion(version)).toMatch(/\w/);
    }
    expect(describeVersion('2.0.0')).toBeUndefined();
  });

  it('are ordered by number, not by text', () => {
    expect(releasedVersions.toSorted(compareVersions).at(-1)).toBe('1.1.0');
    expect(compareVersions('0.10.0', '0.9.0')).toBeGreaterThan(0);
  });

  it.each([
    ['v1.0.0', '1.0.0'],
    ['1.0', '1.0.0'],
    [' 0.4.0 ', '0.4.0'],
    ['1', '1.0.0'],
    ['0.5.0', undefined],
    ['', undefined],
    ['1.0.0.0', undefined],
  ])('%j is meant to be %s', (text, version) => {
    expect(exactVersion(text)).toBe(version);
  });

  it.each([
    ['{"plugins":[]}', '0.1.0'],
    ['{"cniVersion":"","plugins":[]}', '0.1.0'],
    ['{"cniVersion":"0.4.0","plugins":[]}', '0.4.0'],
    ['{"cniVersion":"0.4.0","cniVersions":["1.0.0","9.0.0"],"plugins":[]}', '1.0.0'],
    ['{"cniVersion":"9.0.0","plugins":[]}', undefined],
    ['{"CNIVersion":"0.4.0","type":"ptp"}', '0.4.0'],
  ])('of %s plugins see %s', (text, version) => {
    expect(effectiveVersion(modelOf(text))).toBe(version);
  });
});

describe('names of networks', () => {
  it.each([
    ['my net', 'my-net'],
    ['-x-', 'x'],
    ['../a', 'a'],
    ['ünï', 'n'],
    ['', 'mynet'],
  ])('made of %j are %s', (text, name) => {
    expect(networkName(text)).toBe(name);
  });

  it.each([
    ['file:///etc/cni/net.d/10-mynet.conflist', 'mynet'],
    ['file:///etc/cni/net.d/10-my%20net.conflist', 'my-net'],
    ['file:///x/a.conflist.json', 'a'],
    ['untitled:Untitled-1', 'Untitled-1'],
  ])('from %s are %s', (uri, name) => {
    expect(nameFromFile(uri)).toBe(name);
  });
});

const none = {
  severities: {},
  ignored: [],
  inlayHints: true,
  pluginAliases: {},
  isCarrierEnabled: expect.any(Function),
};

describe('settings', () => {
  it('are the severities of rules, by id or name', () => {
    expect(readSettings({ rules: { R074: 'off', 'json-comment': 'hint' } })).toEqual({
      ...none,
      severities: { R074: 'off', 'json-comment': 'hint' },
    });
  });

  it.each([undefined, null, 1, 'x', [], { rules: null }, { rules: 'x' }, { rules: { R001: 'loud', R002: 7 } }])(
    'of %j are none',
    (section) => {
      expect(readSettings(section)).toEqual(none);
    },
  );
});
