import { describe, expect, it } from 'vitest';
import {
  decodeNode,
  exactMember,
  foldedMember,
  members,
  nodeAt,
  pointerPath,
} from '../../../../language/document/members.ts';
import { parse } from '../../../../language/document/parse.ts';

const rootOf = (text: string) => {
  const { root } = parse(text);
  if (root === undefined) {
    throw new Error('nothing was parsed');
  }
  return root;
};

describe('the members of an object', () => {
  it('are there while their value is still missing', () => {
    expect(members(rootOf('{"a": 1, "b": }')).map(({ key, value }) => [key, value?.value])).toEqual([
      ['a', 1],
      ['b', undefined],
    ]);
  });

  it('are found exactly: of two, the last', () => {
    const root = rootOf('{"name": "a", "Name": "b", "name": "c"}');
    expect(exactMember(root, 'name')?.value?.value).toBe('c');
    expect(exactMember(root, 'NAME')).toBeUndefined();
  });

  it('are found as a plugin finds them after libcni sorted the keys: lower case wins', () => {
    expect(foldedMember(rootOf('{"isgateway": true, "isGateway": false}'), 'isGateway')?.value?.value).toBe(true);
    expect(foldedMember(rootOf('{"TYPE": "a", "type": "b", "type": "c"}'), 'type')?.value?.value).toBe('c');
    expect(foldedMember(rootOf('{"types": 1}'), 'type')).toBeUndefined();
  });
});

describe('a decoded node', () => {
  const schema = { properties: { isGateway: { type: 'boolean' }, dns: { properties: { nameservers: {} } } } };

  it('has the keys in the spelling of the schema, and no null', () => {
    const root = rootOf('{"ISGATEWAY": true, "mtu": null, "Other": 1, "DNS": {"Nameservers": ["10.0.0.1"]}}');
    expect(decodeNode(root, schema)).toEqual({ isGateway: true, Other: 1, dns: { nameservers: ['10.0.0.1'] } });
  });

  it('has no prototype from the text', () => {
    const decoded = decodeNode(rootOf('{"__proto__": {"isGateway": 1}}'), schema);
    expect(decoded).toEqual({});
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
  });
});

describe('a JSON pointer', () => {
  it('leads to keys, in any case, and indexes', () => {
    const root = rootOf('{"Ipam": {"ranges": [[{"a/b~": 7}]]}}');
    const path = pointerPath('/ipam/ranges/0/0/a~1b~0');
    expect(path).toEqual(['ipam', 'ranges', '0', '0', 'a/b~']);
    expect(nodeAt(root, path)?.value).toBe(7);
    expect(nodeAt(root, ['ipam', 'nowhere'])).toBeUndefined();
    expect(nodeAt(root, [])).toBe(root);
  });
});
