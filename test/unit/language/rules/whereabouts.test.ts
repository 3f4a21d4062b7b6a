import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { check } from '../../../../language/check.ts';
import { readModel } from '../../../../language/document/model.ts';
import type { RuleContext } from '../../../../language/workspace/context.ts';
import { applyChanges } from '../documents.ts';

const directory = '/etc/cni/net.d';
const k3s = '/var/lib/rancher/k3s/agent/etc/cni/net.d';

const conflist = (ipam: object, type = 'macvlan'): string =>
  JSON.stringify({ cniVersion: '1.0.0', name: 'a', plugins: [{ type, master: 'eth1', ipam }] });

function checked(text: string, path = `${directory}/10-a.conflist`, context: RuleContext = {}) {
  return check(readModel(TextDocument.create(`file://${path}`, 'cni', 1, text)), context);
}

/** The findings about addresses and keys of whereabouts: rule, severity, and the underlined text. */
function found(ipam: object, type?: string): string[] {
  const text = conflist({ type: 'whereabouts', ...ipam }, type);
  return checked(text)
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(
      ({ rule, severity, finding: { span } }) =>
        `${rule.id} ${severity} ${text.slice(span.offset, span.offset + span.length)}`,
    );
}

const times = (lease: number, renew: number, retry: number): object => ({
  leader_lease_duration: lease,
  leader_renew_deadline: renew,
  leader_retry_period: retry,
});

/** The errors of a bridge with addresses of whereabouts. */
const errorsOnBridge = (ipam: object): string[] =>
  checked(
    JSON.stringify({
      cniVersion: '1.0.0',
      name: 'a',
      plugins: [{ type: 'bridge', isGateway: true, ipam: { type: 'whereabouts', ...ipam } }],
    }),
  ).flatMap(({ rule, severity }) => (severity === 'error' ? [rule.id] : []));

describe('the pools of whereabouts', () => {
  it('needs a range in each of ipRanges, and bounds that are addresses', () => {
    const range = '10.77.4.0/28';
    expect(found({ ipRanges: [{ range }, {}] })).toEqual(['R157 error {}']);
    expect(found({ ipRanges: [{ range, range_start: '10.77.4.2/28' }] })).toEqual(['R157 error "10.77.4.2/28"']);
    expect(found({ range, range_start: '10.77.4.2/28' }).filter((one) => one.includes('error'))).toEqual([]);
    expect(found({ range: '10.78.4.2-10.77.4.9/28' })).toEqual(['R157 error "10.78.4.2-10.77.4.9/28"']);
    expect(found({ range: '10.77.4.2-10.77.4.9/28' })).toEqual([]);
  });

  it('takes its lock only with descending times', () => {
    const range = '10.77.4.0/28';
    expect(found({ range, ...times(1500, 1000, 500) })).toEqual([]);
    expect(found({ range, ...times(1000, 1000, 500) })).toEqual(['R218 error 1000']);
    expect(found({ range, ...times(1500, 1000, 900) })).toEqual(['R218 error 1000']);
    expect(found({ range, ...times(1500, 1000, -1) })).toEqual(['R218 error -1']);
    expect(found({ range, leader_renew_deadline: 2000 })).toEqual(['R218 warning 2000']);
  });

  it('names its pools as Kubernetes permits', () => {
    const range = '10.77.4.0/28';
    for (const name of ['blue', 'blue-1', 'blue.1', 'blue-']) {
      expect(found({ range, network_name: name })).toEqual([]);
    }
    for (const name of ['Blue', 'blue_1', '-blue', 'b/l', 'a'.repeat(250)]) {
      expect(found({ range, network_name: name })).toEqual([`R219 error "${name}"`]);
    }
  });

  it('has one gateway for all ranges of a bridge', () => {
    const ipRanges = [{ range: '10.77.4.0/28' }, { range: '10.77.5.0/24' }];
    expect(errorsOnBridge({ ipRanges })).toEqual(['R087']);
    expect(errorsOnBridge({ ipRanges, gateway: '10.77.4.1' })).toEqual(['R087']);
    expect(errorsOnBridge({ ipRanges: ipRanges.slice(1) })).toEqual([]);
  });
});

describe('whereabouts', () => {
  it('needs a range, or a fixed address', () => {
    expect(found({})).toEqual(['R197 error "whereabouts"']);
    expect(found({ range: '' })).toEqual(['R197 error "whereabouts"']);
    expect(found({ ipRanges: [] })).toEqual(['R197 error "whereabouts"']);
    expect(found({ configuration_path: '/etc/own.conf' })).toEqual(['R197 warning "whereabouts"']);
    expect(found({}, 'sriov')).toContain('R197 warning "whereabouts"');
    expect(found({ addresses: [{ address: '10.77.4.2/28' }] })).toEqual([]);
    expect(found({ ipRanges: [{ range: '10.77.4.0/28' }] })).toEqual([]);
  });

  it('does not read the keys of host-local', () => {
    expect(found({ subnet: '10.77.4.0/28' })).toEqual(['R197 error "subnet"']);
    expect(found({ ranges: [[{ subnet: '10.77.4.0/28' }]] })).toEqual(['R197 error "ranges"', 'R198 warning "subnet"']);
    expect(found({ range: '10.77.4.0/28', rangeEnd: '10.77.4.5' })).toEqual(['R198 warning "rangeEnd"']);
  });

  it.each([
    ['10.5.5.9/31', '{10.5.5.8 fffffffe}'],
    ['10.5.5.9/32', '{10.5.5.9 ffffffff}'],
    ['10.5.5.8-10.5.5.9/31', '{10.5.5.8 fffffffe}'],
    ['fd05::1/127', '{fd05:: fffffffffffffffffffffffffffffffe}'],
    ['fd05::1/128', '{fd05::1 ffffffffffffffffffffffffffffffff}'],
  ])('has no address in %s', (range, subnet) => {
    expect(found({ range })).toEqual([`R199 error "${range}"`]);
    const [{ finding } = { finding: undefined }] = checked(conflist({ type: 'whereabouts', range }));
    expect(finding?.message).toContain(
      `whereabouts fails with "error at storage engine: net mask is too short, subnet ${subnet} has no usable IP addresses, it is too small".`,
    );
  });

  // whereabouts: pkg/allocate, IterateForAssignment
  it.each<[object, boolean]>([
    [{ range: '10.5.5.0/30', exclude: ['10.5.5.0/30'] }, true],
    [{ range: '10.5.5.0/30', exclude: ['10.5.5.1', '10.5.5.2'] }, true],
    [{ range: '10.5.5.0/30', exclude: ['10.5.5.2'] }, false],
    [{ range: '10.5.5.10-10.5.5.11/24', exclude: ['10.5.5.10/31'] }, true],
    [{ range: '10.5.5.0/24', range_start: '10.5.5.200', exclude: ['10.5.5.192/26'] }, true],
    [{ range: '10.5.5.0/24', range_end: '10.5.5.63', exclude: ['10.5.5.0/26'] }, true],
    [{ range: '10.5.5.0/24', range_end: '10.5.5.64', exclude: ['10.5.5.0/26'] }, false],
    [{ range: 'fd05::/64', exclude: ['fd05::/65', 'fd05:0:0:0:8000::/65'] }, true],
    [{ range: '10.5.5.0/30', exclude: ['fd05::/8'] }, false],
    [{ ipRanges: [{ range: '10.5.5.0/30', exclude: ['10.5.5.0/24'] }] }, true],
    [{ exclude: ['10.5.5.0/24'], ipRanges: [{ range: '10.5.5.0/30' }] }, false],
    [{ range: '10.5.5.0/30', exclude: ['10.5.5.0/30'], node_slice_size: '/30' }, false],
  ])('%j: excludes every address: %s', (ipam, isAll) => {
    expect(found(ipam)).toEqual(isAll ? ['R199 error "exclude"'] : []);
  });

  it('reads an excluded range as CIDR or address', () => {
    const exclude = ['10.5.5.4', '10.5.5.8/33', '10.5.5.16-10.5.5.20'];
    expect(found({ range: '10.5.5.0/24', exclude })).toEqual([
      'R200 error "10.5.5.8/33"',
      'R200 error "10.5.5.16-10.5.5.20"',
    ]);
  });

  it('has one pool for each network', () => {
    expect(found({ range: '10.5.5.0/24', ipRanges: [{ range: '10.5.5.9/24' }, { range: '10.5.0.0/16' }] })).toEqual([
      'R201 error "10.5.5.9/24"',
    ]);
  });
});

describe('the configuration file of whereabouts', () => {
  it('is not found from the directory of K3s, RKE2 or MicroK8s', () => {
    const text = conflist({ type: 'whereabouts', range: '10.9.0.0/16' });
    const at = (path: string, context?: RuleContext): string[] =>
      checked(text, `${path}/20-cell.conflist`, context)
        .filter(({ rule }) => rule.id === 'R202')
        .map(({ severity }) => severity);
    expect(at(directory)).toEqual([]);
    expect(at(k3s)).toEqual(['warning']);
    expect(at('/repo/node/var/lib/rancher/rke2/agent/etc/cni/net.d')).toEqual(['warning']);
    expect(at('/var/snap/microk8s/current/args/cni-network')).toEqual(['warning']);
    const files = Object.fromEntries(
      ['/etc/kubernetes/cni/net.d', directory, '/host/etc/cni/net.d'].map((one) => [
        `${one}/whereabouts.d/whereabouts.conf`,
        null,
      ]),
    );
    const facts = (some: object): RuleContext => ({ hostFacts: { host: 'node', files: { ...files, ...some } } });
    expect(at(k3s, facts({}))).toEqual(['error']);
    expect(at(k3s, facts({ [`${directory}/whereabouts.d/whereabouts.conf`]: '' }))).toEqual([]);
    expect(at(k3s, { hostFacts: { host: 'node', files: {}, unread: ['/etc/cni'] } })).toEqual([]);
    const [one] = checked(text, `${k3s}/20-cell.conflist`).filter(({ rule }) => rule.id === 'R202');
    const fixed = applyChanges(text, one?.finding.fixes?.()[0]?.changes ?? []);
    expect(fixed).toContain(`"configuration_path":"${k3s}/whereabouts.d/whereabouts.conf"`);
    expect(checked(fixed, `${k3s}/20-cell.conflist`)).toEqual([]);
  });
});

it('whereabouts does not read the start of a range of host-local', () => {
  const ipam = { type: 'whereabouts', configuration_path: '/etc/own.conf', rangeStart: '10.77.4.0/28' };
  const [{ rule, severity, finding } = { rule: undefined, finding: undefined }] = checked(conflist(ipam));
  expect([rule?.id, severity, finding?.fixes?.().map(({ title }) => title)]).toEqual([
    'R197',
    'error',
    ['Rename to "range"'],
  ]);
});

it('host-local does not read the keys of whereabouts', () => {
  const text = conflist({ type: 'host-local', range: '10.5.5.0/24', exclude: ['10.5.5.1'] });
  const findings = checked(text).filter(({ rule }) => rule.id === 'R198');
  expect(findings.map(({ finding }) => finding.fixes?.().map(({ title }) => title))).toEqual([
    ['Rename to "subnet"', 'Change to "whereabouts"'],
    ['Change to "whereabouts"'],
  ]);
});
