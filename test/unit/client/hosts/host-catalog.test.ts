import { beforeEach, expect, test } from 'vitest';
import { Settings } from '../../../../client/editor/settings.ts';
import { HostCatalog } from '../../../../client/hosts/host-catalog.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';

beforeEach(resetEditor);

test('an empty cni.host counts as not set: the sandbox is the default, without a problem', () => {
  editor.settings = { 'cni.host': '' };
  const catalog = new HostCatalog(new Settings());
  expect(catalog.preferred.name).toBe('sandbox');
  expect(catalog.problems).toEqual([]);
});

test('a cni.host that is not in cni.hosts is a problem, and the sandbox is the default', () => {
  editor.settings = { 'cni.host': 'node1' };
  const catalog = new HostCatalog(new Settings());
  expect(catalog.preferred.name).toBe('sandbox');
  expect(catalog.problems).toEqual([expect.stringContaining('node1')]);
});
