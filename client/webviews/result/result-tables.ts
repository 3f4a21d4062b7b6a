import * as l10n from '@vscode/l10n';
import type { StepDocument } from '../../../engine/libcni/index.ts';
import { namespaceName } from '../../views/attachment-label.ts';
import type { DataCell, DataLine, DataRow, DataTable } from './result-model.ts';
import {
  type AddressPart,
  type InterfacePart,
  partsOf,
  type ResultParts,
  type RoutePart,
} from '../../../engine/libcni/result/result-parts.ts';
import { makerOf } from './step-results.ts';

/** A result, and what it belongs to. */
export interface ShownResult {
  readonly result: unknown;
  /** Name of the interface in the namespace. Results before 0.3.0 do not have it. */
  readonly ifName: string;
  /** Path of the namespace. */
  readonly netNS: string;
  /** The steps of the ADD; undefined for a cached file, which does not say which plugin made what. */
  readonly steps?: readonly StepDocument[] | undefined;
}

/** Returns the tables of a result: interfaces with their addresses, routes, DNS. */
export function resultTables(shown: ShownResult): readonly DataTable[] {
  const parts = partsOf(shown.result);
  return [interfaceTable(shown, parts), routeTable(shown, parts), dnsTable(parts)];
}

/** A column and what its cells show. A column without any value is left out. */
interface Column<Row> {
  readonly title: string;
  readonly cellOf: (row: Row) => DataCell;
}

function dataTable<Row>(
  { caption, empty }: Pick<DataTable, 'caption' | 'empty'>,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): DataTable {
  const used = columns.filter(({ cellOf }) => rows.some((row) => cellOf(row).length > 0));
  return {
    caption,
    empty,
    columns: used.map(({ title }) => title),
    rows: rows.map((row): DataRow => used.map(({ cellOf }) => cellOf(row))),
  };
}

/** An interface with its addresses; undefined for addresses whose interface the result does not name. */
interface InterfaceRow {
  readonly part: InterfacePart | undefined;
  readonly addresses: readonly AddressPart[];
}

function interfaceTable(shown: ShownResult, { interfaces, addresses }: ResultParts): DataTable {
  const unnamed = addresses.filter((one) => one.interface === undefined || interfaces[one.interface] === undefined);
  const rows: readonly InterfaceRow[] = [
    ...interfaces.map((part, index) => ({ part, addresses: addresses.filter((one) => one.interface === index) })),
    ...(unnamed.length > 0 ? [{ part: undefined, addresses: unnamed }] : []),
  ];
  // The interfaces of the namespace are what the user wants to know.
  const sorted = [...rows.filter(isInside), ...rows.filter((row) => !isInside(row))];
  const texts = {
    caption: l10n.t('Interfaces'),
    empty: l10n.t('The result has no interfaces and no addresses.'),
  };
  return dataTable(texts, sorted, [
    { title: l10n.t('Interface'), cellOf: ({ part }) => [interfaceName(part, shown)] },
    { title: l10n.t('Address'), cellOf: (row) => row.addresses.flatMap(({ address }) => lineOf(address)) },
    { title: l10n.t('Gateway'), cellOf: (row) => gatewayLines(row) },
    { title: 'MAC', cellOf: ({ part }) => code(part?.mac) },
    { title: 'MTU', cellOf: ({ part }) => lineOf(part?.mtu) },
    { title: l10n.t('PCI device'), cellOf: ({ part }) => code(part?.pciID) },
    { title: l10n.t('Socket'), cellOf: ({ part }) => code(part?.socketPath) },
    { title: l10n.t('Made by'), cellOf: (row) => makersOfInterface(row, shown.steps) },
  ]);
}

const isInside = ({ part }: InterfaceRow): boolean => part === undefined || part.sandbox !== '';

function interfaceName(part: InterfacePart | undefined, { ifName, netNS }: ShownResult): DataLine {
  const { name, sandbox } = part ?? { name: ifName, sandbox: netNS };
  return { text: name, note: sandbox === '' ? l10n.t('on the host') : l10n.t('in {0}', namespaceName(sandbox)) };
}

/** One line for each address, so that a gateway is next to its address. */
function gatewayLines({ addresses }: InterfaceRow): DataCell {
  return addresses.every(({ gateway }) => gateway === '') ? [] : addresses.map(({ gateway: text }) => ({ text }));
}

function routeTable({ steps }: ShownResult, { routes, addresses }: ResultParts): DataTable {
  const texts = { caption: l10n.t('Routes'), empty: l10n.t('The result has no routes.') };
  return dataTable(texts, routes, [
    { title: l10n.t('Route'), cellOf: ({ dst }) => [{ text: dst }] },
    { title: l10n.t('Via'), cellOf: (route) => viaOf(route, addresses) },
    { title: 'MTU', cellOf: ({ mtu }) => lineOf(mtu) },
    { title: 'MSS', cellOf: ({ advmss }) => lineOf(advmss) },
    { title: l10n.t('Priority'), cellOf: ({ priority }) => lineOf(priority) },
    { title: l10n.t('Table'), cellOf: ({ table }) => lineOf(table) },
    { title: l10n.t('Scope'), cellOf: ({ scope }) => lineOf(scope) },
    { title: l10n.t('Made by'), cellOf: (route) => lineOf(makerOfRoute(route, steps)) },
  ]);
}

/** The next hop. A route without one uses the gateway of an address of its family (SPEC: result types). */
function viaOf({ dst, gw }: RoutePart, addresses: readonly AddressPart[]): DataCell {
  if (gw !== '') {
    return [{ text: gw }];
  }
  const gateway = addresses.find((one) => one.gateway !== '' && isIPv6(one.gateway) === isIPv6(dst))?.gateway;
  return gateway === undefined ? [] : [{ text: gateway, note: l10n.t('(gateway of the address)') }];
}

const isIPv6 = (address: string): boolean => address.includes(':');

function dnsTable({ dns }: ResultParts): DataTable {
  const rows = [
    [l10n.t('Name servers'), dns.nameservers],
    [l10n.t('Domain'), lineOf(dns.domain).map(({ text }) => text)],
    [l10n.t('Search'), dns.search],
    [l10n.t('Options'), dns.options],
  ] as const;
  const texts = { caption: 'DNS', empty: l10n.t('The result has no DNS settings.') };
  return dataTable(
    texts,
    rows.filter(([, values]) => values.length > 0),
    [
      { title: l10n.t('Setting'), cellOf: ([name]) => [{ text: name }] },
      { title: l10n.t('Value'), cellOf: ([, values]) => values.map((text) => ({ text })) },
    ],
  );
}

function makersOfInterface({ part, addresses }: InterfaceRow, steps: readonly StepDocument[] = []): DataCell {
  const ofInterface = (result: unknown): boolean =>
    partsOf(result).interfaces.some(({ name, sandbox }) => name === part?.name && sandbox === part.sandbox);
  const makers = [
    ...(part === undefined ? [] : [makerOf(steps, ofInterface)]),
    ...addresses.map(({ address }) => makerOf(steps, (result) => hasAddress(result, address))),
  ];
  return [
    ...[...new Set(makers)].flatMap(lineOf),
    ...(part === undefined ? [] : makersOfValue(part, 'MAC', ({ mac }) => mac, steps)),
    ...(part === undefined ? [] : makersOfValue(part, 'MTU', ({ mtu }) => mtu, steps)),
  ];
}

/** The plugin that changed a value of an interface, if it is not the one that made the interface. */
function makersOfValue(
  part: InterfacePart,
  name: string,
  valueOf: (part: InterfacePart) => string,
  steps: readonly StepDocument[],
): DataCell {
  const isPart = (one: InterfacePart): boolean => one.name === part.name && one.sandbox === part.sandbox;
  const maker = makerOf(steps, (result) =>
    partsOf(result).interfaces.some((one) => isPart(one) && valueOf(one) === valueOf(part)),
  );
  const isOfMaker = maker === makerOf(steps, (result) => partsOf(result).interfaces.some(isPart));
  return isOfMaker ? [] : [{ text: maker, note: name }];
}

const hasAddress = (result: unknown, address: string): boolean =>
  partsOf(result).addresses.some((one) => one.address === address);

const makerOfRoute = ({ dst, gw }: RoutePart, steps: readonly StepDocument[] = []): string =>
  makerOf(steps, (result) => partsOf(result).routes.some((one) => one.dst === dst && one.gw === gw));

const lineOf = (text = ''): DataCell => (text === '' ? [] : [{ text }]);

const code = (text = ''): DataCell => (text === '' ? [] : [{ text, isCode: true }]);

/** Returns the arguments of the runtime as a table: CNI_ARGS and the arguments of capabilities. Undefined without any. */
export function argumentTable(
  cniArgs: readonly (readonly [string, string])[],
  capabilityArgs: Readonly<Record<string, unknown>>,
): DataTable | undefined {
  const rows = [
    ...cniArgs.map(([name, value]) => ({ name, note: 'CNI_ARGS', value })),
    ...Object.entries(capabilityArgs).map(([name, value]) => ({
      name,
      note: l10n.t('capability'),
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
  ];
  return rows.length === 0
    ? undefined
    : dataTable({ caption: l10n.t('Arguments'), empty: '' }, rows, [
        { title: l10n.t('Argument'), cellOf: ({ name, note }) => [{ text: name, note }] },
        { title: l10n.t('Value'), cellOf: ({ value }) => [{ text: value, isCode: true }] },
      ]);
}
