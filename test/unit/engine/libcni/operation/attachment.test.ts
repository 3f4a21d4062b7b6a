import { expect, test } from 'vitest';
import {
  attachmentContainerID,
  parseCapabilityArgs,
  parseCNIArgs,
} from '../../../../../engine/libcni/operation/attachment.ts';
import { messageOf } from '../message-of.ts';

test('the container ID is the one that cnitool makes of the namespace path', () => {
  // From `cnitool add net /var/run/netns/testing` of the CNI documentation.
  expect(attachmentContainerID('/var/run/netns/testing')).toBe('cnitool-77383ca0a0715733ca6f');
});

test('CNI_ARGS are pairs in order', () => {
  expect(parseCNIArgs('')).toEqual([]);
  expect(parseCNIArgs('IP=10.0.0.2;K=é')).toEqual([
    ['IP', '10.0.0.2'],
    ['K', 'é'],
  ]);
});

test.each([
  ['A', 'A'],
  ['A=', 'A='],
  ['=b', '=b'],
  ['A=b;', ''],
  ['A=b=c', 'A=b=c'],
  ['A=b;"', '"'],
])('CNI_ARGS %j are rejected', (text, pair) => {
  expect(messageOf(() => parseCNIArgs(text))).toBe(`invalid CNI_ARGS pair ${JSON.stringify(pair)}`);
});

test('CAP_ARGS are a JSON object by capability', () => {
  expect(parseCapabilityArgs('')).toEqual({});
  expect(parseCapabilityArgs('null')).toEqual({});
  expect(parseCapabilityArgs('{"mac":"x","mac":"y"}')).toEqual({ mac: 'y' });
  expect(messageOf(() => parseCapabilityArgs('[]'))).toBe(
    'json: cannot unmarshal array into Go value of type map[string]interface {}',
  );
});
