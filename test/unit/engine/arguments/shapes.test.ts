import { expect, test } from 'vitest';
import {
  bits,
  json,
  plainText,
  portMapping,
  portMappingOf,
  portMappingText,
} from '../../../../engine/arguments/shapes.ts';

test.each([
  ['8080:80', { hostPort: 8080, containerPort: 80, protocol: 'tcp' }, '8080:80/tcp', '8080/tcp → 80'],
  ['53:5353/UDP', { hostPort: 53, containerPort: 5353, protocol: 'udp' }, '53:5353/udp', '53/udp → 5353'],
  [
    '127.0.0.1:1:2/sctp',
    { hostPort: 1, containerPort: 2, protocol: 'sctp', hostIP: '127.0.0.1' },
    '127.0.0.1:1:2/sctp',
    '127.0.0.1:1/sctp → 2',
  ],
  ['[::1]:1:2', { hostPort: 1, containerPort: 2, protocol: 'tcp', hostIP: '::1' }, '[::1]:1:2/tcp', '[::1]:1/tcp → 2'],
])('a port mapping %s', (text, value, written, shown) => {
  expect(portMapping.parse(text)).toEqual({ value });
  expect(portMapping.format(value)).toBe(written);
  expect(portMappingText(value)).toBe(shown);
});

test.each(['', '80', '8080:', 'a:b', '8080:80/', '8080-8081:80', '1.2.3.4:80'])('%j is no port mapping', (text) => {
  expect(portMapping.parse(text).problem).toMatch(/^Enter host port and container port/);
});

test('another protocol, and values of another form', () => {
  expect(portMapping.parse('0:80').problem).toBe('A port is a number from 1 to 65535.');
  expect(portMapping.parse('80:65536').problem).toBe('A port is a number from 1 to 65535.');
  expect(portMapping.parse('1:2/icmp').problem).toBe('The protocols are tcp, udp, sctp.');
  expect(portMapping.format({ hostPort: '1', containerPort: 2, protocol: 'tcp' })).toBeUndefined();
  expect(portMappingOf({ hostPort: 1, containerPort: 2, protocol: 'tcp', note: 'x' })).toBeUndefined();
  expect(portMappingOf('8080:80')).toBeUndefined();
});

test.each([
  ['10M', 10_000_000, '10M'],
  ['1.5g', 1_500_000_000, '1500M'],
  ['128 K', 128_000, '128K'],
  ['1001', 1001, '1001'],
  ['0', 0, '0'],
])('%s bits', (text, value, written) => {
  expect(bits.parse(text)).toEqual({ value });
  expect(bits.format(value)).toBe(written);
});

test('what is no number of bits, and other shapes', () => {
  for (const text of ['fast', '10MB', '-1', '99999999999G']) {
    expect(bits.parse(text).problem).toBe('Enter a number of bits, for example 10M.');
  }
  expect(bits.format('10M')).toBeUndefined();
  expect(bits.format(-1)).toBeUndefined();
  expect(plainText('x').parse('y')).toEqual({ value: 'y' });
  expect(plainText('x').format(1)).toBeUndefined();
  expect(json('{}').parse('{"a": [1]}')).toEqual({ value: { a: [1] } });
  expect(json('{}').parse('{').problem).toBe('Enter JSON, for example {}.');
  expect(json('{}').format({ a: [1] })).toBe('{"a":[1]}');
});
