import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { check } from '../../../../language/check.ts';
import { readModel } from '../../../../language/document/model.ts';
import type { RuleContext } from '../../../../language/workspace/context.ts';
import { findingsIn } from '../documents.ts';

const usual = '/etc/cni/net.d';
const k3s = '/var/lib/rancher/k3s/agent/etc/cni/net.d';
const kubeconfig = `${usual}/multus.d/multus.kubeconfig`;

const chain = (capabilities: object) => ({
  name: 'a',
  plugins: [{ type: 'flannel' }, { type: 'portmap', capabilities }],
});

/** The findings of R209 to R212 in a file of Multus: rule, severity, and the underlined text. */
function found(keys: object, directory = usual, context: RuleContext = {}): string[] {
  const text = JSON.stringify({ cniVersion: '0.3.1', name: 'multus-cni-network', type: 'multus', ...keys });
  const model = readModel(TextDocument.create(`file://${directory}/00-multus.conf`, 'cni', 1, text));
  return check(model, context)
    .filter(({ rule }) => /^R(?:209|21[0-2])$/.test(rule.id))
    .map(
      ({ rule, severity, finding: { span } }) =>
        `${rule.id} ${severity} ${text.slice(span.offset, span.offset + span.length)}`,
    );
}

/** The severities of R035 for the first plugin of a list. */
const levels = (type: string, cniVersion: string, prevResult: object): string[] =>
  findingsIn(JSON.stringify({ cniVersion, name: 'a', plugins: [{ type, delegates: [chain({})], prevResult }] }))
    .filter(({ rule }) => rule.id === 'R035')
    .map(({ severity }) => severity);

describe('Multus', () => {
  it('needs the capabilities of its first delegate', () => {
    const delegates = [chain({ portMappings: true, mac: true })];
    expect(found({ delegates })).toEqual(['R209 warning "portMappings":true']);
    expect(found({ delegates, capabilities: { portMappings: true } })).toEqual([]);
    expect(found({ delegates: [chain({ portMappings: false })] })).toEqual([]);
    expect(found({ delegates: [chain({}), chain({ portMappings: true })] })).toEqual([]);
    expect(found({ delegates, type: 'multus-shim' })).toEqual(['R209 warning "portMappings":true']);
  });

  it('takes names of networks, and absolute paths of files', () => {
    expect(found({ clusterNetwork: '10-flannel.conflist' })).toEqual(['R210 error "10-flannel.conflist"']);
    expect(found({ clusterNetwork: 'net.d/10-flannel.conf' })).toEqual(['R210 error "net.d/10-flannel.conf"']);
    expect(found({ clusterNetwork: 'cbr0', defaultNetworks: ['lan', '20-lan.conf'] })).toEqual([
      'R210 error "20-lan.conf"',
    ]);
    expect(found({ clusterNetwork: `${usual}/10-flannel.conflist` })).toEqual([]);
    expect(found({ clusterNetwork: kubeconfig, kubeconfig })).toEqual([`R210 error "${kubeconfig}"`]);
  });

  it('reads "defaultNetworks" only next to "clusterNetwork"', () => {
    expect(found({ delegates: [chain({})], defaultNetworks: ['20-lan.conf'] })).toEqual([]);
  });

  it('reads its kubeconfig from the directory of the runtime', () => {
    const keys = { clusterNetwork: 'cbr0', kubeconfig };
    expect(found(keys)).toEqual([]);
    expect(found(keys, k3s)).toEqual([`R211 warning "${kubeconfig}"`]);
    expect(found(keys, `/repo/node${k3s}`)).toEqual([`R211 warning "${kubeconfig}"`]);
    expect(found(keys, '/repo/files')).toEqual([]);
    expect(found({ ...keys, type: 'multus-shim' }, k3s)).toEqual([]);
    expect(found({ ...keys, kubeconfig: '/etc/kubernetes/admin.conf' }, k3s)).toEqual([]);
    const facts = (text: string | null): RuleContext => ({
      hostFacts: { host: 'node', files: { [kubeconfig]: text } },
    });
    expect(found(keys, usual, facts(null))).toEqual([`R211 error "${kubeconfig}"`]);
    expect(found(keys, k3s, facts(''))).toEqual([]);
  });

  it('reads a previous result only of the own form of results, with its version', () => {
    expect(levels('multus', '0.2.0', { ips: [] })).toEqual(['warning']);
    expect(levels('multus', '1.0.0', { cniVersion: '1.1.0' })).toEqual(['warning']);
    expect(levels('multus', '0.4.0', { cniVersion: '1.0.0' })).toEqual(['error']);
    expect(levels('multus', '1.0.0', {})).toEqual(['error']);
    expect(levels('tuning', '1.0.0', {})).toEqual(['warning']);
    expect(levels('tuning', '1.0.0', { cniVersion: '0.4.0' })).toEqual(['error']);
    expect(levels('bridge', '1.0.0', { cniVersion: '0.4.0' })).toEqual(['warning']);
  });

  it('has other keys with a daemon than without', () => {
    const keys = { clusterNetwork: 'cbr0', daemonSocketDir: '/run/multus/socket', chrootDir: '/hostroot' };
    expect(found(keys)).toEqual(['R212 warning "daemonSocketDir"', 'R212 warning "chrootDir"']);
    expect(found({ ...keys, type: 'multus-shim' })).toEqual(['R212 warning "chrootDir"']);
  });
});
