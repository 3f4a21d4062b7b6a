import { describe, expect, test } from 'vitest';
import { habitsIn } from '../../../scripts/text/habits.mjs';
import { callFindings, callsIn } from '../../../scripts/text/messages.mjs';
import { BLANK, proseOf, scriptCode } from '../../../scripts/text/prose.mjs';
import { compareTexts, strayTerms } from '../../../scripts/text/translations.mjs';

const words = (path: string, text: string): readonly string[] =>
  proseOf(path, text)
    .split(new RegExp(`[${BLANK}\\n]+`))
    .map((part) => part.trim())
    .filter((part) => part !== '');

describe('prose', () => {
  test('of a script is its comments and strings, also in and around templates', () => {
    const text = [
      "const a = b / c; // one / two's",
      "const re = /it's ['\"`]/g, s = 'three \\' four';",
      '/** Five\n * six. */',
      'const t = `seven ${f({ a: `eight ${g}` })} nine`;',
    ].join('\n');
    expect(words('a.ts', text)).toEqual(["one / two's", "three \\' four", 'Five', 'six.', 'seven', 'eight', 'nine']);
    expect(proseOf('a.ts', text).split('\n').length).toBe(text.split('\n').length);
    expect(proseOf('a.ts', text).length).toBe(text.length);
    expect(scriptCode(text)).toContain("const re = /it's ['\"`]/g, s =");
  });

  test('of Markdown has no code and no addresses', () => {
    const text = 'one `two` [three](four.md)\n\n```json\nfive\n```\n\nsix ``a ` b``\n';
    expect(words('a.md', text)).toEqual(['one', '[three', 'six']);
  });
});

describe('habits', () => {
  test.each([
    ['// It is\n// no name.', ['"is no": write is not a valid X']],
    ['/* nobody\n * is told */', ['"told": write reports', '"nobody": write the actor']],
    ["const text = 'put behind it';", ['"behind": write after']],
    ['const isNobodyTold = 1;', []],
    ['// There is no file. It is no longer read. It left files behind. The word anewer.', []],
  ] as const)('%j', (text, starts) => {
    const found = habitsIn('a.ts', text).map((habit) => habit.text);
    expect(found.map((habit, index) => habit.slice(0, starts[index]?.length))).toEqual(starts);
  });

  test('has the line', () => {
    expect(habitsIn('a.md', 'fine\n\nwritten anew\n')).toMatchObject([{ path: 'a.md', line: 3 }]);
  });
});

describe('calls of l10n.t', () => {
  test('have their message as it is written', () => {
    const text = "import * as l10n from '@vscode/l10n';\nl10n.t('a');\nvscode.l10n.t(\n  \"it's {0}\",\n  x,\n);\n";
    expect(callsIn(text).map(({ literal }) => literal)).toEqual(["'a'", '"it\'s {0}"']);
    expect(callFindings('cli/a.ts', text)).toEqual([]);
    expect(callFindings('cli/a.ts', 'l10n.config({ contents: vscode.l10n.bundle ?? {} });')).toEqual([]);
  });

  test.each(["l10n.t('a' + b)", 'l10n.t(text)', 'l10n.t(`a ${b}`)', "l10n.t(c ? 'a' : 'b')", "l10n.t(('a'))"])(
    '%s is refused',
    (call) => {
      expect(callFindings('cli/a.ts', `\n${call};`)).toEqual([
        'cli/a.ts:2: the message of l10n.t must be one string literal in quotes',
      ]);
    },
  );

  test.each(['f(vscode.l10n.t)', 'const { t } = vscode.l10n;'])('%s is refused', (text) => {
    expect(callFindings('client/a.ts', text)).toEqual([
      'client/a.ts:1: the extractor finds calls of l10n.t only; do not hand it on',
    ]);
  });

  test.each([
    ["l10n.t('{0} {1}', f(a, b))", ['1']],
    ["l10n.t('{0} {1}', [a, b], g({ c, d }),)", []],
    ["l10n.t('{name} {age}', { name, old: 1 })", ['age']],
    ["l10n.t('{name} {age}', { name: `${x}, ${y}`, age })", []],
    ["l10n.t('{name}', values)", []],
    ["l10n.t('{name}')", ['name']],
    ["l10n.t('{}')", []],
  ])('%s lacks %j', (call, names) => {
    expect(callsIn(call)).toMatchObject([{ unfilled: names }]);
  });

  test('need the usual name of the module', () => {
    expect(callFindings('cli/a.ts', "import { t } from '@vscode/l10n';\nt('a');")).toEqual([
      "cli/a.ts: write import * as l10n from '@vscode/l10n'",
    ]);
  });
});

const compare = (english: string, chinese: string, labels: readonly string[] = []) =>
  compareTexts('f', new Map([[english, english]]), { [english]: chinese }, new Set(labels)).findings;

describe('translations', () => {
  test.each([
    ['Plugin {0} is missing.', '缺少插件 {0}。'],
    ['{0}: {1}', '{0}：{1}'],
    ['Set "mtu" to `1500`.', '将 "mtu" 设为 `1500`。'],
  ])('%s → %s', (english, chinese) => {
    expect(compare(english, chinese)).toEqual([]);
  });

  test.each([
    ['Plugin {0} is missing.', '缺少插件。', 'has the placeholders (none) instead of 0'],
    ['{a} {b}', '{a} {c}', 'has the placeholders a, c instead of a, b'],
    ['Set "mtu" to `1500`.', '将 "MTU" 设为 15。', 'lacks mtu, 1500'],
    ['See [it](command:cni.a).', '见[它](command:cni.b)。', 'lacks command:cni.a'],
    ['ADD fails with: bad name {0}', 'ADD 失败：名称 {0}', 'lacks bad name {0}'],
    ['Hosts', 'Hosts', 'is still English'],
    ['"{0}" is missing.', '缺少“{0}”。', 'has other quotes than "'],
    ['It is missing.', '缺少.', 'has half-width punctuation after a Chinese character'],
  ])('%s → %s: %s', (english, chinese, problem) => {
    expect(compare(english, chinese)).toEqual([`f: "${english}" ${problem}`]);
  });

  test('a quoted label may have its translation', () => {
    expect(compare('Press "Show Log".', '点击 "显示日志"。', ['Show Log'])).toEqual([]);
  });

  test('lack a term', () => {
    const messages = new Map([['a', 'The host of "host" runs `plugin`.']]);
    expect(strayTerms(messages, { a: '机器运行。' })).toEqual(['"a" has no 主机: 机器运行。']);
    expect(strayTerms(messages, { a: '主机运行。' })).toEqual([]);
  });

  test('missing ones, and those without a message', () => {
    expect(compareTexts('f', new Map([['a', 'a']]), { b: '乙' })).toEqual({
      missing: ['a'],
      findings: ['f: no message is "b"'],
    });
  });
});
