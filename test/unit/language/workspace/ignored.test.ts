import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../../language/workspace/settings.ts';
import { check } from '../../../../language/check.ts';
import { ignoreActions } from '../../../../language/features/ignore-actions.ts';
import { ignoredIn, readIgnored } from '../../../../language/workspace/ignored.ts';
import { modelOf } from '../documents.ts';

const TEXT = '{"cniVersion":"1.0.0","name":"a","plugins":[{"type":"nobody-knows"}],"foo":1}';

function rulesUnder(ignoredFindings: unknown): string[] {
  return check(modelOf(TEXT), readSettings({ ignoredFindings })).map(({ rule }) => rule.id);
}

const silent = (glob: string, path: string): boolean =>
  ignoredIn(`file://${path}`, readIgnored({ [glob]: ['R001'] })).size > 0;

describe('cni.ignoredFindings', () => {
  it('silences a rule, by id or name, in the files of a glob only', () => {
    expect(rulesUnder({})).toEqual(['R074']);
    expect(rulesUnder({ '10-mynet.conflist': ['R074'] })).toEqual([]);
    expect(rulesUnder({ 'net.d/*.conflist': ['unknown-key'] })).toEqual([]);
    expect(rulesUnder({ '/etc/**/10-?ynet.conflist': ['R074'] })).toEqual([]);
    expect(rulesUnder({ '11-mynet.conflist': ['R074'], 'mynet.conflist': ['R074'], '/net.d/**': ['R074'] })).toEqual([
      'R074',
    ]);
  });

  it('takes the characters of a glob literally, but for stars and question marks', () => {
    expect(ignoredIn('file:///a/x.conf', readIgnored({ 'x.conf': ['R001'] }))).toEqual(new Set(['R001']));
    expect(ignoredIn('file:///a/xyconf', readIgnored({ 'x.conf': ['R001'] }))).toEqual(new Set());
    expect(ignoredIn('file:///a/b(1)+.conf', readIgnored({ 'b(1)+.conf': ['R001'] }))).toEqual(new Set(['R001']));
    expect(ignoredIn('file:///a/b/x.conf', readIgnored({ 'a/*.conf': ['R001'] }))).toEqual(new Set());
  });

  it('takes one or the other of what is in braces, and other braces literally', () => {
    expect(['/a/x.conf', '/b/x.json', '/a/x.conflist'].map((path) => silent('{a,b}/*.{conf,json}', path))).toEqual([
      true,
      true,
      false,
    ]);
    expect(silent('a{1}.conf', '/x/a{1}.conf')).toBe(true);
    expect(silent('a{1,.conf', '/x/a{1,.conf')).toBe(true);
  });

  it('leaves out what is of another shape', () => {
    for (const odd of [null, 7, 'R074', ['R074'], { '*': 'R074' }, { '*': [7] }, { '': ['R074'] }]) {
      expect(rulesUnder(odd)).toEqual(['R074']);
    }
  });
});

describe('the action of a finding', () => {
  it('names the file and the rule for the command of the client, once per rule', () => {
    const model = modelOf(TEXT.replace('"foo":1', '"foo":1,"bar":2'));
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 200 } };
    expect(ignoreActions(model, check(model, {}), range)).toMatchObject([
      {
        title: 'Ignore R074 in this file',
        kind: 'quickfix',
        command: { command: 'cni.ignoreFinding', arguments: [model.document.uri, 'R074'] },
      },
    ]);
    expect(ignoreActions(model, check(model, {}), { start: range.start, end: range.start })).toEqual([]);
  });
});
