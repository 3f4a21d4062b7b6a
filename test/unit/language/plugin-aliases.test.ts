import { afterEach, describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguage, readSettings } from '../../../language/index.ts';
import { setPluginAliases } from '../../../language/schema/plugin-aliases.ts';
import { findingsIn } from './documents.ts';

afterEach(() => {
  setPluginAliases({});
});

const list = (...plugins: object[]): string => JSON.stringify({ cniVersion: '0.3.1', name: 'a', plugins });
const shown = (text: string, around = {}): string[] =>
  findingsIn(text, '10-a.conflist', around)
    .filter(({ severity }) => severity !== 'hint')
    .map(({ rule, severity }) => `${rule.id} ${severity}`);

const facts = (name: string) => ({
  hostFacts: { host: 'node', pluginDirs: ['/opt/cni/bin'], plugins: [{ name, path: `/opt/cni/bin/${name}` }] },
});

describe('a copy of a plugin under another name', () => {
  it('has the schema and the rules of the original', () => {
    expect(shown(list({ type: 'cnv-bridge', bridge: 'br1', vlan: '100' }))).toContain('R014 error');
    expect(shown(list({ type: 'cnv-bridge', bridge: 'br1', vlan: 4095 }))).toContain('R080 error');
    expect(
      shown(list({ type: 'cnv-bridge', bridge: 'br1' }, { type: 'cnv-tuning', sysctl: { 'kernel.x': '1' } })),
    ).toContain('R120 error');
    expect(
      shown(list({ type: 'cnv-bridge', bridge: 'br1', vlan: 100 }, { type: 'cnv-tuning', mtu: 1400 }), {}),
    ).not.toContain('R014 error');
  });

  it('is looked for on the host under its own name', () => {
    const text = list({ type: 'cnv-bridge', bridge: 'br1' });
    expect(shown(text, facts('bridge'))).toContain('R171 warning');
    expect(shown(text, facts('cnv-bridge'))).not.toContain('R171 warning');
  });

  it('can be named in the settings, for IPAM plugins, too', () => {
    const text = list({ type: 'our-ptp', mtu: '1400', ipam: { type: 'our-ipam', subnet: 7 } });
    const document = TextDocument.create('file:///etc/cni/net.d/10-a.conflist', 'cni', 1, text);
    const language = createLanguage({ openDocuments: () => [document] });
    const codes = (): unknown[] => language.report(document).problems.map(({ rule }) => rule);
    expect(codes()).not.toContain('R014');
    language.configure(
      readSettings({ pluginAliases: { 'our-ptp': 'ptp', 'our-ipam': 'host-local', other: 'none', bad: 1 } }),
    );
    expect(codes().filter((code) => code === 'R014')).toHaveLength(2);
    language.configure(readSettings({}));
    expect(codes()).not.toContain('R014');
  });
});
