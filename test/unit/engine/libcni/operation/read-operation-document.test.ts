import { expect, test } from 'vitest';
import {
  CNIError,
  isDocumentProblem,
  type Operation,
  operationDocument,
  type OperationDocument,
  readOperationDocument,
} from '../../../../../engine/libcni/index.ts';
import { documentLimits } from '../../../../../engine/libcni/operation/read-operation-document.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const run = {
  pluginPath: '/bin/a',
  stdout: bytes('{}'),
  stderr: Uint8Array.of(0xff),
  startedAt: 0,
  durationMs: 2.5,
};

const operation: Operation = {
  verb: 'ADD',
  network: 'n',
  containerID: 'c',
  ifName: 'eth0',
  netNS: '/x',
  startedAt: Date.UTC(2026, 10, 23),
  durationMs: 5,
  state: 'failed',
  steps: [
    {
      verb: 'ADD',
      index: 0,
      pluginType: 'a',
      env: { CNI_COMMAND: 'ADD' },
      stdin: bytes('{"é":1}'),
      outcome: {
        ...run,
        kind: 'exited',
        exitCode: 1,
        calls: [{ ...run, pluginType: 'b', argv: ['/bin/b'], env: {}, stdin: bytes(''), exitCode: 0, calls: [] }],
      },
      error: new CNIError('bad', { code: 7, msg: 'bad', details: 'x' }),
    },
  ],
  error: new CNIError('plugin failed: bad', { code: 7, msg: 'bad' }),
  changes: [
    { area: 'link', namespace: '/x', where: 'eth0', kind: 'added', after: 'veth up' },
    { area: 'sysctl', where: 'net.ipv4.ip_forward', kind: 'changed', before: '0', after: '1', residue: 'forwarding' },
  ],
};

const document = operationDocument(operation, {
  hint: 'fix it',
  rollback: { ...operation, verb: 'DEL', steps: [] },
  result: { cniVersion: '1.0.0', value: {}, json: '{"cniVersion":"1.0.0"}' },
  host: 'node1',
  source: { path: '/a.conflist', config: '{}' },
  args: [['K', 'V']],
  capabilityArgs: { mac: 'x' },
});

const plain = (value: OperationDocument): Record<string, unknown> => JSON.parse(JSON.stringify(value));

function problemOf(text: string): string {
  const read = readOperationDocument(text);
  if (!isDocumentProblem(read)) {
    throw new Error('expected a problem');
  }
  return read.problem;
}

/** Returns the problem of the document with other members. */
const problemWith = (members: object): string => problemOf(JSON.stringify({ ...plain(document), ...members }));

test('a document is read as it was written, without unknown keys', () => {
  const text = JSON.stringify({ ...document, more: 1 });
  expect(JSON.parse(JSON.stringify(readOperationDocument(text)))).toEqual(plain(document));
  expect(readOperationDocument(`\u{feff}${JSON.stringify(document)}`)).toMatchObject({ network: 'n' });
});

test('a text that is no document of an operation says what is expected', () => {
  expect(problemOf('{')).toMatch(/^This is not JSON: /);
  expect(problemOf('')).toMatch(/^This is not JSON: /);
  expect(problemOf('[]')).toBe('This is not the document of an operation. Expected: an object');
  expect(problemOf('null')).toBe('This is not the document of an operation. Expected: an object');
  expect(problemOf('{}')).toBe('"verb" is missing or wrong. Expected: one of ADD, CHECK, DEL, GC, STATUS, VERSION');
});

test.each<[object, string]>([
  [{ verb: 'RUN' }, '"verb" is missing or wrong. Expected: one of ADD, CHECK, DEL, GC, STATUS, VERSION'],
  [{ network: 1 }, '"network" is missing or wrong. Expected: a text'],
  [{ startedAt: 'today' }, '"startedAt" is missing or wrong. Expected: a time such as 2026-01-31T12:00:00.000Z'],
  [{ durationMs: '5' }, '"durationMs" is missing or wrong. Expected: a number'],
  [{ state: null }, '"state" is missing or wrong. Expected: one of running, ok, failed, cancelled, unknown'],
  [{ steps: {} }, '"steps" is missing or wrong. Expected: an array'],
  [{ steps: [null] }, '"steps[0]" is missing or wrong. Expected: an object'],
  [{ args: [['a']] }, '"args[0]" is missing or wrong. Expected: an array of two texts'],
  [{ capabilityArgs: [] }, '"capabilityArgs" is missing or wrong. Expected: an object'],
  [{ error: { message: 'x' } }, '"error.code" is missing or wrong. Expected: a number'],
  [{ source: { config: 1 } }, '"source.config" is missing or wrong. Expected: a text or {"base64": "…"}'],
  [
    { changes: [{ area: 'a', where: 'b', kind: 'c' }] },
    '"changes[0].kind" is missing or wrong. Expected: one of added, removed, changed',
  ],
  [{ rollback: { verb: 'DEL' } }, '"rollback.network" is missing or wrong. Expected: a text'],
])('the first wrong member is named: %o', (members, problem) => {
  expect(problemWith(members)).toBe(problem);
});

test.each<[object, string]>([
  [{ index: -1 }, '"steps[0].index" is missing or wrong. Expected: a whole number from 0'],
  [{ stdin: { base64: '***' } }, '"steps[0].stdin" is missing or wrong. Expected: a text or {"base64": "…"}'],
  [{ env: { A: 1 } }, '"steps[0].env.A" is missing or wrong. Expected: a text'],
  [{ coreDumped: 'no' }, '"steps[0].coreDumped" is missing or wrong. Expected: true or false'],
  [{ calls: [{ pluginType: 'b' }] }, '"steps[0].calls[0].pluginPath" is missing or wrong. Expected: a text'],
])('the first wrong member of a step is named: %o', (members, problem) => {
  expect(problemWith({ steps: [{ ...document.steps[0], ...members }] })).toBe(problem);
});

test('nesting and size are bounded', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  expect(problemOf(`{"result":${deep}}`)).toBe('Objects and arrays are nested deeper than 200 levels.');
  expect(problemOf(' '.repeat(documentLimits.characters + 1))).toBe('The document has more than 67108864 characters.');
});

test('keys of prototypes are members like others', () => {
  expect(readOperationDocument(JSON.stringify(document).replace('"K"', '"__proto__"'))).toMatchObject({
    args: [['__proto__', 'V']],
  });
  expect(problemOf('{"__proto__":{"verb":"ADD"}}')).toMatch(/^"verb" is missing/);
});
