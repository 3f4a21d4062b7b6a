import { expect, test } from 'vitest';
import { readArguments } from '../../../../cli/command-line/arguments.ts';

const plain = {
  kind: 'lint',
  paths: ['x'],
  format: 'text',
  fix: false,
  severities: {},
  settings: undefined,
  hostFacts: undefined,
  stdinFilename: undefined,
};

test('lint accepts paths, and options anywhere among them', () => {
  expect(readArguments(['lint', 'x'])).toEqual(plain);
  expect(
    readArguments(['lint', '--fix', 'x', '--rule', 'R074=off', 'y', '--rule=json-comment=hint', '--host-facts', 'f']),
  ).toEqual({
    ...plain,
    paths: ['x', 'y'],
    fix: true,
    severities: { R074: 'off', 'json-comment': 'hint' },
    hostFacts: 'f',
  });
  expect(readArguments(['lint', '-', '--stdin-filename', 'a.conflist', '--settings', 's.json'])).toMatchObject({
    paths: ['-'],
    stdinFilename: 'a.conflist',
    settings: 's.json',
  });
});

test.each(['text', 'json', 'sarif', 'github', 'junit'])('--format %s is known', (format) => {
  expect(readArguments(['lint', 'x', '--format', format])).toEqual({ ...plain, format });
});

test('--json is --format json', () => {
  expect(readArguments(['lint', 'x', '--json'])).toEqual({ ...plain, format: 'json' });
});

test.each([
  [[], '"lint" needs a path'],
  [['x', '--format', 'xml'], 'There is no format "xml". The formats are text, json, sarif, github, junit.'],
  [['x', '--json', '--format', 'sarif'], 'Remove one of the two'],
  [
    ['x', '--rule', 'R074'],
    '"R074" is not a valid value of --rule. Use ID=LEVEL, for example --rule R074=off. The levels are error, warning, information, hint, off.',
  ],
  [['x', '--rule', 'R074=fatal'], '"R074=fatal" is not a valid value of --rule'],
  [['x', '--rule', '=off'], '"=off" is not a valid value of --rule'],
  [['x', '--host', 'sandbox'], '--host is not an option of "lint". Remove it. It is an option of "add", "check", '],
  [
    ['x', '--yes'],
    '--yes is not an option of "lint". Remove it. It is an option of "gc", "install-plugins", "replay".',
  ],
  [['-', '--fix'], '--fix changes files'],
  [['x', '--stdin-filename', 'y'], 'Add the path "-"'],
])('lint %j is rejected: %s', (args, said) => {
  const request = readArguments(['lint', ...args]);
  expect(request).toMatchObject({ kind: 'usage', exitCode: 2, problem: expect.stringContaining(said) });
});

test('options of lint are rejected with other verbs', () => {
  expect(readArguments(['show', 'n', '--fix'])).toMatchObject({
    problem: '--fix is not an option of "show". Remove it. It is an option of "lint".',
  });
});
