/** Makes parts until they have so many characters, and puts them together. */
function grown(bytes: number, part: (index: number) => string, around: (parts: string) => string): string {
  const parts: string[] = [];
  for (let size = 0; size < bytes;) {
    const next = part(parts.length);
    parts.push(next);
    size += next.length + 1;
  }
  return around(parts.join(',\n'));
}

const list = (plugins: string): string =>
  `{\n  "cniVersion": "1.0.0",\n  "name": "large",\n  "plugins": [\n${plugins}\n  ]\n}\n`;

const json = (value: object): string => JSON.stringify(value, undefined, 2);

/** Two octets that are others for each index. */
const octets = (index: number): string => `${Math.floor(index / 250) % 250}.${index % 250}`;

/** Plugins of several types, each with a network of its own. */
function mixed(index: number): object {
  const ipam = {
    type: 'host-local',
    ranges: [[{ subnet: `10.${octets(index)}.0/24`, rangeStart: `10.${octets(index)}.10` }]],
    routes: [{ dst: '0.0.0.0/0' }, { dst: `192.168.${index % 250}.0/24`, gw: `10.${octets(index)}.1` }],
  };
  if (index % 3 === 0) {
    return { type: 'bridge', bridge: `br${index}`, isGateway: true, ipMasq: true, ipam };
  }
  if (index % 3 === 1) {
    return { type: 'macvlan', master: `eth${index}`, mode: 'bridge', ipam };
  }
  return { type: 'tuning', sysctl: { 'net.core.somaxconn': '500' }, mtu: 1400 };
}

const bridge = (ipam: string): string =>
  list(`    { "type": "bridge", "bridge": "br0", "ipam": { "type": "host-local", ${ipam} } }`);

const same = json({
  type: 'bridge',
  bridge: 'br0',
  isGateway: true,
  ipam: { type: 'host-local', ranges: [[{ subnet: '10.1.0.0/16' }]], routes: [{ dst: '0.0.0.0/0' }] },
});

const portMapping = json({ type: 'portmap', capabilities: { portMappings: true }, conditionsV4: ['-d', '10.0.0.1'] });

const tuning = json({ type: 'tuning', sysctl: { 'net.core.somaxconn': '500' } });

/** Lists of about so many bytes, by what they are full of. */
export const shapes: ReadonlyMap<string, (bytes: number) => string> = new Map(
  Object.entries({
    'several plugins': (bytes) => grown(bytes, (index) => json(mixed(index)), list),
    'every plugin the same bridge': (bytes) => grown(bytes, () => same, list),
    'every plugin the same portmap': (bytes) => grown(bytes, () => portMapping, list),
    'every plugin the same tuning': (bytes) => grown(bytes, () => tuning, list),
    'one key again and again': (bytes) =>
      grown(
        bytes,
        (index) => `      "mtu": ${1400 + (index % 100)}`,
        (keys) => list(`    { "type": "bridge",\n${keys} }`),
      ),
    'unknown keys': (bytes) =>
      grown(
        bytes,
        (index) => `      "isGatewai${index}": true`,
        (keys) => list(`    { "type": "bridge",\n${keys} }`),
      ),
    'range sets': (bytes) =>
      grown(
        bytes,
        (index) => `[{ "subnet": "10.${octets(index)}.0/24" }]`,
        (sets) => bridge(`"ranges": [${sets}]`),
      ),
    'range sets of IPv6 on a gateway': (bytes) =>
      grown(
        bytes,
        (index) => `[{ "subnet": "2001:db8:${index.toString(16)}::/48" }]`,
        (sets) =>
          list(`    { "type": "bridge", "isGateway": true, "ipam": { "type": "host-local", "ranges": [${sets}] } }`),
      ),
    'addresses of static': (bytes) =>
      grown(
        bytes,
        (index) => `{ "address": "10.${octets(index)}.2/24", "gateway": "10.${octets(index)}.1" }`,
        (addresses) => list(`    { "type": "macvlan", "ipam": { "type": "static", "addresses": [${addresses}] } }`),
      ),
    'one network again and again, with routes': (bytes) =>
      grown(
        bytes,
        (index) => `{ "dst": "10.0.0.0/8", "gw": "10.${octets(index)}.1" }`,
        (routes) =>
          list(
            `    { "type": "ptp", "ipam": { "type": "host-local", "subnet": "10.0.0.0/8", "routes": [${routes}] } }`,
          ),
      ),
    'ranges of one set, which overlap': (bytes) =>
      grown(
        bytes,
        (index) => `{ "subnet": "10.0.0.0/8", "rangeStart": "10.${octets(index)}.1" }`,
        (ranges) => bridge(`"ranges": [[${ranges}]]`),
      ),
    routes: (bytes) =>
      grown(
        bytes,
        (index) => `{ "dst": "10.${octets(index)}.0/24", "gw": "10.200.0.${index % 250}" }`,
        (routes) => bridge(`"subnet": "10.200.0.0/24", "routes": [${routes}]`),
      ),
    sysctls: (bytes) =>
      grown(
        bytes,
        (index) => `      "net/ipv4/conf/eth${index}/forwarding": "1"`,
        (keys) => list(`    { "type": "tuning", "sysctl": {\n${keys} } }`),
      ),
    'comments and trailing commas': (bytes) =>
      grown(bytes, (index) => `    // plugin ${index}\n    { "type": "tuning", "mtu": 1400, }`, list),
    placeholders: (bytes) =>
      grown(
        bytes,
        (index) => `    { "type": "bridge", "bridge": "{{ bridge${index} }}", "mtu": __MTU_${index}__ }`,
        list,
      ),
    nesting: (bytes) =>
      list(`    { "type": "bridge", "args": ${'{"a":['.repeat(Math.min(200, bytes))}${']}'.repeat(200)} },
${grown(
  bytes,
  () => json({ type: 'bridge', args: { cni: { labels: [{ key: 'a', value: 'b' }] } } }),
  (parts) => parts,
)}`),
  }),
);
