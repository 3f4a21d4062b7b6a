import { canonicalAddress, canonicalRange, noRange } from './addresses.ts';
import { textShape } from '../json/text.ts';
import {
  intShape,
  pointerShape,
  sliceShape,
  stringShape,
  structShape,
  unmarshalerShape,
  type Shape,
} from '../json/typed.ts';

/** types.DNS. */
export interface DNS {
  readonly nameservers: readonly string[] | undefined;
  readonly domain: string;
  readonly search: readonly string[] | undefined;
  readonly options: readonly string[] | undefined;
}

/** types.Route: `dst` in canonical spelling or `<nil>`, `gw` '' for none, numbers 0 for none. */
export interface Route {
  readonly dst: string;
  readonly gw: string;
  readonly mtu: bigint;
  readonly advmss: bigint;
  readonly priority: bigint;
  readonly table: bigint | undefined;
  readonly scope: bigint | undefined;
}

/** The address of one family in results up to 0.2.0. */
export interface LegacyIP {
  readonly ip: string;
  readonly gateway: string;
  readonly routes: readonly Route[] | undefined;
}

/** An address in results since 0.3.0; `version` is written only up to 0.4.0. */
export interface IPConfig {
  readonly version: string;
  readonly interface: bigint | undefined;
  readonly address: string;
  readonly gateway: string;
}

/** An interface; the last three are written only since 1.0.0. */
export interface Interface {
  readonly name: string;
  readonly mac: string;
  readonly sandbox: string;
  readonly mtu: bigint;
  readonly socketPath: string;
  readonly pciID: string;
}

/** A result of spec 0.1.0 or 0.2.0. */
export interface LegacyResult {
  readonly cniVersion: string;
  readonly ip4: LegacyIP | undefined;
  readonly ip6: LegacyIP | undefined;
  readonly dns: DNS;
}

/** A result since spec 0.3.0. Elements that are null in JSON are undefined, as Go keeps nil pointers. */
export interface ModernResult {
  readonly cniVersion: string;
  readonly interfaces: readonly (Interface | undefined)[] | undefined;
  readonly ips: readonly (IPConfig | undefined)[] | undefined;
  readonly routes: readonly (Route | undefined)[] | undefined;
  readonly dns: DNS;
}

const strings = sliceShape('[]string', stringShape);
const address = textShape('net.IP', '', canonicalAddress);
const range = unmarshalerShape(stringShape, noRange, canonicalRange);

const noDNS: DNS = { nameservers: undefined, domain: '', search: undefined, options: undefined };

export const dnsShape: Shape<DNS> = structShape('DNS', 'types.DNS', noDNS, {
  nameservers: strings,
  domain: stringShape,
  search: strings,
  options: strings,
});

const noRoute: Route = { dst: noRange, gw: '', mtu: 0n, advmss: 0n, priority: 0n, table: undefined, scope: undefined };

const routeShape = unmarshalerShape(
  structShape('route', 'types.route', noRoute, {
    dst: range,
    gw: address,
    mtu: intShape,
    advmss: intShape,
    priority: intShape,
    table: pointerShape(intShape),
    scope: pointerShape(intShape),
  }),
  noRoute,
  (route) => route,
);

const noLegacyIP: LegacyIP = { ip: noRange, gateway: '', routes: undefined };

const legacyIPShape = pointerShape(
  unmarshalerShape(
    structShape('ipConfig', 'types020.ipConfig', noLegacyIP, {
      ip: range,
      gateway: address,
      routes: sliceShape('[]types.Route', routeShape),
    }),
    noLegacyIP,
    (ip) => ip,
  ),
);

/** types020.Result. */
export const legacyResultShape = structShape<LegacyResult>(
  'Result',
  'types020.Result',
  { cniVersion: '', ip4: undefined, ip6: undefined, dns: noDNS },
  { cniVersion: stringShape, ip4: legacyIPShape, ip6: legacyIPShape, dns: dnsShape },
);

const noResult: ModernResult = {
  cniVersion: '',
  interfaces: undefined,
  ips: undefined,
  routes: undefined,
  dns: noDNS,
};

const routesShape = sliceShape('[]*types.Route', pointerShape(routeShape));

const ip040Shape: Shape<IPConfig> = unmarshalerShape<IPConfig, IPConfig>(
  structShape<IPConfig>(
    'ipConfig',
    'types040.ipConfig',
    { version: '', interface: undefined, address: noRange, gateway: '' },
    { version: stringShape, interface: pointerShape(intShape), address: range, gateway: address },
  ),
  { version: '', interface: undefined, address: noRange, gateway: '' },
  (ip) => ip,
);

type IP100 = Omit<IPConfig, 'version'>;

const ip100Shape: Shape<IPConfig> = unmarshalerShape<IP100, IPConfig>(
  structShape<IP100>(
    'ipConfig',
    'types100.ipConfig',
    { interface: undefined, address: noRange, gateway: '' },
    { interface: pointerShape(intShape), address: range, gateway: address },
  ),
  { version: '', interface: undefined, address: noRange, gateway: '' },
  (ip) => ({ ...ip, version: '' }),
);

const noInterface: Interface = { name: '', mac: '', sandbox: '', mtu: 0n, socketPath: '', pciID: '' };

const interface100Shape = structShape('Interface', 'types100.Interface', noInterface, {
  name: stringShape,
  mac: stringShape,
  mtu: intShape,
  sandbox: stringShape,
  socketPath: stringShape,
  pciID: stringShape,
});

const interface040Fields = structShape(
  'Interface',
  'types040.Interface',
  { name: '', mac: '', sandbox: '' },
  { name: stringShape, mac: stringShape, sandbox: stringShape },
);

const interface040Shape: Shape<Interface> = {
  zero: noInterface,
  decode: (node, previous, context) => ({ ...noInterface, ...interface040Fields.decode(node, previous, context) }),
};

function modernShape(
  version: '040' | '100',
  networkInterface: Shape<Interface>,
  ip: Shape<IPConfig>,
): Shape<ModernResult> {
  return structShape('Result', `types${version}.Result`, noResult, {
    cniVersion: stringShape,
    interfaces: sliceShape(`[]*types${version}.Interface`, pointerShape(networkInterface)),
    ips: sliceShape(`[]*types${version}.IPConfig`, pointerShape(ip)),
    routes: routesShape,
    dns: dnsShape,
  });
}

/** types040.Result, for 0.3.0, 0.3.1 and 0.4.0. */
export const result040Shape = modernShape('040', interface040Shape, ip040Shape);

/** types100.Result, for 1.0.0 and 1.1.0. */
export const result100Shape = modernShape('100', interface100Shape, ip100Shape);
