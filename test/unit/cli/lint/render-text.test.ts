import { stripVTControlCharacters } from 'node:util';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { renderGithub } from '../../../../cli/lint/render-github.ts';
import { renderText } from '../../../../cli/lint/render-text.ts';
import { atEdge, type Shown } from '../../../../cli/output/shown.ts';
import { showsColors } from '../../../../cli/output/streams.ts';
import { useLanguage } from '../../../../engine/text/language.ts';
import { emptyReport, fullReport } from './reports.ts';

afterEach(() => useLanguage('en', ''));

/** As a pipe has it. */
const piped = (shown: Shown) => atEdge(shown, { isTerminal: false, showsColors: false });

test('text has a line for each finding, other places below it, and a sum', () => {
  expect(piped(renderText(fullReport))).toBe(
    [
      'net.d/10 a,b.conflist  fixed  R003  No comma here',
      String.raw`net.d/10 a,b.conflist:3:5   error        R032  <"wrong" & 100%> second line \u{1b}[31m`,
      '    /etc/cni/net.d/x.conf:1:1  The other place',
      'net.d/10 a,b.conflist:10:1  information  R074  No such key',
      '',
      '2 files: 1 error, 1 information; 1 fixed; 1 fixable with --fix',
      '',
    ].join('\n'),
  );
});

test('text reports that there are no problems, or nothing without files', () => {
  const [, clean] = fullReport.files;
  const files = clean === undefined ? [] : [clean];
  expect(piped(renderText({ files, problems: [], skipped: [] }))).toBe('1 file: no problems\n');
  expect(piped(renderText(emptyReport))).toBe('');
});

test('the sum in Chinese has full-width punctuation', () => {
  useLanguage('zh-cn', join(import.meta.dirname, '../../../../l10n'));
  expect(piped(renderText(fullReport))).toContain('2 个文件：1 个错误、1 条信息；已修复 1 个；可用 --fix 修复 1 个\n');
});

test('colors change nothing but the colors', () => {
  const colored = atEdge(renderText(fullReport), { isTerminal: true, showsColors: true });
  expect(colored).toContain('\u001B[31merror');
  expect(stripVTControlCharacters(String(colored))).toBe(piped(renderText(fullReport)));
});

test('colors are for terminals, unless disabled', () => {
  expect(showsColors({ isTTY: true }, {})).toBe(true);
  expect(showsColors({}, {})).toBe(false);
  expect(showsColors({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
  expect(showsColors({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
});

test("github has workflow commands, escaped as GitHub's toolkit does", () => {
  expect(String(piped(renderGithub(fullReport))).split('\n')).toEqual([
    '::error file=net.d/10 a%2Cb.conflist,line=3,endLine=3,col=5,endColumn=10,title=R032 single-in-conflist::<"wrong" & 100%25>%0Asecond line \\u{1b}[31m',
    '::notice file=net.d/10 a%2Cb.conflist,line=10,endLine=13,title=R074 unknown-key::No such key',
    '::error file=c.conflist::Cannot read c.conflist, because it is a binary file.%0AEnter another path.',
    '::error::There is no rule "x" (--rule).',
    '',
  ]);
  expect(renderGithub(emptyReport)).toEqual([]);
});
