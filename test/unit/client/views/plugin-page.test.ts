import { expect, test } from 'vitest';
import { pluginAt, pluginPage, type PluginFact } from '../../../../client/views/plugin-page.ts';
import { contents } from '../hosts/hosts.ts';

const { facts } = contents;

function pageOf(plugin: PluginFact, texts: readonly string[] = []): string {
  const configFiles = texts.map((text, index) => ({ path: `/etc/cni/net.d/${index}.conflist`, text, mode: '644' }));
  return pluginPage(plugin, { ...facts, configFiles });
}

test('the page of a plugin shows its facts', () => {
  const bridge = pluginAt(facts, '/opt/cni/bin/bridge');
  expect(bridge === undefined ? '' : pageOf(bridge)).toBe(
    [
      '# bridge',
      '',
      '| | |',
      '|---|---|',
      '| Host | node1 over ssh |',
      '| Program | /opt/cni/bin/bridge |',
      '| Release | v1.9.1 |',
      '| CNI versions | 0.4.0, 1.1.0 |',
      '| Used by | no configuration on this host |',
      '',
    ].join('\n'),
  );
  expect(pluginAt(facts, '/opt/cni/bin')).toBeUndefined();
});

test('the files that use it are named, as a plugin or for addresses', () => {
  const texts = [
    '{"plugins":[{"type":"ptp","ipam":{"type":"host-local"}}]}',
    '{"type":"host-local"}',
    '{"plugins":[null,{"type":"ptp","ipam":7}]}',
    '[1]',
    'no JSON',
  ];
  const page = pageOf({ name: 'host-local', path: '/opt/cni/bin/host-local' }, texts);
  expect(page).toContain('| Used by | /etc/cni/net.d/0.conflist, /etc/cni/net.d/1.conflist |');
});

test('the page shows missing versions and problems', () => {
  expect(pageOf({ name: 'mute', path: '/p/mute' })).toContain('| CNI versions | not reported |');
  const broken = pageOf({ name: 'ptp', path: '/p/ptp', problem: 'it is not executable (mode 644)' });
  expect(broken).toContain('| Problem | it is not executable (mode 644) |');
});

test('Markdown in names is escaped', () => {
  const page = pageOf({ name: 'a|b', path: '/p/[x](command:y)\n# <b>\u202e' });
  expect(page).toContain(String.raw`# a\|b`);
  expect(page).toContain(String.raw`| Program | /p/\[x\](command:y) \# \<b\>  |`);
});
