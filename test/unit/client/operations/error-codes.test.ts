import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failureOf } from '../../../../cli/output/failure.ts';
import { cliErrorCodes } from '../../../../cli/output/cli-error.ts';
import { errorMessage, errorText, logText } from '../../../../client/operations/explanation.ts';
import { profileErrorCodes } from '../../../../engine/arguments/profiles.ts';
import { isWorkbenchError, WorkbenchError } from '../../../../engine/errors/workbench-error.ts';
import { installErrorCodes, replayErrorCodes } from '../../../../engine/fleet/index.ts';
import {
  fileErrorCodes,
  hostErrorCodes,
  hostSettingErrorCodes,
  isHostError,
  namespaceErrorCodes,
} from '../../../../engine/host/index.ts';
import { ConfigFileError } from '../../../../engine/libcni/conf/conf-errors.ts';
import { CNIError, FileError, NoConfigsFoundError, NotFoundError } from '../../../../engine/libcni/index.ts';
import { GoJSONError, GoSyntaxError, GoTypeError } from '../../../../engine/libcni/json/errors.ts';
import { InterruptedError } from '../../../../engine/libcni/plugin/interruption.ts';
import { MadeUpProcess } from '../../cli/made-up-process.ts';

const root = join(import.meta.dirname, '../../../..');

const areas: Readonly<Record<string, readonly string[]>> = {
  cliErrorCodes,
  fileErrorCodes,
  hostErrorCodes,
  hostSettingErrorCodes,
  installErrorCodes,
  namespaceErrorCodes,
  profileErrorCodes,
  replayErrorCodes,
};
const codes = Object.values(areas).flat();

const sources = ['engine', 'cli', 'client', 'language', 'server'].flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file: `${room}/${file}`, text: readFileSync(join(root, room, file), 'utf8') })),
);

function found(pattern: RegExp): readonly string[] {
  return sources.flatMap(({ text }) => [...text.matchAll(pattern)].map(([, name = '']) => name)).toSorted();
}

test('every list of codes is one of the areas, and no two areas share a code', () => {
  expect(found(/^export const (\w+ErrorCodes) = \[/gm)).toEqual(Object.keys(areas).toSorted());
  expect(codes.length).toBe(new Set(codes).size);
});

test.each(codes)('something is rejected with the code %s', (code) => {
  const used = sources.filter(({ text }) => text.replaceAll(/ErrorCodes = \[[^\]]*\]/g, '').includes(`'${code}'`));
  expect(used).not.toEqual([]);
});

test('outside libcni there is one class of errors', () => {
  const classes = sources.flatMap(({ file, text }) =>
    file.startsWith('engine/libcni/')
      ? []
      : [...text.matchAll(/\bclass (\w+)[^{\n]* extends \w*Error\b/g)].map(([, name = '']) => name),
  );
  expect(classes).toEqual(['WorkbenchError']);
});

test.each(codes)(
  '%s is shown without its remedy by notifications, and with it by tooltips, log and command line',
  (code) => {
    const error = new WorkbenchError({ code, message: 'It failed.', remedy: 'Try again.' });
    expect(errorMessage(error)).toBe('It failed.');
    expect(errorText(error)).toBe('It failed. Try again.');
    expect(logText(error)).toBe('It failed.\nTry again.');
    expect(failureOf(new MadeUpProcess([]), error)).toEqual({ message: 'It failed.', hint: 'Try again.' });
  },
);

test('an error of another bundle is detected by its fields', () => {
  const other = Object.assign(new Error('Lost.'), { code: 'connectionLost', remedy: 'Try again.' });
  expect([isWorkbenchError(other), isHostError(other)]).toEqual([true, true]);
  expect(isHostError(Object.assign(new Error('Lost.'), { code: 'connectionLost' }))).toBe(false);
  expect(isHostError(new WorkbenchError({ code: 'argument', message: 'No.', remedy: 'Yes.' }))).toBe(false);
});

/** What a person reads of each error class of libcni: the message, and the remedy of those that have one. */
const texts: Readonly<Record<string, readonly [Error, string | RegExp]>> = {
  NoConfigsFoundError: [new NoConfigsFoundError('/net.d'), /^There is no network configuration in \/net\.d\. Add a /],
  NotFoundError: [new NotFoundError('/net.d', 'web'), /^No configuration in \/net\.d is named "web"\. Use the "name" /],
  ConfigFileError: [
    new ConfigFileError('/a.conf', new CNIError('no name')),
    /^libcni rejects the configuration \/a\.conf\. no name .*Fix \/a\.conf or /,
  ],
  InterruptedError: [
    new InterruptedError('lost', 'unknown'),
    /The connection was lost .* Connect again, and run CHECK/,
  ],
  CNIError: [new CNIError('no IP addresses available in range set'), /Every address .* or widen the range\.$/],
  // This one has no remedy beyond its message.
  FileError: [new FileError('/a', 'EACCES', 'open /a: permission denied'), 'open /a: permission denied'],
  // These reach a person only inside another error.
  GoJSONError: [new GoJSONError('unexpected end of JSON input'), 'unexpected end of JSON input'],
  GoSyntaxError: [new GoSyntaxError('invalid character', 1, 1), 'invalid character'],
  GoTypeError: [new GoTypeError('string', 'int'), /^json: cannot unmarshal string/],
};

test('every exported error class of libcni is in the table', () => {
  const classes = sources
    .filter(({ file }) => file.startsWith('engine/libcni/'))
    .flatMap(({ text }) => [...text.matchAll(/^export class (\w+) extends \w*Error\b/gm)].map(([, name = '']) => name));
  expect(new Set(classes)).toEqual(new Set(Object.keys(texts)));
});

test.each(Object.entries(texts))('%s is shown with its remedy', (_, [error, text]) => {
  const pattern = typeof text === 'string' ? new RegExp(`^${escaped(text)}$`) : text;
  expect(errorText(error)).toMatch(pattern);
});

test('a problem of the host inside an operation is shown with its remedy', () => {
  const cause = new WorkbenchError({ code: 'noShell', message: 'No shell.', remedy: 'Install one.' });
  expect(errorText(new CNIError('No shell.', undefined, { cause }))).toBe('No shell. Install one.');
});

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
