import { decodeAny, emptyObject, type MutableObject } from '../json/decode-any.ts';
import { encodeString, encodeStruct } from '../json/encode.ts';
import { parseJSON } from '../json/parse.ts';
import { encodeUTF8 } from '../json/utf8.ts';
import type { DNS, Interface, IPConfig, LegacyIP, LegacyResult, ModernResult, Route } from './result-types.ts';
import type { JSONObject, JSONValue } from './types.ts';

const text = (value: string): string | undefined => (value === '' ? undefined : encodeString(value));
const number = (value: bigint): string | undefined => (value === 0n ? undefined : String(value));
const pointer = (value: bigint | undefined): string | undefined => (value === undefined ? undefined : String(value));

/** Encodes an array; an empty one is undefined and omitted, and nil pointers are null. */
function list<T>(items: readonly T[] | undefined, encode: (item: T & {}) => string): string | undefined {
  if (items === undefined || items.length === 0) {
    return undefined;
  }
  return `[${items.map((item) => (item === undefined || item === null ? 'null' : encode(item))).join(',')}]`;
}

function encodeDNS(dns: DNS): string {
  return encodeStruct([
    ['nameservers', list(dns.nameservers, encodeString)],
    ['domain', text(dns.domain)],
    ['search', list(dns.search, encodeString)],
    ['options', list(dns.options, encodeString)],
  ]);
}

function encodeRoute(route: Route): string {
  return encodeStruct([
    ['dst', encodeString(route.dst)],
    ['gw', text(route.gw)],
    ['mtu', number(route.mtu)],
    ['advmss', number(route.advmss)],
    ['priority', number(route.priority)],
    ['table', pointer(route.table)],
    ['scope', pointer(route.scope)],
  ]);
}

function encodeLegacyIP(ip: LegacyIP | undefined): string | undefined {
  return (
    ip &&
    encodeStruct([
      ['ip', encodeString(ip.ip)],
      ['gateway', text(ip.gateway)],
      ['routes', list(ip.routes, encodeRoute)],
    ])
  );
}

/** Encodes a 0.1.0 or 0.2.0 result, with keys in the order of Go's struct. */
export function encodeLegacyResult(result: LegacyResult): string {
  return encodeStruct([
    ['cniVersion', text(result.cniVersion)],
    ['ip4', encodeLegacyIP(result.ip4)],
    ['ip6', encodeLegacyIP(result.ip6)],
    ['dns', encodeDNS(result.dns)],
  ]);
}

/** Encodes a 0.3.0 to 0.4.0 result, with keys in the order of Go's struct and even an empty `dns`. */
export function encodeResult040(result: ModernResult): string {
  return encodeStruct([
    ['cniVersion', text(result.cniVersion)],
    ['interfaces', list(result.interfaces, encodeInterface)],
    ['ips', list(result.ips, encodeIP)],
    ['routes', list(result.routes, encodeRoute)],
    ['dns', encodeDNS(result.dns)],
  ]);
}

function encodeInterface({ name, mac, sandbox }: Interface): string {
  return encodeStruct([
    ['name', encodeString(name)],
    ['mac', text(mac)],
    ['sandbox', text(sandbox)],
  ]);
}

function encodeIP(ip: IPConfig): string {
  return encodeStruct([
    ['version', encodeString(ip.version)],
    ['interface', pointer(ip.interface)],
    ['address', encodeString(ip.address)],
    ['gateway', text(ip.gateway)],
  ]);
}

type Optional<T> = T | undefined;

/** Returns a map without the entries that Go's omitempty omits. */
function compact(entries: Readonly<Record<string, Optional<JSONValue>>>): MutableObject {
  const object = emptyObject();
  for (const [key, value] of Object.entries(entries)) {
    if (value !== undefined) {
      object[key] = value;
    }
  }
  return object;
}

const unlessBlank = (value: string): Optional<string> => (value === '' ? undefined : value);
const unlessZero = (value: bigint): Optional<number> => (value === 0n ? undefined : Number(value));
const numeric = (value: Optional<bigint>): Optional<number> => (value === undefined ? undefined : Number(value));

function array<T>(items: Optional<readonly T[]>, toJSON: (item: T & {}) => JSONValue): Optional<readonly JSONValue[]> {
  if (items === undefined || items.length === 0) {
    return undefined;
  }
  return items.map((item) => (item === undefined || item === null ? null : toJSON(item)));
}

function dnsToJSON(dns: DNS): Optional<MutableObject> {
  const object = compact({
    nameservers: array(dns.nameservers, String),
    domain: unlessBlank(dns.domain),
    search: array(dns.search, String),
    options: array(dns.options, String),
  });
  return Object.keys(object).length === 0 ? undefined : object;
}

const routeToJSON = (route: Route): MutableObject =>
  compact({
    dst: route.dst,
    gw: unlessBlank(route.gw),
    mtu: unlessZero(route.mtu),
    advmss: unlessZero(route.advmss),
    priority: unlessZero(route.priority),
    table: numeric(route.table),
    scope: numeric(route.scope),
  });

/** Returns a 1.0.0 or 1.1.0 result as Go's intermediate map: numbers become float64, an empty `dns` is removed. */
export function result100ToJSON(result: ModernResult): JSONObject {
  return compact({
    cniVersion: unlessBlank(result.cniVersion),
    interfaces: array(result.interfaces, ({ name, mac, mtu, sandbox, socketPath, pciID }) =>
      compact({
        name,
        mac: unlessBlank(mac),
        mtu: unlessZero(mtu),
        sandbox: unlessBlank(sandbox),
        socketPath: unlessBlank(socketPath),
        pciID: unlessBlank(pciID),
      }),
    ),
    ips: array(result.ips, (ip) =>
      compact({ interface: numeric(ip.interface), address: ip.address, gateway: unlessBlank(ip.gateway) }),
    ),
    routes: array(result.routes, routeToJSON),
    dns: dnsToJSON(result.dns),
  });
}

/** Decodes JSON from the functions above and keeps the order of keys. */
export function decodeText(json: string): JSONValue {
  return decodeAny(parseJSON(encodeUTF8(json)), (error) => {
    throw error;
  });
}
