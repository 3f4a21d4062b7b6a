import { expect, test } from 'vitest';
import { readArguments, verbs } from '../../../cli/arguments.ts';

test.each(verbs)('%s with a network and a namespace is an operation on this machine', (verb) => {
  expect(readArguments([verb, 'net', '/run/netns/x'])).toEqual({
    kind: 'operation',
    verb,
    network: 'net',
    netns: '/run/netns/x',
    host: { kind: 'local' },
  });
});

test('--host may stand anywhere, and further arguments are let pass as cnitool does', () => {
  const wanted = { kind: 'operation', verb: 'add', network: 'net', netns: 'x', host: { kind: 'sandbox' } };
  expect(readArguments(['--host', 'sandbox', 'add', 'net', 'x'])).toEqual(wanted);
  expect(readArguments(['add', 'net', '--host=sandbox', 'x', 'more'])).toEqual(wanted);
});

test('--help and --version need nothing else', () => {
  expect(readArguments(['--help'])).toEqual({ kind: 'help' });
  expect(readArguments(['add', '-h'])).toEqual({ kind: 'help' });
  expect(readArguments(['--version'])).toEqual({ kind: 'version' });
});

test('what cannot be understood is a usage error that says what is wrong', () => {
  expect(readArguments([])).toEqual({ kind: 'usage' });
  expect(readArguments(['add', 'net'])).toEqual({ kind: 'usage' });
  expect(readArguments(['addd', 'net', 'x'])).toEqual({ kind: 'usage', problem: 'There is no verb "addd".' });
  expect(readArguments(['add', 'n', 'x', '--host', ''])).toMatchObject({
    kind: 'usage',
    problem: expect.stringContaining('no host ""'),
  });
  expect(readArguments(['add', 'n', 'x', '--hots', 'x'])).toMatchObject({
    kind: 'usage',
    problem: expect.stringContaining('--hots'),
  });
});
