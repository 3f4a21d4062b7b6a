import { describe, expect, test } from 'vitest';
import { isFragment, lensActions } from '../../../client/code-lens-actions.ts';
import { t } from './attachments.ts';

function commandsAbove(path: string, text = '{"name":"a"}'): string[] {
  return lensActions(t, path, text).map(({ command }) => command);
}

describe('lensActions', () => {
  const all = ['cni.addToNamespace', 'cni.check', 'cni.delete', 'cni.testInSandbox'];

  test('offer to add, check, delete and try a network', () => {
    expect(commandsAbove('/etc/cni/net.d/10-a.conflist')).toEqual(all);
    expect(commandsAbove('/home/me/10-a.conf')).toEqual(all);
    expect(lensActions(t, '/a.conflist', '{').map(({ title }) => title)).toEqual([
      'Add to Namespace…',
      'Check',
      'Delete',
      'Test in Sandbox',
    ]);
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
