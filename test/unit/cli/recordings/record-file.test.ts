import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRecordFile } from '../../../../cli/recordings/record-file.ts';
import type { OperationDocument } from '../../../../engine/libcni/index.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'cni-workbench-record-'));
});
afterEach(() => rmSync(directory, { recursive: true }));
const at = (name: string): string => path.join(directory, name);

const document: OperationDocument = {
  verb: 'ADD',
  network: 'n',
  startedAt: '2026-01-31T12:00:00.000Z',
  durationMs: 1,
  state: 'ok',
  steps: [],
  result: { token: 'hunter22' },
};

test('the file appears when it is complete, for its owner alone and without secrets', async () => {
  const file = await openRecordFile(at('r.json'));
  expect(readdirSync(directory)).toEqual([expect.stringMatching(/^\.[0-9a-f]{16}\.tmp$/)]);
  expect(await file.complete(document)).toBeUndefined();
  await file.discard();
  expect(readdirSync(directory)).toEqual(['r.json']);
  expect(lstatSync(at('r.json')).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(at('r.json'), 'utf8'))).toMatchObject({ network: 'n', result: { token: '***' } });
});

test('an existing file is replaced, and its mode too', async () => {
  writeFileSync(at('r.json'), 'old', { mode: 0o666 });
  const file = await openRecordFile(at('r.json'));
  expect(readFileSync(at('r.json'), 'utf8')).toBe('old');
  await file.complete(document);
  expect(lstatSync(at('r.json')).mode & 0o777).toBe(0o600);
  expect(readFileSync(at('r.json'), 'utf8')).toContain('"network": "n"');
});

test('what is not complete leaves nothing', async () => {
  const file = await openRecordFile(at('r.json'));
  await file.discard();
  expect(readdirSync(directory)).toEqual([]);
});

test('a link, a directory and a device are rejected before anything runs', async () => {
  symlinkSync('/etc/passwd', at('link'));
  for (const other of [at('link'), directory, '/dev/null']) {
    await expect(openRecordFile(other)).rejects.toMatchObject({ code: 'argument' });
  }
  expect(readdirSync(directory)).toEqual(['link']);
});

test('a missing directory is rejected before anything runs', async () => {
  await expect(openRecordFile(at('no/r.json'))).rejects.toThrow(/^Cannot write .*no\/r\.json: /);
});

test('a file that cannot get its name is reported, and leaves nothing', async () => {
  const file = await openRecordFile(at('r.json'));
  rmSync(at(readdirSync(directory)[0] ?? ''));
  expect(await file.complete(document)).toMatchObject({ message: expect.stringMatching(/^Cannot write /) });
  await file.discard();
  expect(readdirSync(directory)).toEqual([]);
});
