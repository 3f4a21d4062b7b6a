import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { renderGithub } from '../../../../cli/lint/render-github.ts';
import { renderText } from '../../../../cli/lint/render-text.ts';
import { showsColours } from '../../../../cli/terminal.ts';
import { emptyReport, fullReport, tool } from './reports.ts';

test('text has a line for each finding, other places below it, and a sum', () => {
  expect(renderText(fullReport, tool)).toBe(
    [
      'net.d/10 a,b.conflist  fixed  R003  No comma here',
      String.raw`net.d/10 a,b.conflist:3:5   error        R032  <"wrong" & 100%> second line \u{1b}[31m`,
      '    /etc/cni/net.d/x.conf:1:1  The other place',
      'net.d/10 a,b.conflist:10:1  information  R074  No such key',
      '',
      '2 files: 1 error, 1 information; 1 fixed; 1 can be mended with --fix',
      '',
    ].join('\n'),
  );
});

test('text says that nothing was found, and nothing where nothing was looked at', () => {
  const [, clean] = fullReport.files;
  const files = clean === undefined ? [] : [clean];
  expect(renderText({ files, problems: [] }, tool)).toBe('1 file: nothing found\n');
  expect(renderText(emptyReport, tool)).toBe('');
});

test('colours change nothing but the colours', () => {
  const coloured = renderText(fullReport, { ...tool, colours: true });
  expect(coloured).toContain('\u001B[31merror');
  expect(stripVTControlCharacters(coloured)).toBe(renderText(fullReport, tool));
});

test('colours are for terminals, unless someone says no', () => {
  expect(showsColours({ isTTY: true }, {})).toBe(true);
  expect(showsColours({}, {})).toBe(false);
  expect(showsColours({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
  expect(showsColours({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
});

test("github has workflow commands, escaped as GitHub's toolkit does", () => {
  expect(renderGithub(fullReport).split('\n')).toEqual([
    '::error file=net.d/10 a%2Cb.conflist,line=3,endLine=3,col=5,endColumn=10,title=R032 single-in-conflist::<"wrong" & 100%25>%0Asecond line \u001B[31m',
    '::notice file=net.d/10 a%2Cb.conflist,line=10,endLine=13,title=R074 unknown-key::No such key',
    '::error file=c.conflist::cannot read c.conflist: it is a binary file%0AGive the path of another.',
    '::error::--rule: there is no rule "x"',
    '',
  ]);
  expect(renderGithub(emptyReport)).toBe('');
});
