import { expect, test } from 'vitest';
import { readArguments } from '../../../cli/arguments.ts';
import { allVerbs, cnitoolVerbs } from '../../../cli/verbs.ts';

const plain = { host: { spec: { kind: 'local' } }, cacheDir: undefined, json: false };

test.each(cnitoolVerbs)(
  '%s takes a network and a namespace, and lets further arguments pass as cnitool does',
  (verb) => {
    const expected = { kind: 'cnitool', verb, network: 'n', netns: '/x', options: plain, rollback: false, yes: false };
    expect(readArguments([verb, 'n', '/x'])).toEqual(expected);
    expect(readArguments([verb, 'n', '/x', 'more'])).toEqual(expected);
  },
);

test('options may stand anywhere, and behind -- nothing is an option', () => {
  const options = { host: { spec: { kind: 'sandbox' } }, cacheDir: '/c', json: true };
  expect(readArguments(['--host', 'sandbox', 'add', '--json', 'n', '/x', '--cache-dir=/a/../c'])).toMatchObject({
    verb: 'add',
    options,
  });
  expect(readArguments(['add', '--', '--json', '/x'])).toMatchObject({ network: '--json', options: plain });
});

test('a relative --cache-dir is below the working directory', () => {
  expect(readArguments(['show', 'n', '--cache-dir', 'c'])).toMatchObject({
    options: { cacheDir: `${process.cwd()}/c` },
  });
});

test.each(['validate', 'version', 'show', 'attachments'])('%s takes one argument', (verb) => {
  expect(readArguments([verb, 'n'])).toEqual({ kind: verb, subject: 'n', options: plain });
});

test('attachments takes none, for those of all networks', () => {
  expect(readArguments(['attachments'])).toEqual({ kind: 'attachments', subject: undefined, options: plain });
});

test('a verb that there is not is named, also where the arguments are too few', () => {
  expect(readArguments(['frob'])).toEqual({
    kind: 'usage',
    problem: expect.stringMatching(/^There is no verb "frob"; the verbs are add, /),
    exitCode: 1,
  });
});

test.each([[], ['add'], ['add', 'n'], ['gc', 'n', '--yes']])(
  "too few arguments are cnitool's own usage error: %j",
  (...args) => {
    expect(readArguments(args)).toEqual({ kind: 'usage', exitCode: 1 });
  },
);

test.each([
  [['frob', 'n', '/x'], 'There is no verb "frob"; the verbs are add, check, del, gc, status, validate,'],
  [['show'], '"show" needs one more argument: show <net>.'],
  [['version'], '"version" needs one more argument: version <plugin>.'],
  [['validate', 'n', 'm'], '"m" is one argument too many: validate <net>.'],
  [['attachments', 'n', 'm'], '"m" is one argument too many: attachments [<net>].'],
  [
    ['add', 'n', '/x', '--host', 'mars'],
    'There is no host "mars". Give "local", "sandbox", "ssh:NAME" or "exec:COMMAND".',
  ],
  [['add', 'n', '/x', '--yes'], '--yes belongs to "gc", "install-plugins"; leave it out of "add".'],
  [['del', 'n', '/x', '--rollback'], '--rollback belongs to "add"; leave it out of "del".'],
  [['show', 'n', '--cache-dir='], '--cache-dir is empty; give a directory'],
  [['show', 'n', '--cache-dir'], "Option '--cache-dir <value>' argument missing"],
  [['show', 'n', '--frob'], "Unknown option '--frob'; the options are --host, "],
  [['show', 'n', '--json=x'], "Option '--json' does not take an argument"],
])('wrong arguments beyond cnitool, %j, are told with the cure', (args, said) => {
  const request = readArguments(args);
  expect(request).toMatchObject({ kind: 'usage', exitCode: 2, problem: expect.stringContaining(said) });
});

test('--help is general or about a verb, whatever else is there', () => {
  expect(readArguments(['--help'])).toEqual({ kind: 'help', verb: undefined });
  expect(readArguments(['frob', '-h'])).toEqual({ kind: 'help', verb: undefined });
  expect(allVerbs.map((verb) => readArguments([verb, '--help']))).toEqual(
    allVerbs.map((verb) => ({ kind: 'help', verb })),
  );
});
