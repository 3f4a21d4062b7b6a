import { afterEach, describe, expect, test } from 'vitest';
import { runCli } from '../../../../cli/command-line/cnitool.ts';
import { languageFor } from '../../../../cli/command-line/language-option.ts';
import { useLanguage } from '../../../../engine/text/language.ts';
import { MadeUpProcess } from '../made-up-process.ts';

afterEach(() => useLanguage('en', ''));

describe('the language of cnitool', () => {
  test.each([
    [['lint', '--lang', 'zh-cn'], {}, 'zh-cn'],
    [['--lang=zh_CN.UTF-8'], {}, 'zh-cn'],
    [['--lang', 'zh-cn', '--lang', 'en'], {}, 'en'],
    [['--lang', 'en'], { LC_ALL: 'zh_CN.UTF-8' }, 'en'],
    [['--lang', 'C'], { LANG: 'zh_CN.UTF-8' }, 'en'],
    [['--lang'], { LANG: 'zh_CN.UTF-8' }, 'zh-cn'],
    [['--lang', 'fr'], { LANG: 'zh_CN.UTF-8' }, 'zh-cn'],
    [['lint', '--', '--lang', 'zh-cn'], {}, 'en'],
    [['--language', 'zh-cn'], {}, 'en'],
    [[], { LANG: 'zh_CN.UTF-8' }, 'zh-cn'],
    [[], {}, 'en'],
  ] as const)('is for %j with %j: %s', (args, env, language) => {
    expect(languageFor(args, env)).toBe(language);
  });

  test.each(['fr', '', 'zh-tw', 'english'])('cannot be "%s"', async (value) => {
    const cli = new MadeUpProcess(['--lang', value, '--help']);
    expect(await runCli(cli)).toBe(2);
    expect(cli.err).toMatch(`There are no messages in the language "${value}".`);
  });

  test.each(['en', 'en_US.UTF-8', 'POSIX', 'zh-CN', 'zh-hans'])('can be "%s", with any verb', async (value) => {
    const cli = new MadeUpProcess(['validate', 'n', '--lang', value, '--help']);
    expect([await runCli(cli), cli.err]).toEqual([0, '']);
  });
});
