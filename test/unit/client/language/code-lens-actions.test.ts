import { describe, expect, test } from 'vitest';
import { isFragment, lensActions } from '../../../../client/language/code-lens-actions.ts';
import nls from '../../../../package.nls.json' with { type: 'json' };

function commandsAbove(path: string, text = '{"name":"a"}', isAttached = true): string[] {
  return lensActions(path, text, isAttached).map(({ command }) => command);
}

describe('lensActions', () => {
  const all = ['cni.addToNamespace', 'cni.check', 'cni.delete', 'cni.testInSandbox'];

  test('offer to add, check, delete and try a network', () => {
    expect(commandsAbove('/etc/cni/net.d/10-a.conflist')).toEqual(all);
    expect(commandsAbove('/home/me/10-a.conf')).toEqual(all);
  });

  test('have the titles of the commands', () => {
    const titles = new Map(Object.entries<string>(nls));
    for (const { command, title } of lensActions('/a.conflist', '{', true)) {
      expect(title).toBe(titles.get(`command.${command.slice('cni.'.length)}.title`));
    }
  });

  test('offer to check and delete only where the network has an attachment', () => {
    expect(commandsAbove('/a.conflist', '{"name":"a"}', false)).toEqual(['cni.addToNamespace', 'cni.testInSandbox']);
  });

  test('offer the profiles of the network', () => {
    const [, lens] = lensActions('/a.conflist', '{"name":"a"}', false, ['web']);
    expect(lens).toEqual({ command: 'cni.addWithArguments', title: 'Add with "web"…', profile: 'web' });
  });

  test('are none above an empty file', () => {
    expect(commandsAbove('/a.conflist', '\n')).toEqual([]);
  });

  test('are none above a plugin that is loaded into a network of another file', () => {
    expect(commandsAbove('/etc/cni/net.d/mynet/10-tuning.conf')).toEqual([]);
  });
});

test.each([
  ['/etc/cni/net.d/mynet/10-tuning.conf', true],
  ['/etc/cni/net.d/10-tuning.conf', false],
  ['/etc/cni/net.d/mynet/10-tuning.conflist', false],
  ['/etc/cni/net.d/a/b/c.conf', false],
])('%s is a fragment: %s', (path, expected) => {
  expect(isFragment(path)).toBe(expected);
});
