import { isRecord } from '../json/record.ts';

/** A result of any spec version in the form of the newest one. Values are texts; missing ones are empty. */
export interface ResultParts {
  readonly interfaces: readonly InterfacePart[];
  readonly addresses: readonly AddressPart[];
  readonly routes: readonly RoutePart[];
  readonly dns: DNSPart;
}

/** An interface that the plugins created or use. */
export interface InterfacePart {
  readonly name: string;
  readonly mac: string;
  readonly mtu: string;
  /** Path of the namespace; empty for an interface of the host. */
  readonly sandbox: string;
  readonly socketPath: string;
  readonly pciID: string;
}

/** An address of an interface. */
export interface AddressPart {
  readonly address: string;
  readonly gateway: string;
  /** Index of its interface; undefined if the result names none. */
  readonly interface: number | undefined;
}

/** A route, with its options since 1.1.0. */
export interface RoutePart {
  readonly dst: string;
  readonly gw: string;
  readonly mtu: string;
  readonly advmss: string;
  readonly priority: string;
  readonly table: string;
  readonly scope: string;
}

/** What the result says about name resolution. */
interface DNSPart {
  readonly nameservers: readonly string[];
  readonly domain: string;
  readonly search: readonly string[];
  readonly options: readonly string[];
}

/** Returns the parts of a result. Before 0.3.0 it has `ip4` and `ip6` and no interfaces. What has another type is left out. */
export function partsOf(result: unknown): ResultParts {
  const root = isRecord(result) ? result : {};
  const families = [root['ip4'], root['ip6']].filter(isRecord);
  return {
    interfaces: records(root['interfaces']).map((one) => ({
      name: text(one['name']),
      mac: text(one['mac']),
      mtu: text(one['mtu']),
      sandbox: text(one['sandbox']),
      socketPath: text(one['socketPath']),
      pciID: text(one['pciID']),
    })),
    addresses: [
      ...records(root['ips']).map(({ address, gateway, interface: index }) => ({
        address: text(address),
        gateway: text(gateway),
        interface: typeof index === 'number' ? index : undefined,
      })),
      ...families.map(({ ip, gateway }) => ({ address: text(ip), gateway: text(gateway), interface: undefined })),
    ],
    routes: [root, ...families].flatMap((owner) => records(owner['routes'])).map(routePart),
    dns: dnsPart(root['dns']),
  };
}

function routePart(route: Readonly<Record<string, unknown>>): RoutePart {
  return {
    dst: text(route['dst']),
    gw: text(route['gw']),
    mtu: text(route['mtu']),
    advmss: text(route['advmss']),
    priority: text(route['priority']),
    table: text(route['table']),
    scope: text(route['scope']),
  };
}

function dnsPart(value: unknown): DNSPart {
  const dns = isRecord(value) ? value : {};
  return {
    nameservers: texts(dns['nameservers']),
    domain: text(dns['domain']),
    search: texts(dns['search']),
    options: texts(dns['options']),
  };
}

function records(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text).filter((one) => one !== '') : [];
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
