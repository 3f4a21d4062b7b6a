import { expect, test } from 'vitest';
import { readArguments } from '../../../../cli/command-line/arguments.ts';
import { allVerbs, cnitoolVerbs } from '../../../../cli/command-line/verbs.ts';

const timeLimits = { scriptMs: 30_000, pluginMs: undefined };
const plain = { host: { spec: { kind: 'local' } }, cacheDir: undefined, timeLimits, json: false };

test.each(cnitoolVerbs)(
  '%s takes a network and a namespace, and lets further arguments pass as cnitool does',
  (verb) => {
    const rest = { options: plain, rollback: false, changes: false, yes: false, attachment: {} };
    const expected = { kind: 'cnitool', verb, network: 'n', netns: '/x', ...rest };
    expect(readArguments([verb, 'n', '/x'])).toEqual(expected);
    expect(readArguments([verb, 'n', '/x', 'more'])).toEqual(expected);
  },
);

test('options may be anywhere, and after -- nothing is an option', () => {
  const options = { host: { spec: { kind: 'sandbox' } }, cacheDir: '/c', timeLimits, json: true };
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

test('time limits are in seconds, and 0 is none for plugins', () => {
  expect(readArguments(['facts', '--script-timeout', '5', '--plugin-timeout', '90'])).toMatchObject({
    options: { timeLimits: { scriptMs: 5000, pluginMs: 90_000 } },
  });
  expect(readArguments(['facts', '--plugin-timeout=0'])).toMatchObject({ options: { timeLimits } });
  expect(readArguments(['facts', '--script-timeout', '0'])).toMatchObject({
    problem: '"0" is not a valid value of --script-timeout. Use a whole number from 1 to 3600.',
    exitCode: 2,
  });
  expect(readArguments(['facts', '--plugin-timeout', 'soon'])).toMatchObject({ kind: 'usage', exitCode: 2 });
  expect(readArguments(['compare', '--host', 'local', '--plugin-timeout', '9'])).toMatchObject({
    timeLimits: { scriptMs: 30_000, pluginMs: 9000 },
  });
});

test.each(['validate', 'version', 'show', 'attachments'])('%s takes one argument', (verb) => {
  expect(readArguments([verb, 'n'])).toEqual({ kind: verb, subject: 'n', options: plain });
});

test('attachments without an argument are those of all networks', () => {
  expect(readArguments(['attachments'])).toEqual({ kind: 'attachments', subject: undefined, options: plain });
});

test('an unknown verb is reported by name, even with too few arguments', () => {
  expect(readArguments(['frob'])).toEqual({
    kind: 'usage',
    problem: expect.stringMatching(/^There is no verb "frob". The verbs are add, /),
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
  [['frob', 'n', '/x'], 'There is no verb "frob". The verbs are add, check, del, gc, status, validate,'],
  [['show'], '"show" needs one more argument. Usage: show <net>'],
  [['version'], '"version" needs one more argument. Usage: version <plugin>'],
  [['validate', 'n', 'm'], 'Unexpected argument "m". Usage: validate <net>'],
  [['attachments', 'n', 'm'], 'Unexpected argument "m". Usage: attachments [<net>]'],
  [
    ['add', 'n', '/x', '--host', 'mars'],
    'There is no host "mars". Use "local", "sandbox", "ssh:NAME" or "exec:COMMAND".',
  ],
  [
    ['add', 'n', '/x', '--yes'],
    '--yes is not an option of "add". Remove it. It is an option of "gc", "install-plugins", "replay".',
  ],
  [['del', 'n', '/x', '--rollback'], '--rollback is not an option of "del". Remove it. It is an option of "add".'],
  [['show', 'n', '--cache-dir='], '--cache-dir is empty. Enter a directory'],
  [['show', 'n', '--cache-dir'], "Option '--cache-dir <value>' argument missing"],
  [['show', 'n', '--frob'], "Unknown option '--frob'. The options are --host, "],
  [['show', 'n', '--json=x'], "Option '--json' does not take an argument"],
])('other wrong arguments, %j, are reported with the remedy', (args, said) => {
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
