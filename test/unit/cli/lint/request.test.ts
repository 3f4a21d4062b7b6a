import { expect, test } from 'vitest';
import { readArguments } from '../../../../cli/arguments.ts';

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

test('lint takes paths, and options anywhere among them', () => {
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
  [['x', '--format', 'xml'], 'There is no format "xml"; --format is text, json, sarif, github, junit.'],
  [['x', '--json', '--format', 'sarif'], 'Leave one out'],
  [['x', '--rule', 'R074'], '--rule "R074" should be a rule and one of error, warning, information, hint, off'],
  [['x', '--rule', 'R074=fatal'], '--rule "R074=fatal"'],
  [['x', '--rule', '=off'], '--rule "=off"'],
  [['x', '--host', 'sandbox'], '--host belongs to "add", "check", '],
  [['x', '--yes'], '--yes belongs to "gc", "install-plugins"; leave it out of "lint".'],
  [['-', '--fix'], '--fix mends files'],
  [['x', '--stdin-filename', 'y'], 'it goes with the path "-"'],
])('lint %j is refused, and says: %s', (args, said) => {
  const request = readArguments(['lint', ...args]);
  expect(request).toMatchObject({ kind: 'usage', exitCode: 2, problem: expect.stringContaining(said) });
});

test('options of lint are refused with other verbs', () => {
  expect(readArguments(['show', 'n', '--fix'])).toMatchObject({
    problem: '--fix belongs to "lint"; leave it out of "show".',
  });
});
