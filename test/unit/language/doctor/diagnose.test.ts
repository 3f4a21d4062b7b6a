import { describe, expect, it } from 'vitest';
import { checkUpOf, evidenceOf } from '../../../../language/doctor/check-up.ts';
import { diagnose } from '../../../../language/doctor/diagnose.ts';
import type { Diagnosis, HostFinding } from '../../../../language/doctor/diagnosis.ts';
import { diagnosisDocument } from '../../../../language/doctor/document.ts';
import { diagnosisPage, diagnosisSummary } from '../../../../language/doctor/page.ts';
import { evidenceFor } from '../../../../language/doctor/rule-causes.ts';
import type { Survey } from '../../../../language/fleet/survey.ts';
import type { HostFacts } from '../../../../language/workspace/host-facts.ts';
import { at, attached, bridge, flannel, plugin, reserved, surveyOf } from './surveys.ts';

const examine = (facts: Partial<HostFacts>, more?: Partial<Survey>): Diagnosis =>
  diagnose('node-1', surveyOf(facts, more));

const short = ({ findings }: Diagnosis): readonly string[] =>
  findings.map(({ cause, severity, rule = '-' }: HostFinding) => `${severity} ${cause} ${rule}`);

it('finds nothing on a healthy host', () => {
  const diagnosis = examine({});
  expect(diagnosis).toMatchObject({ host: 'node-1', findings: [], problems: 0, unchecked: [] });
  expect(diagnosisSummary(diagnosis)).toBe('node-1 is healthy.');
});

const cases: readonly [
  name: string,
  Partial<HostFacts>,
  Partial<Survey> | undefined,
  finding: string,
  evidence: RegExp,
][] = [
  [
    'no file',
    { configFiles: [] },
    undefined,
    'problem noConfiguration -',
    /^\/etc\/cni\/net\.d has no file that containerd \(CRI\) loads\. No network\. containerd reports "cni config load failed/,
  ],
  [
    'an invalid first file',
    { configFiles: [at('05-old.conflist', '{'), at('10-web.conflist', bridge('web'))] },
    undefined,
    'problem noConfiguration R001',
    /^\/etc\/cni\/net\.d\/05-old\.conflist: The first file is invalid.* reports "cni config load failed/,
  ],
  [
    'a file before the cluster network',
    { configFiles: [at('10-flannel.conflist', flannel), at('05-web.conflist', bridge('web'))] },
    undefined,
    'problem wrongFile R160',
    /10-flannel\.conflist: 05-web\.conflist comes first/,
  ],
  [
    'a first file without its plugin',
    {
      configFiles: [
        at('05-old.conflist', '{"cniVersion":"1.0.0","name":"old","plugins":[{"type":"ptp"}]}'),
        at('10-web.conflist', bridge('web')),
      ],
    },
    undefined,
    'problem wrongFile R160',
    /10-web\.conflist: 05-old\.conflist comes first.* There is no plugin "ptp" on node-1/,
  ],
  [
    'a missing plugin',
    { plugins: [plugin('bridge')] },
    undefined,
    'problem pluginMissing R171',
    /^There is no plugin "host-local" on node-1 in \/opt\/cni\/bin/,
  ],
  [
    'a plugin of another architecture',
    {
      plugins: [
        plugin('host-local'),
        { name: 'bridge', path: '/opt/cni/bin/bridge', problem: 'it is for ARM64, but this host is x86-64' },
      ],
    },
    undefined,
    'problem pluginBroken R172',
    /it is for ARM64, but this host is x86-64/,
  ],
  [
    'an old plugin',
    { plugins: [plugin('bridge', ['0.3.1', '0.4.0']), plugin('host-local')] },
    undefined,
    'problem versionTooNew R173',
    /bridge on node-1 supports only 0\.3\.1 and 0\.4\.0/,
  ],
  [
    'a kubeconfig that does not exist',
    {
      plugins: [plugin('multus')],
      configFiles: [
        at(
          '00-multus.conf',
          '{"cniVersion":"1.0.0","name":"multus","type":"multus","kubeconfig":"/etc/cni/net.d/multus.d/multus.kubeconfig","clusterNetwork":"web"}',
        ),
      ],
      files: { '/etc/cni/net.d/multus.d/multus.kubeconfig': null },
    },
    undefined,
    'problem fileMissing R211',
    /The kubeconfig \/etc\/cni\/net\.d\/multus\.d\/multus\.kubeconfig does not exist on node-1/,
  ],
  [
    'no lease of flannel',
    { configFiles: [at('10-flannel.conflist', flannel)], files: { '/run/flannel/subnet.env': null } },
    undefined,
    'problem fileMissing R170',
    /flanneld has not written \/run\/flannel\/subnet\.env/,
  ],
  [
    'a bridge of an earlier subnet',
    {
      configFiles: [at('10-flannel.conflist', flannel)],
      interfaces: [{ name: 'cni0', kind: 'bridge', addresses: ['10.244.1.1/24'] }],
    },
    undefined,
    'problem bridgeAddress R207',
    /cni0 on node-1 has the address 10\.244\.1\.1\/24 .* 10\.244\.3\.1\/24/,
  ],
  [
    'a full range',
    { reservations: reserved(253), configFiles: [at('10-web.conflist', bridge('web'))] },
    { attachments: attached('/proc/1/ns/net') },
    'problem poolFull -',
    /^\/var\/lib\/cni\/networks\/web on node-1 reserves 253 of 253 addresses of 10\.5\.0\.0\/24/,
  ],
  [
    'reservations without a container',
    { reservations: reserved(2, 'gone') },
    { attachments: attached('/proc/1/ns/net') },
    'problem leakedReservations R188',
    /reserves 2 addresses \(10\.5\.0\.2 and 10\.5\.0\.3\)/,
  ],
  [
    'a reservation whose namespace is gone',
    { reservations: reserved(1) },
    { attachments: attached('/var/run/netns/pod'), namespaces: ['/var/run/netns/other'] },
    'problem leakedReservations R188',
    /reserves 10\.5\.0\.2 for the container c,/,
  ],
  [
    'reservations of a runtime with another cache',
    { reservations: reserved(1) },
    { namespaces: ['/var/run/netns/pod'] },
    'note leakedReservations R188',
    /10\.5\.0\.2/,
  ],
  [
    'reservations of a host whose namespaces are unknown',
    { reservations: reserved(1) },
    { namespaces: undefined },
    'note leakedReservations R188',
    /10\.5\.0\.2/,
  ],
  [
    'IPv6 that is disabled',
    {
      configFiles: [at('10-web.conflist', bridge('web', 'fd00::/64'))],
      sysctls: { 'net.ipv6.conf.default.disable_ipv6': '1' },
    },
    undefined,
    'problem ipv6Disabled R217',
    /net\.ipv6\.conf\.default\.disable_ipv6 is 1/,
  ],
  [
    'forwarding that was turned off',
    { sysctls: { 'net.ipv4.ip_forward': '0' } },
    { attachments: attached('/proc/1/ns/net') },
    'problem forwardingOff R183',
    /^net\.ipv4\.ip_forward is 0 on node-1, so its containers \(attachments: 1\)/,
  ],
  [
    'forwarding that is not on yet',
    { sysctls: { 'net.ipv4.ip_forward': '0' } },
    undefined,
    'note forwardingOff R183',
    /is 0 on node-1\. The plugins/,
  ],
  [
    'no br_netfilter on a node',
    { sysctls: { 'net.bridge.bridge-nf-call-iptables': null } },
    undefined,
    'problem brNetfilterOff R184',
    /^The module br_netfilter is not loaded on node-1\./,
  ],
  [
    'no br_netfilter without Kubernetes',
    { sysctls: { 'net.bridge.bridge-nf-call-iptables': '0' } },
    { runtimes: [] },
    'note brNetfilterOff R184',
    /is 0 on node-1\. Rules/,
  ],
  [
    'legacy tables next to nf_tables',
    { backends: { iptables: 'nf_tables' }, legacyTables: { iptables: ['filter', 'nat'] } },
    undefined,
    'note iptablesMixed -',
    /legacy tables \(filter, nat\)/,
  ],
  [
    'two backends',
    { backends: { iptables: 'nf_tables', ip6tables: 'legacy' } },
    undefined,
    'note iptablesMixed -',
    /iptables uses nf_tables, but ip6tables uses legacy/,
  ],
  [
    'an error of the configuration',
    { configFiles: [at('10-web.conflist', bridge('web', '10.5.0.0/24', { mtu: 'x' }))] },
    undefined,
    'problem configuration R014',
    /mtu/,
  ],
];

describe('names the cause of a host with', () => {
  it.each(cases)('%s', (_, facts, more, finding, evidence) => {
    const diagnosis = examine(facts, more);
    const [first] = diagnosis.findings;
    expect(short(diagnosis)[0]).toBe(finding);
    expect(first?.evidence[0]).toMatch(evidence);
    expect(first?.remedy).not.toBe('');
    expect(diagnosis.problems > 0).toBe(first?.severity === 'problem');
  });
});

it('leaves alone the reservation of a container whose namespace exists', () => {
  const more = { attachments: attached('/run/netns/pod'), namespaces: ['/var/run/netns/pod'] };
  expect(short(examine({ reservations: reserved(1) }, more))).toEqual([]);
});

it('leaves alone a recent reservation without an attachment, whose ADD may be running', () => {
  const recent = reserved(1).map((one) => ({ ...one, isRecent: true }));
  expect(short(examine({ reservations: recent }))).toEqual([]);
  const gone = { attachments: attached('/run/netns/pod') };
  expect(short(examine({ reservations: recent }, gone))).toEqual(['problem leakedReservations R188']);
});

describe('reports nothing about what the user may not read, but that', () => {
  const files = { '/etc/cni/net.d/multus.d/multus.kubeconfig': null };
  const first = at('05-old.conflist', '{"cniVersion":"1.0.0","name":"old","plugins":[{"type":"ptp"}]}');
  const hidden: readonly [name: string, Partial<HostFacts>, Partial<Survey>?][] = [
    ['the configuration directory', { configFiles: [], unread: ['/etc/cni/net.d'] }],
    ['the directory above', { configFiles: [], files, unread: ['/etc/cni'] }],
    ['one configuration', { configFiles: [], unread: ['/etc/cni/net.d/10-web.conflist'] }],
    [
      'a file before another',
      {
        configFiles: [at('10-flannel.conflist', flannel), at('05-web.conflist', bridge('web'))],
        unread: ['/etc/cni/net.d/00-a.conflist'],
      },
    ],
    ['a plugin', { plugins: [plugin('bridge')], unread: ['/opt/cni/bin/host-local'] }],
    [
      'the named namespaces',
      { reservations: reserved(1), unread: ['/run/netns'] },
      { attachments: attached('/run/netns/pod') },
    ],
    ['the cache', { reservations: reserved(1) }, { attachments: undefined }],
  ];
  it.each(hidden)('%s', (_, facts, more) => {
    const diagnosis = examine(facts, more);
    expect(short(diagnosis)).toEqual([]);
    expect(diagnosis.unchecked).toEqual([expect.stringMatching(/^This user cannot read .* on node-1\./)]);
  });

  it('the lack of a plugin is reported if another directory cannot be read', () => {
    const diagnosis = examine({ configFiles: [first], unread: ['/run/flannel/subnet.env'] });
    expect(short(diagnosis)[0]).toBe('problem pluginMissing R171');
  });
});

it('puts the most likely cause first, and notes last', () => {
  const diagnosis = examine(
    {
      plugins: [plugin('bridge')],
      reservations: reserved(253),
      sysctls: { 'net.ipv4.ip_forward': '0', 'net.bridge.bridge-nf-call-iptables': '1' },
      configFiles: [
        at('10-web.conflist', bridge('web')),
        at('20-x.conflist', '{"cniVersion":"1.0.0","name":"x","plugins":[{"type":"vlan"}]}'),
      ],
    },
    { attachments: attached('/proc/1/ns/net') },
  );
  expect(short(diagnosis)).toEqual([
    'problem pluginMissing R171',
    'problem poolFull -',
    'problem forwardingOff R183',
    'note pluginMissing R171',
    'note configuration R071',
    'note configuration R096',
  ]);
  expect(diagnosisSummary(diagnosis)).toBe('3 problems on node-1, the most likely cause first. 3 notes.');
});

it('says what could not be examined', () => {
  const diagnosis = examine({ unread: ['/opt/cni/bin'], interfaces: undefined });
  expect(diagnosis.unchecked).toEqual([
    'This user cannot read /opt/cni/bin on node-1. Connect to the host as root or with sudo.',
    'The interfaces and routes of node-1 are unknown, because it has no program "ip" that prints JSON.',
  ]);
  expect(diagnosisSummary(diagnosis)).toBe('No problem was found on node-1, but not everything could be checked.');
  expect(diagnosisPage(diagnosis)).toContain('## Not checked\n\n- This user cannot read');
});

it('has the evidence for a failure that a rule predicts', () => {
  const diagnosis = examine({ reservations: reserved(253) }, { attachments: attached('/proc/1/ns/net') });
  expect(evidenceFor(diagnosis, { rule: 'R188', names: [] })).toEqual([expect.stringContaining('reserves 253 of 253')]);
  expect(evidenceFor(diagnosis, { rule: 'R177', names: [] })).toEqual([]);
  const missing = examine({ plugins: [plugin('bridge')] });
  expect(evidenceFor(missing, { rule: 'R171', names: [] })).toHaveLength(1);
  expect(evidenceFor(missing, { rule: 'R171', names: ['host-local'] })).toHaveLength(1);
  expect(evidenceFor(missing, { rule: 'R171', names: ['macvlan'] })).toEqual([]);
  const finding = { cause: 'bridgeAddress', severity: 'problem', remedy: '', title: '', files: [] } as const;
  const found = {
    host: 'a',
    problems: 2,
    unchecked: [],
    findings: [
      { ...finding, rule: 'R207', evidence: ['cni0 has another address.'] },
      { ...finding, cause: 'interface' as const, rule: 'R176', evidence: ['The MTU of eth0 is small.'] },
    ],
  };
  expect(evidenceFor(found, { rule: 'R177', names: ['cni0'] })).toEqual(['cni0 has another address.']);
  expect(evidenceFor(found, { rule: 'R177', names: ['cni1'] })).toEqual([]);
  expect(evidenceFor(found, { rule: 'R175', names: [] })).toEqual([]);
});

it('renders a page with links to the rules', () => {
  const page = diagnosisPage(examine({ plugins: [plugin('bridge')] }));
  expect(page).toMatch(
    /^# Check of node-1\n\n1 problem on node-1\.\n\n## 1\\?\. A plugin is missing\n\n- There is no plugin/,
  );
  expect(page).toContain('**File**: `/etc/cni/net.d/10-web.conflist`');
  expect(page).toMatch(/\*\*Rule\*\*: \[R171\]\(https:\/\/github\.com\/.*\/docs\/rules\/R171\.md\)/);
});

it('is given to a client as a sentence, a page and a document, for a host that answered', () => {
  const value = surveyOf({ plugins: [plugin('bridge')] });
  const checkUp = checkUpOf({ host: 'node-1', answer: { kind: 'ok', value }, durationMs: 1 });
  expect(checkUp).toMatchObject({
    summary: '1 problem on node-1.',
    document: { host: 'node-1', problems: 1, findings: [{ cause: 'pluginMissing', rule: 'R171' }] },
  });
  expect(checkUp?.document).toEqual(diagnosisDocument(diagnose('node-1', value)));
  expect(checkUpOf({ host: 'a', answer: { kind: 'timedOut', afterMs: 1 }, durationMs: 1 })).toBeUndefined();
  expect(checkUpOf(undefined)).toBeUndefined();
});

it('links to the files of a host whose root directory has a URI', () => {
  const value = surveyOf({ plugins: [], configFiles: [at('10 web.conflist', bridge('web'))] });
  const checkUp = checkUpOf({ host: 'a', answer: { kind: 'ok', value }, durationMs: 1 }, 'cni-host:/a');
  expect(checkUp?.markdown).toContain(
    '[`/etc/cni/net.d/10 web.conflist`](<cni-host:/a/etc/cni/net.d/10%20web.conflist>)',
  );
});

it('has evidence for each of several failures, about the network that failed if it is known', () => {
  const surveyed = { host: 'a', answer: { kind: 'ok', value: surveyOf({}) }, durationMs: 1 };
  const missing = { rule: 'R171', names: ['macvlan'] };
  expect(evidenceOf(surveyed, [missing, null])).toEqual([[], []]);
  const text = JSON.stringify({ cniVersion: '1.0.0', name: 'm', plugins: [{ type: 'macvlan', master: 'eth0' }] });
  expect(evidenceOf(surveyed, [missing, null], { name: 'm.conflist', text })).toEqual([
    [expect.stringContaining('"macvlan"')],
    [],
  ]);
  expect(evidenceOf({ ...surveyed, answer: { kind: 'timedOut', afterMs: 1 } }, [missing])).toEqual([[]]);
});
