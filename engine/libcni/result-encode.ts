import { decodeAny, emptyObject } from './json/decode-any.ts';
import { encodeJSON, encodeString, encodeStruct } from './json/encode.ts';
import { parseJSON } from './json/parse.ts';
import { encodeUTF8 } from './json/utf8.ts';
import type { DNS, Interface, IPConfig, LegacyIP, LegacyResult, ModernResult, Route } from './result-types.ts';
import type { JSONValue } from './types.ts';

const text = (value: string): string | undefined => (value === '' ? undefined : encodeString(value));
const number = (value: bigint): string | undefined => (value === 0n ? undefined : String(value));
const pointer = (value: bigint | undefined): string | undefined => (value === undefined ? undefined : String(value));

/** An array, or undefined (left out) when it is empty; nil pointers are null. */
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

/** JSON of a 0.1.0 or 0.2.0 result, keys in the order of Go's struct. */
export function encodeLegacyResult(result: LegacyResult): string {
  return encodeStruct([
    ['cniVersion', text(result.cniVersion)],
    ['ip4', encodeLegacyIP(result.ip4)],
    ['ip6', encodeLegacyIP(result.ip6)],
    ['dns', encodeDNS(result.dns)],
  ]);
}

function encodeModern(
  result: ModernResult,
  encodeInterface: (networkInterface: Interface) => string,
  encodeIP: (ip: IPConfig) => string,
): string {
  return encodeStruct([
    ['cniVersion', text(result.cniVersion)],
    ['interfaces', list(result.interfaces, encodeInterface)],
    ['ips', list(result.ips, encodeIP)],
    ['routes', list(result.routes, encodeRoute)],
    ['dns', encodeDNS(result.dns)],
  ]);
}

/** JSON of a 0.3.0 to 0.4.0 result, keys in the order of Go's struct; `dns` is there even when empty. */
export function encodeResult040(result: ModernResult): string {
  return encodeModern(
    result,
    (networkInterface) =>
      encodeStruct([
        ['name', encodeString(networkInterface.name)],
        ['mac', text(networkInterface.mac)],
        ['sandbox', text(networkInterface.sandbox)],
      ]),
    (ip) =>
      encodeStruct([
        ['version', encodeString(ip.version)],
        ['interface', pointer(ip.interface)],
        ['address', encodeString(ip.address)],
        ['gateway', text(ip.gateway)],
      ]),
  );
}

function isEmptyDNS(dns: DNS): boolean {
  return dns.domain === '' && ![dns.nameservers, dns.search, dns.options].some((names) => (names?.length ?? 0) > 0);
}

/** JSON of a 1.0.0 or 1.1.0 result. Go sends it through a map: keys are sorted, numbers become float64, an empty `dns` goes. */
export function encodeResult100(result: ModernResult): string {
  const struct = encodeModern(
    result,
    (networkInterface) =>
      encodeStruct([
        ['name', encodeString(networkInterface.name)],
        ['mac', text(networkInterface.mac)],
        ['mtu', number(networkInterface.mtu)],
        ['sandbox', text(networkInterface.sandbox)],
        ['socketPath', text(networkInterface.socketPath)],
        ['pciID', text(networkInterface.pciID)],
      ]),
    (ip) =>
      encodeStruct([
        ['interface', pointer(ip.interface)],
        ['address', encodeString(ip.address)],
        ['gateway', text(ip.gateway)],
      ]),
  );
  const object = Object.assign(emptyObject(), decodeText(struct));
  if (isEmptyDNS(result.dns)) {
    delete object['dns'];
  }
  return encodeJSON(object);
}

/** Decodes JSON that we encoded ourselves; the order of keys stays. */
export function decodeText(json: string): JSONValue {
  return decodeAny(parseJSON(encodeUTF8(json)), (error) => {
    throw error;
  });
}
