import { describe, expect, it } from 'vitest';
import { checkNames, type Cell, type CheckName } from '../../../../language/fleet/cell.ts';
import { compareHosts, type Matrix } from '../../../../language/fleet/matrix.ts';
import { cellText, remarksOf, summaryOf } from '../../../../language/fleet/summary.ts';
import { readSurveyed, type Survey, type Surveyed } from '../../../../language/fleet/survey.ts';
import type { HostFacts } from '../../../../language/workspace/host-facts.ts';
import { matrixDocument } from '../../../../language/fleet/document.ts';

const versions = ['0.4.0', '1.0.0'];
const plugin = (name: string, supportedVersions = versions, release = 'v1.9.1') => ({
  name,
  path: `/opt/cni/bin/${name}`,
  supportedVersions,
  release,
});
const list = (name: string, subnet: string, bridge = name): string =>
  JSON.stringify({
    cniVersion: '1.0.0',
    name,
    plugins: [{ type: 'bridge', bridge, isGateway: true, ipam: { type: 'host-local', subnet } }],
  });
const file = { name: '10-web.conflist', text: list('web', '10.5.0.0/24') };

function surveyed(host: string, facts: Partial<HostFacts> = {}, more: Partial<Survey> = {}): Surveyed {
  const value: Survey = {
    facts: {
      host: 'a shell',
      pluginDirs: ['/opt/cni/bin'],
      plugins: [plugin('bridge'), plugin('host-local')],
      interfaces: [],
      routes: [],
      configFiles: [],
      reservations: [],
      ...facts,
    },
    confDir: '/etc/cni/net.d',
    machine: 'x86_64',
    runtimes: ['containerd'],
    attachments: [],
    validate: { kind: 'ok' },
    status: { kind: 'ok' },
    ...more,
  };
  return { host, answer: { kind: 'ok', value }, durationMs: 5 };
}

const at = (name: string, text: string) => ({ path: `/etc/cni/net.d/${name}`, text });
const compare = (hosts: readonly Surveyed[]): Matrix => compareHosts(hosts, file, checkNames);

function cell(matrix: Matrix, host: string, check: CheckName): Cell | undefined {
  return matrix.rows.find((row) => row.host === host)?.cells.find((one) => one.check === check)?.cell;
}

/** A host on which a check finds something, with the text of the cell and of a reason. */
const cases: readonly [CheckName, Surveyed, text: string, reason: RegExp][] = [
  ['plugins', surveyed('x', { plugins: [plugin('bridge')] }), 'without host-local', /no plugin "host-local" on x/],
  ['plugins', surveyed('x', { plugins: [] }), 'without bridge, host-local', /no plugin "bridge" on x/],
  [
    'plugins',
    surveyed('x', {
      plugins: [plugin('host-local'), { name: 'bridge', path: '/p/bridge', problem: 'it is a link to /q' }],
    }),
    'without bridge',
    /\/p\/bridge on x cannot be executed/,
  ],
  [
    'version',
    surveyed('x', { plugins: [plugin('bridge', ['0.3.1', '0.4.0'], 'v0.8.0'), plugin('host-local')] }),
    'too old (v0.8.0, v1.9.1)',
    /does not support config version "1.0.0"/,
  ],
  [
    'subnet',
    surveyed('x', { routes: [{ destination: '10.5.0.0/16', device: 'eth1' }] }),
    'conflict',
    /route to 10.5.0.0\/16 through eth1/,
  ],
  [
    'subnet',
    surveyed('x', { configFiles: [at('20-db.conflist', list('db', '10.5.0.0/24'))] }),
    'conflict',
    /20-db.conflist/,
  ],
  [
    'subnet',
    surveyed('x', {
      reservations: [{ directory: '/var/lib/cni/networks/old', address: '10.5.0.9', containerID: 'c1' }],
    }),
    'conflict',
    /reserves 10.5.0.9 of 10.5.0.0\/24 on x for c1, in \/var\/lib\/cni\/networks\/old/,
  ],
  [
    'order',
    surveyed('x', { configFiles: [at('05-db.conflist', list('db', '10.9.0.0/24'))] }),
    'after 05-db.conflist',
    /first file is used/,
  ],
  [
    'drift',
    surveyed('x', { configFiles: [at('10-web.conflist', list('web', '10.6.0.0/24'))] }),
    'differs',
    /differs from the local 10-web.conflist. The difference is in plugins\[0\].ipam.subnet/,
  ],
  ['validate', surveyed('x', {}, { validate: { kind: 'failed', reason: 'nope', remedy: 'Do.' } }), 'failed', /nope/],
  ['status', surveyed('x', {}, { status: { kind: 'unknown', reason: 'cut' } }), 'unknown', /cut/],
];

describe('the matrix for a configuration', () => {
  it('has no findings if the hosts have everything that it needs', () => {
    const matrix = compare([
      surveyed('a', { configFiles: [at('10-web.conflist', file.text)] }),
      surveyed('b', {
        configFiles: [at('10-web.conflist', JSON.stringify(JSON.parse(file.text), undefined, 4))],
      }),
    ]);
    expect(matrix).toMatchObject({ file: '10-web.conflist', findings: 0, unreached: 0 });
    for (const host of ['a', 'b']) {
      expect(cell(matrix, host, 'drift')).toEqual({ state: 'good', text: 'same' });
    }
  });

  it.each(cases)('%s: one host has it, the other has not', (check, bad, text, reason) => {
    const fine = surveyed('fine', { configFiles: [at('10-web.conflist', file.text)] });
    const matrix = compare([fine, bad]);
    const found = cell(matrix, 'x', check);
    expect(found).toMatchObject({ text });
    expect(found !== undefined && 'reasons' in found ? found.reasons.join('\n') : '').toMatch(reason);
    expect(['good', 'note']).toContain(cell(matrix, 'fine', check)?.state);
  });
});

describe('a check', () => {
  it('asks no more of the routes and reservations that the network itself makes', () => {
    const matrix = compare([
      surveyed('a', {
        interfaces: [{ name: 'web', kind: 'bridge', addresses: ['10.5.0.1/24'] }],
        routes: [{ destination: '10.5.0.0/24', device: 'web' }],
        reservations: [{ directory: '/var/lib/cni/networks/web', address: '10.5.0.2', containerID: 'c' }],
      }),
    ]);
    expect(cell(matrix, 'a', 'subnet')).toEqual({ state: 'good', text: 'free' });
  });

  it('misses a copy only where other hosts have one', () => {
    expect(cell(compare([surveyed('a'), surveyed('b')]), 'a', 'drift')).toEqual({ state: 'note', text: 'no copy' });
    const matrix = compare([surveyed('a'), surveyed('b', { configFiles: [at('10-web.conflist', file.text)] })]);
    expect(cell(matrix, 'a', 'drift')).toMatchObject({ state: 'finding', text: 'no copy' });
  });

  it('counts the attachments of that network only', () => {
    const attachments = ['web', 'web', 'db'].map((network) => ({ network, containerID: 'c', ifName: 'eth0' }));
    expect(cell(compare([surveyed('a', {}, { attachments })]), 'a', 'attachments')).toEqual({
      state: 'note',
      text: '2',
    });
  });

  it('reads the directory as the runtime of each host does', () => {
    const configFiles = [at('05-broken.conflist', '{')];
    const matrix = compare([
      surveyed('containerd', { configFiles }),
      surveyed('cri-o', { configFiles }, { runtimes: ['cri-o'] }),
      surveyed('none', { configFiles }, { runtimes: [] }),
    ]);
    expect(cell(matrix, 'containerd', 'order')).toMatchObject({ state: 'finding', text: 'after 05-broken.conflist' });
    expect(cell(matrix, 'cri-o', 'order')).toEqual({ state: 'good', text: 'used' });
    expect(JSON.stringify(cell(matrix, 'none', 'order'))).toContain('No runtime was found on none');
  });
});

describe('hosts that do not answer', () => {
  const answers: readonly (readonly [Surveyed['answer'], string])[] = [
    [{ kind: 'failed', reason: 'No route.', remedy: 'Start it.' }, 'not reached'],
    [{ kind: 'unknown', reason: 'The connection broke.' }, 'unknown'],
    [{ kind: 'timedOut', afterMs: 3000 }, 'timed out'],
    [{ kind: 'cancelled' }, 'canceled'],
  ];
  it.each(answers)('%j is unknown in every check, and no finding', (answer, text) => {
    const matrix = compare([{ host: 'x', answer, durationMs: 1 }, surveyed('fine')]);
    expect(matrix).toMatchObject({ findings: 0, unreached: 1 });
    expect(matrix.rows[0]?.cells.map((one) => one.cell.text)).toEqual(checkNames.map(() => text));
    const [row] = matrix.rows;
    expect(row === undefined ? [] : remarksOf(row)).toHaveLength(1);
  });
});

describe('the matrix without a configuration', () => {
  it("looks at each host's own networks", () => {
    const matrix = compareHosts(
      [
        surveyed('a', {
          configFiles: [at('10-web.conflist', file.text), at('20-db.conflist', list('db', '10.5.0.0/24'))],
        }),
        surveyed('b', { configFiles: [at('10-web.conflist', file.text)] }),
        surveyed('c', {
          configFiles: [at('10-web.conflist', list('web', '10.7.0.0/24'))],
          plugins: [plugin('host-local')],
        }),
      ],
      undefined,
      checkNames,
    );
    expect(matrix.file).toBeUndefined();
    expect(cell(matrix, 'a', 'subnet')).toMatchObject({ state: 'finding', text: 'conflict' });
    expect(cell(matrix, 'b', 'subnet')).toMatchObject({ state: 'good' });
    expect(cell(matrix, 'b', 'order')).toEqual({ state: 'note', text: '10-web.conflist' });
    expect(cell(matrix, 'b', 'drift')).toEqual({ state: 'good', text: 'same' });
    expect(cell(matrix, 'c', 'drift')).toMatchObject({ state: 'finding', text: 'differs' });
    expect(cell(matrix, 'c', 'plugins')).toMatchObject({ state: 'finding', text: 'without bridge' });
    expect(cell(matrix, 'c', 'validate')).toEqual({ state: 'good', text: 'ok' });
  });
});

it('plugins in a directory that cannot be read are not called missing', () => {
  const matrix = compare([
    surveyed('a', { plugins: [], pluginDirs: ['/opt/cni/bin'], unread: ['/opt/cni/bin'] }),
    surveyed('b', { plugins: [], pluginDirs: ['/opt/cni/bin'] }),
  ]);
  expect(cell(matrix, 'a', 'plugins')).toEqual({
    state: 'unknown',
    text: 'cannot be read',
    reasons: ['This user cannot read /opt/cni/bin on a.'],
    remedy: 'Connect to the host as root or with sudo.',
  });
  expect(cell(matrix, 'b', 'plugins')).toMatchObject({ state: 'finding', text: 'without bridge, host-local' });
});

/** Facts of a host with one configuration of that subnet. */
const copy = (subnet: string): Partial<HostFacts> => ({ configFiles: [at('10-web.conflist', list('web', subnet))] });

it('copies of which none is that of most hosts differ, on every host', () => {
  const two = compareHosts(
    [surveyed('a', copy('10.7.0.0/24')), surveyed('b', copy('10.8.0.0/24'))],
    undefined,
    checkNames,
  );
  for (const [host, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    expect(cell(two, host, 'drift')).toMatchObject({
      state: 'finding',
      text: 'differs',
      reasons: [
        expect.stringContaining(
          `on ${host} differs from the copy on ${other}, and no version of it is on most hosts. The difference is in plugins[0].ipam`,
        ),
      ],
    });
  }
  const pairs = ['a', 'b', 'c', 'd'].map((name, index) => surveyed(name, copy(`10.${7 + (index % 2)}.0.0/24`)));
  const tie = compareHosts([...pairs, surveyed('e')], undefined, checkNames);
  expect(cell(tie, 'c', 'drift')).toMatchObject({
    reasons: [expect.stringContaining('on c differs from the copy on b, and no version of it is on most hosts.')],
  });
});

/** The cell of the check `version` for a host among four others, without a configuration. */
const older = (facts: Partial<HostFacts>): Cell | undefined => {
  const others = ['b', 'c', 'd', 'e'].map((name) => surveyed(name));
  return cell(compareHosts([surveyed('a', facts), ...others], undefined, checkNames), 'a', 'version');
};

describe('plugins that are older than on other hosts', () => {
  it('are reported by their release, with the hosts that have newer ones', () => {
    expect(older({ plugins: [plugin('bridge', versions, 'v1.10.0'), plugin('host-local')] })).toEqual({
      state: 'good',
      text: 'v1.10.0, v1.9.1',
    });
    const old = [plugin('bridge', versions, 'v1.2.0'), plugin('host-local', versions, 'v1.2.0'), plugin('own')];
    expect(older({ plugins: old })).toEqual({
      state: 'finding',
      text: 'older (v1.2.0, v1.9.1)',
      reasons: ['bridge and host-local: v1.2.0 on a, but v1.9.1 on b, c and 2 more.'],
      remedy: 'Install the same plugins on a.',
    });
  });

  it('are reported by their spec version if they name no release', () => {
    const { release: _, ...bare } = plugin('bridge', ['0.3.1', '0.4.0']);
    expect(older({ plugins: [bare, plugin('host-local')] })).toMatchObject({
      text: 'older (v1.9.1)',
      reasons: ['bridge: CNI spec 0.4.0 on a, but 1.0.0 on b, c and 2 more.'],
    });
  });

  it('are not a finding if they do not run, nor if a configuration is compared', () => {
    const broken = { name: 'bridge', path: '/p/bridge', release: 'v0.1.0', problem: 'it is not executable' };
    expect(older({ plugins: [broken, plugin('host-local')] })).toMatchObject({ state: 'good' });
    const hosts = [
      surveyed('a', { plugins: [plugin('bridge', versions, 'v1.2.0'), plugin('host-local')] }),
      surveyed('b'),
    ];
    expect(cell(compare(hosts), 'a', 'version')).toMatchObject({ state: 'good' });
  });
});

describe('a matrix', () => {
  const matrix = compare([
    surveyed('node|1'),
    surveyed('node-2', { plugins: [plugin('bridge')] }),
    { host: 'node-3', answer: { kind: 'failed', reason: 'No *route*.', remedy: 'Start it.' }, durationMs: 1 },
  ]);

  it('has a summary, a short text for each cell, and remarks with remedies', () => {
    expect(summaryOf(matrix)).toBe('3 hosts compared. 1 finding. 1 host not reached.');
    const texts = matrix.rows.map(({ cells }) => cells.slice(0, 3).map((one) => cellText(one.cell)));
    expect(texts).toEqual([
      ['✓ 2 plugins', '✓ v1.9.1', '✓ free'],
      ['✗ without host-local', '✓ v1.9.1', '✓ free'],
      ['? not reached', '? not reached', '? not reached'],
    ]);
    expect(matrix.rows.map((row) => remarksOf(row).length)).toEqual([0, 1, 1]);
    expect(matrix.rows.flatMap(remarksOf).at(-1)).toEqual({
      check: 'plugins',
      reason: 'No *route*.',
      remedy: 'Start it.',
    });
  });

  it('names the rules of its findings, with their pages', () => {
    const { hosts } = matrixDocument(matrix);
    const link = 'https://github.com/cni-workbench/cni-workbench/blob/main/docs/rules/R171.md';
    expect(hosts[1]?.cells['plugins']?.rules).toEqual([{ rule: 'R171', link }]);
    expect(hosts[0]?.cells['plugins']).not.toHaveProperty('rules');
  });

  it('is a document whose remedies programs read as "cure"', () => {
    const { hosts } = matrixDocument(matrix);
    expect(hosts[2]?.cells['plugins']).toEqual({
      state: 'unknown',
      text: 'not reached',
      reasons: ['No *route*.'],
      cure: 'Start it.',
    });
    expect(JSON.stringify(hosts)).not.toContain('remedy');
  });

  it('has a summary in the singular', () => {
    expect(summaryOf(compare([surveyed('a')]))).toBe('1 host compared. No findings.');
  });
});

describe('answers that a client sends', () => {
  it('are read as they are, and those of another shape are left out', () => {
    const sent = [surveyed('a'), { host: 'b', answer: { kind: 'timedOut', afterMs: 5 }, durationMs: 5, group: 'g' }];
    expect(readSurveyed(sent)).toEqual(sent);
    expect(readSurveyed([1, {}, { host: 'x' }, { host: 'x', answer: { kind: 'ok', value: {} } }])).toEqual([]);
    expect(readSurveyed('x')).toEqual([]);
  });
});
