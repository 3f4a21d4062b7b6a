import { expect, test } from 'vitest';
import type { DataTable } from '../../../../../client/webviews/result/result-model.ts';
import { argumentTable, resultTables } from '../../../../../client/webviews/result/result-tables.ts';
import type { StepDocument } from '../../../../../engine/libcni/index.ts';

const place = { ifName: 'eth0', netNS: '/var/run/netns/ns1' };

/** The rows of a table as they read. */
const rowsOf = (table: DataTable | undefined): readonly string[] =>
  table?.rows.map((row) =>
    row
      .map((cell) => cell.map(({ text, note }) => (note === undefined ? text : `${text} ${note}`)).join(', '))
      .join(' | '),
  ) ?? [];

const tablesOf = (result: unknown, steps?: readonly StepDocument[]) => {
  const [interfaces, routes, dns] = resultTables({ result, steps, ...place });
  return { interfaces, routes, dns };
};

const step = (pluginType: string, result: object): StepDocument => ({
  verb: 'ADD',
  index: 0,
  pluginType,
  env: {},
  stdin: '{}',
  outcome: 'exited',
  exitCode: 0,
  stdout: JSON.stringify(result),
});

test('a result of 1.1.0 has every member that the SPEC names, the interface of the namespace first', () => {
  const result = {
    cniVersion: '1.1.0',
    interfaces: [
      { name: 'cni0', mac: '42:15:6d:11:09:aa', mtu: 1500 },
      { name: 'eth0', mac: '76:d3:73:25:fc:05', mtu: 1400, sandbox: '/run/netns/ns1', pciID: '0000:3b:02.1' },
      { name: 'vhost', sandbox: '/run/netns/ns1', socketPath: '/run/v.sock' },
    ],
    ips: [
      { address: '10.88.0.10/16', gateway: '10.88.0.1', interface: 1 },
      { address: 'fd88::a/64', interface: 1 },
    ],
    routes: [
      { dst: '0.0.0.0/0' },
      { dst: '::/0', gw: 'fd88::1', mtu: 1400, advmss: 1360, priority: 10, table: 100, scope: 0 },
    ],
    dns: { nameservers: ['10.88.0.1'], domain: 'local', search: ['a.local', 'b.local'], options: ['ndots:5'] },
  };
  const { interfaces, routes, dns } = tablesOf(result);
  expect(interfaces?.columns).toEqual(['Interface', 'Address', 'Gateway', 'MAC', 'MTU', 'PCI device', 'Socket']);
  expect(rowsOf(interfaces)).toEqual([
    'eth0 in ns1 | 10.88.0.10/16, fd88::a/64 | 10.88.0.1,  | 76:d3:73:25:fc:05 | 1400 | 0000:3b:02.1 | ',
    'vhost in ns1 |  |  |  |  |  | /run/v.sock',
    'cni0 on the host |  |  | 42:15:6d:11:09:aa | 1500 |  | ',
  ]);
  expect(routes?.columns).toEqual(['Route', 'Via', 'MTU', 'MSS', 'Priority', 'Table', 'Scope']);
  expect(rowsOf(routes)).toEqual([
    '0.0.0.0/0 | 10.88.0.1 (gateway of the address) |  |  |  |  | ',
    '::/0 | fd88::1 | 1400 | 1360 | 10 | 100 | 0',
  ]);
  expect(rowsOf(dns)).toEqual([
    'Name servers | 10.88.0.1',
    'Domain | local',
    'Search | a.local, b.local',
    'Options | ndots:5',
  ]);
});

test('a result of 0.2.0 has its addresses on the interface that was asked for', () => {
  const { interfaces, routes, dns } = tablesOf({
    cniVersion: '0.2.0',
    ip4: { ip: '10.0.0.2/24', gateway: '10.0.0.1', routes: [{ dst: '0.0.0.0/0', gw: '10.0.0.1' }] },
    ip6: { ip: 'fd00::2/64' },
  });
  expect(rowsOf(interfaces)).toEqual(['eth0 in ns1 | 10.0.0.2/24, fd00::2/64 | 10.0.0.1, ']);
  expect(rowsOf(routes)).toEqual(['0.0.0.0/0 | 10.0.0.1']);
  expect(rowsOf(dns)).toEqual([]);
});

test.each([[undefined], [null], ['text'], [{}], [{ interfaces: 'no', ips: [null], routes: {}, dns: [] }]])(
  'the result %j has empty tables, each with a sentence',
  (result) => {
    const { interfaces, routes, dns } = tablesOf(result);
    expect([interfaces, routes, dns].map((table) => [table?.rows.length, table?.empty])).toEqual([
      [0, 'The result has no interfaces and no addresses.'],
      [0, 'The result has no routes.'],
      [0, 'The result has no DNS settings.'],
    ]);
  },
);

test('the maker is the first plugin after which a thing stays; a later one is named with what it changes on it', () => {
  const eth0 = { name: 'eth0', mac: 'aa', sandbox: '/run/netns/ns1' };
  const first = { interfaces: [eth0, { name: 'br0' }], ips: [{ address: '10.0.0.2/24', interface: 0 }] };
  const second = {
    ...first,
    interfaces: [{ ...eth0, mac: 'bb', mtu: 1400 }],
    routes: [{ dst: '10.9.0.0/16', gw: '10.0.0.1' }],
  };
  const last = { ...second, interfaces: [...second.interfaces, { name: 'br0' }] };
  const { interfaces, routes } = tablesOf(last, [step('bridge', first), step('tuning', second), step('other', last)]);
  expect(interfaces?.columns).toEqual(['Interface', 'Address', 'MAC', 'MTU', 'Made by']);
  expect(rowsOf(interfaces)).toEqual([
    'eth0 in ns1 | 10.0.0.2/24 | bb | 1400 | bridge, tuning MAC, tuning MTU',
    'br0 on the host |  |  |  | other',
  ]);
  expect(rowsOf(routes)).toEqual(['10.9.0.0/16 | 10.0.0.1 | tuning']);
});

test('an address of another plugin than its interface names both', () => {
  const interfaces = [{ name: 'eth0', sandbox: '/run/netns/ns1' }];
  const last = { interfaces, ips: [{ address: '10.0.0.2/24', interface: 0 }] };
  const shown = tablesOf(last, [step('macvlan', { interfaces }), step('addresses', last)]);
  expect(rowsOf(shown.interfaces)).toEqual(['eth0 in ns1 | 10.0.0.2/24 | macvlan, addresses']);
});

test('arguments are those of CNI_ARGS and of capabilities', () => {
  const table = argumentTable([['IP', '10.0.0.9']], { mac: 'aa:bb', bandwidth: { ingressRate: 1 } });
  expect(rowsOf(table)).toEqual([
    'IP CNI_ARGS | 10.0.0.9',
    'mac capability | aa:bb',
    'bandwidth capability | {"ingressRate":1}',
  ]);
  expect(argumentTable([], {})).toBeUndefined();
});
