import { describe, expect, test } from 'vitest';
import {
  lineText,
  markdownCode,
  markdownRow,
  markdownText,
  notificationText,
  terminalText,
  workflowCommand,
  workflowLogText,
} from '../../../../engine/text/edges.ts';

/** Names as an attacker would give them. */
const hostile = [
  'a\u001B]0;title\u0007\u001B[2J\u001B[1;1Hok',
  'a\rb\bc\u0000\u007F\u009B31m',
  'evil\u202Egnp.conf\u2066\u200B\uFEFF',
  'lines\u2028and\u2029\uD800',
  'x\n::error::y\n  ::set-env name=A::b\n##[group]z ##vso[task.setvariable]q',
  '[run](command:workbench.action.quit) ![i](https://x.example/i.png)',
  '<img src=x onerror=alert(1)> &lt;b> `code` **bold** _i_ ~~s~~ $x$ | cell',
  '# title\n- item\n1. one\n===\n---',
  'https://x.example www.x.example a@x.example',
];

/** What no text may contain where a terminal or label shows it, besides line feed and tab. */
const obeyed = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

// docs/security.md: S18
describe.each(hostile)('%j', (name) => {
  test('in one line has nothing that moves or hides', () => {
    expect(lineText(name)).not.toMatch(obeyed);
  });

  test('at a terminal has line feeds and tabs at most', () => {
    expect(terminalText(name).replaceAll(/[\n\t]/g, '')).not.toMatch(obeyed);
  });

  test('in Markdown has no character left that means something', () => {
    const text = markdownText(name);
    expect(text).not.toMatch(obeyed);
    expect(text.replaceAll(/\\[!-~]/g, '').replaceAll(/&#\d+;/g, '')).not.toMatch(/[\\`*_[\]~!$#<>|@&]|:\/\/|www\./);
    expect(text).not.toMatch(/^\s*(?:[-+=]|\d+[.)]\s)/);
  });

  test('as code in Markdown stays in its backticks, and in its cell', () => {
    const code = markdownCode(name);
    const [fence = ''] = /^`+/.exec(code) ?? [];
    expect(code.slice(fence.length, -fence.length)).not.toContain(fence);
    expect(code.endsWith(fence)).toBe(true);
    expect(markdownRow([code]).replaceAll('\\|', '')).toMatch(/^\| [^|]* \|\n$/);
  });

  test('in a message of the editor has no link', () => {
    expect(notificationText(name)).not.toMatch(/\]\(/);
  });

  test('in the log of a workflow is no command, and as the message of one is one line', () => {
    expect(workflowLogText(name)).not.toMatch(/^\s*::|##\[|##vso\[/m);
    expect(workflowCommand('error', { file: name }, name)).toMatch(/^::error file=[^:,\n\r]*::[^\n\r]*\n$/);
  });
});

test('what is harmless stays as it is', () => {
  const name = '10-my_net.conflist: größer 網路 café';
  expect([lineText(name), terminalText(`${name}\n\tx`), notificationText(name), workflowLogText(name)]).toEqual([
    name,
    `${name}\n\tx`,
    name,
    name,
  ]);
  expect(markdownText('10-net.conflist is (very) good: 1.0')).toBe('10-net.conflist is (very) good: 1.0');
  expect(markdownCode('10-my_net.conflist')).toBe('`10-my_net.conflist`');
  expect([markdownCode('`a``'), markdownCode(' ')]).toEqual(['``` `a`` ```', '']);
});

test('JSON in the log of a workflow stays the same JSON', () => {
  const value = { text: '##[error]x ##vso[y]', '::a': '::' };
  const text = workflowLogText(JSON.stringify(value, undefined, 2));
  expect(text).not.toContain('##[');
  expect(JSON.parse(text)).toEqual(value);
});
