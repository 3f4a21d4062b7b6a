import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { Journal } from '../../../../client/editor/journal.ts';
import { failureLine, logEntry } from '../../../../client/editor/log-text.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';

let directory: string;

beforeEach(async () => {
  resetEditor();
  directory = join(await mkdtemp(join(tmpdir(), 'cni-workbench-log-')), 'logs');
});

afterEach(() => rm(join(directory, '..'), { recursive: true }));

const journal = (): Journal => new Journal(vscode.Uri.file(directory), 1000);
const file = (): Promise<string> => readFile(join(directory, 'CNI.log'), 'utf8');
const levels = (log: string): string[] =>
  [...log.matchAll(/^\S+ \S+ \[(\w+)\] (.*)$/gm)].map(([, a, b]) => `${a} ${b}`);

test('when the editor writes the log file, the journal only writes to the channel', async () => {
  await mkdir(directory);
  await writeFile(join(directory, 'CNI.log'), "the editor's\n");
  const log = journal();
  log.info('one');
  log.error('two');
  await log.show('end');
  log.warn('three');
  await log.show('end');
  expect(editor.channels).toMatchObject([{ name: 'CNI', isShown: true }]);
  expect(editor.channels[0]?.lines).toEqual(['[info] one', '[error] two', '[warning] three']);
  expect(await file()).toBe("the editor's\n");
});

test('when the editor does not write the log file, the journal does', async () => {
  const log = journal();
  log.info('one');
  log.debug('below the level');
  await log.show('end');
  expect(levels(await file())).toEqual(['info one']);
  log.error('two\n  more');
  await log.show('end');
  expect(levels(await file())).toEqual(['info one', 'error two']);
  expect(editor.channels[0]?.isShown).toBe(true);
});

test('the level of the channel applies to the file', async () => {
  const log = journal();
  const [channel] = editor.channels;
  if (channel !== undefined) {
    channel.logLevel = vscode.LogLevel.Debug;
  }
  log.debug('now shown');
  if (channel !== undefined) {
    channel.logLevel = vscode.LogLevel.Off;
  }
  log.error('not shown');
  await log.show('end');
  expect(levels(await file())).toEqual(['debug now shown']);
});

test('a failure is scrolled to the top of the channel, and again when the editor has scrolled to the end', async () => {
  const text = [logEntry('info', 'ok', new Date()), logEntry('error', 'ADD 1\n  env', new Date())].join('');
  const revealed: number[] = [];
  let top = 20;
  const output = (path: string, content: string): object => ({
    document: { uri: vscode.Uri.from({ scheme: 'output', path }), getText: () => content },
    get visibleRanges() {
      return [{ start: { line: top } }];
    },
    revealRange: ({ start }: vscode.Range, type: number) => {
      expect(type).toBe(vscode.TextEditorRevealType.AtTop);
      revealed.push(start.line);
      // The first time the editor scrolls on, as it reads the file.
      top = revealed.length === 1 ? 20 : start.line;
    },
  });
  const late = journal().show('failure');
  editor.visibleTextEditors = [
    output('extension-output-cni-workbench.cni-workbench-#2-CNI Language Server', text),
    output('cni-workbench.cni-workbench.CNI.log', text),
  ];
  await late;
  expect(revealed).toEqual([1, 1]);
});

test('waiting ends when the log has no failure or is not shown', async () => {
  await journal().show('failure');
  expect(editor.channels[0]?.isShown).toBe(true);
});

test('the last failure is the last run of errors, from its first', () => {
  const at = new Date(2026, 0, 2, 3, 4, 5, 6);
  const log = [
    logEntry('error', 'of before', at),
    logEntry('info', 'ADD web', at),
    logEntry('error', 'ADD 1 bridge\n  error: no\n  stdin:\n    [error]', at),
    logEntry('error', 'ADD web failed', at),
    logEntry('info', 'DEL web\n  more', at),
  ].join('');
  expect(log.split('\n')[0]).toBe('2026-01-02 03:04:05.006 [error] of before');
  expect(failureLine(log)).toBe(2);
  expect(failureLine(logEntry('error', 'only', at))).toBe(0);
  expect(failureLine(logEntry('info', 'fine', at))).toBeUndefined();
});
