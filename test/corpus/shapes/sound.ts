import type { Node } from 'jsonc-parser';
import { elementsOf, membersOf, stringOf, valueOf, type Occurrence, type Parts } from './occurrences.ts';

/** Members that every plugin configuration has, or that have a separate shape. */
const PLAIN = new Set(['type', 'name', 'cniVersion']);

/** Objects in which the keys are data. */
const DATA = new Set(['args', 'sysctl', 'ports', 'subnetTags', 'labels']);

const NUMBER = /^-?\d+$/;

/** Shapes of the keys and values of an object, at any depth; delegates and the IPAM object are read separately. */
function* looksOf(node: Node): Generator<string> {
  const keys = membersOf(node).map(([key]) => key);
  if (new Set(keys).size < keys.length) {
    yield 'a key twice';
  }
  for (const [key, value] of membersOf(node)) {
    if (/^[a-z\d]+(?:_[a-zA-Z\d]+)+$/.test(key)) {
      yield key.includes('comment') ? 'a key for a comment' : 'a snake_case key';
    }
    if (key.startsWith('_')) {
      yield 'a key for a comment';
    }
    if (/^[a-zA-Z\d]+(?:-[a-zA-Z\d]+)+$/.test(key)) {
      yield 'a kebab-case key';
    }
    if (/^[A-Z]/.test(key)) {
      yield 'a capitalized key';
    }
    if (/[./]/.test(key)) {
      yield 'a key with a dot or slash';
    }
    if (value.type === 'null') {
      yield 'null';
    }
    if (value.type === 'string') {
      yield* looksOfString(stringOf(value));
    }
    if (value.type === 'object' && value.children?.length === 0 && key !== 'ipam') {
      yield 'an empty object';
    }
    if (value.type === 'array' && value.children?.length === 0) {
      yield 'an empty array';
    }
    if (DATA.has(key) || key === 'delegate' || key === 'delegates' || key === 'ipam' || key === 'capabilities') {
      continue;
    }
    yield* looksOf(value);
    for (const element of elementsOf(value)) {
      yield* looksOf(element);
    }
  }
}

function* looksOfString(text: string): Generator<string> {
  if (text === '') {
    yield 'an empty string';
  }
  if (text === 'true' || text === 'false') {
    yield 'a boolean as a string';
  }
  if (NUMBER.test(text)) {
    yield 'a number as a string';
  }
  if (/^0x[\da-f]+$/i.test(text)) {
    yield 'a hexadecimal number as a string';
  }
  if (text.startsWith('unix:')) {
    yield 'a socket address';
  }
  if (/^https?:/.test(text)) {
    yield 'a URL';
  }
}

function ipamOf(node: Node): string[] {
  const ipam = valueOf(node, 'ipam');
  if (ipam === undefined) {
    return [];
  }
  const type = stringOf(valueOf(ipam, 'type'));
  if (ipam.type !== 'object') {
    return [`ipam: ${ipam.type}`];
  }
  if (membersOf(ipam).length === 0) {
    return ['ipam: {}'];
  }
  return [type === '' ? 'ipam: without type' : `ipam: ${type}`];
}

/** Shapes of a plugin configuration. */
function* shapesOfPlugin({ node, role }: Occurrence): Generator<string> {
  yield role;
  const inList = role.includes('list');
  for (const [key] of membersOf(node)) {
    if (!PLAIN.has(key)) {
      yield `key ${key}`;
    } else if (key !== 'type' && inList) {
      yield `${key} in a list`;
    }
  }
  yield* ipamOf(node);
  for (const [key, value] of membersOf(valueOf(node, 'capabilities'))) {
    yield value.value === true ? `capability ${key}` : `capability ${key}: ${String(value.value)}`;
  }
  for (const [key, value] of membersOf(valueOf(node, 'args'))) {
    yield key === 'cni' ? 'args.cni' : 'args of a runtime';
    if (key === 'cni') {
      for (const [name] of membersOf(value)) {
        yield `args.cni.${name}`;
      }
    }
  }
  for (const [key] of membersOf(valueOf(node, 'dns'))) {
    yield `dns.${key}`;
  }
  yield* looksOf(node);
}

const isIPv6 = (text: string): boolean => text.includes(':');

/** Every address or CIDR in an IPAM object that is assigned, without those of routes and name servers. */
function* givenOut(node: Node): Generator<string> {
  for (const [key, value] of membersOf(node)) {
    if (/^(?:subnet|range|address|ipv4-subnet|ipv6-subnet)$/i.test(key) && value.type === 'string') {
      yield stringOf(value);
    }
    if (!/routes|dns/i.test(key)) {
      yield* givenOut(value);
      for (const element of elementsOf(value)) {
        yield* givenOut(element);
        for (const inner of elementsOf(element)) {
          yield* givenOut(inner);
        }
      }
    }
  }
}

const counted = (count: number): string => (count > 2 ? 'three or more' : (['none', 'one', 'two'][count] ?? ''));

/** Shapes of an IPAM object. */
function* shapesOfIPAM({ node, role }: Occurrence): Generator<string> {
  yield role;
  for (const [key] of membersOf(node)) {
    if (key !== 'type') {
      yield `key ${key}`;
    }
  }
  const addresses = [...givenOut(node)].filter((text) => text !== '');
  const [six, four] = [addresses.filter(isIPv6), addresses.filter((text) => !isIPv6(text))];
  if (six.length > 0) {
    yield four.length > 0 ? 'dual stack' : 'IPv6 alone';
  }
  const sets = valueOf(node, 'ranges');
  if (sets !== undefined && valueOf(node, 'subnet') !== undefined) {
    yield 'subnet and ranges';
  }
  if (sets !== undefined) {
    yield `range sets: ${counted(elementsOf(sets).length)}`;
  }
  for (const set of elementsOf(sets)) {
    if (elementsOf(set).length > 1) {
      yield 'several ranges in a set';
    }
    for (const range of elementsOf(set)) {
      for (const [key] of membersOf(range)) {
        yield `range key ${key}`;
      }
    }
  }
  for (const range of elementsOf(valueOf(node, 'ipRanges'))) {
    for (const [key] of membersOf(range)) {
      yield `range key ${key}`;
    }
  }
  const fixed = valueOf(node, 'addresses');
  if (fixed !== undefined) {
    yield `addresses: ${counted(elementsOf(fixed).length)}`;
  }
  for (const route of elementsOf(valueOf(node, 'routes'))) {
    const keys = membersOf(route).map(([key]) => key);
    yield `route with ${keys.toSorted().join(' and ')}`;
    if (stringOf(valueOf(route, 'dst')) === '0.0.0.0/0') {
      yield 'default route, IPv4';
    }
    if (stringOf(valueOf(route, 'dst')) === '::/0') {
      yield 'default route, IPv6';
    }
  }
  for (const [key] of membersOf(valueOf(node, 'dns'))) {
    yield `dns.${key}`;
  }
  if (/^\S+-\S+\/\d+$/.test(stringOf(valueOf(node, 'range')))) {
    yield 'range from-to';
  }
  if (stringOf(valueOf(node, 'subnet')) === 'usePodCidr') {
    yield 'subnet usePodCidr';
  }
  yield* looksOf(node);
}

/** Shapes of a list as a whole. */
function* shapesOfList({ root, occurrences, version }: Parts): Generator<string> {
  for (const [key, value] of membersOf(root)) {
    if (!/^(?:name|cniVersion|plugins)$/.test(key)) {
      yield `key ${key}: ${value.type}`;
    }
  }
  yield `plugins: ${counted(occurrences.filter(({ role }) => role.startsWith('list:')).length)}`;
  yield `version ${version}`;
}

/** Shapes of the text as text. */
function* shapesOfText(text: string): Generator<string> {
  if (text.includes('\r\n')) {
    yield 'CRLF';
  }
  if (/^\t/m.test(text)) {
    yield 'tabs';
  }
  if (/^ {2}"/m.test(text)) {
    yield 'two blanks';
  }
  if (/^ {4}"/m.test(text) && !/^ {2}"/m.test(text)) {
    yield 'four blanks';
  }
  if (!text.trim().includes('\n')) {
    yield 'one line';
  }
  if (!text.endsWith('\n')) {
    yield 'no line end at the end';
  }
  if (/[^\0-\x7F\uFEFF]/.test(text)) {
    yield 'not ASCII';
  }
  if (/\\u[\da-f]{4}/i.test(text)) {
    yield 'a character as an escape';
  }
  if (text.includes('\\/')) {
    yield 'a slash as an escape';
  }
  if (/[ \t]$/m.test(text.replaceAll('\r', ''))) {
    yield 'blanks at the end of a line';
  }
  if (/^\{[^{[]*"(?:plugins|type)"[^}\]]*[\]},]\s*"(?:name|cniVersion)"/.test(text)) {
    yield 'name after plugins';
  }
}

/** Every cell that a sound configuration fills, as `type: shape` pairs. */
export function* soundCells(text: string, parts: Parts): Generator<readonly [type: string, shape: string]> {
  for (const shape of shapesOfText(text)) {
    yield ['(text)', shape];
  }
  if (parts.isList) {
    for (const shape of shapesOfList(parts)) {
      yield ['(list)', shape];
    }
  }
  const dual = new Set<Node>();
  for (const occurrence of parts.occurrences) {
    const shapes = [...(occurrence.role === 'ipam' ? shapesOfIPAM(occurrence) : shapesOfPlugin(occurrence))];
    if (shapes.includes('dual stack')) {
      dual.add(occurrence.node);
    }
    for (const shape of shapes) {
      yield [occurrence.type, shape];
    }
  }
  for (const { role, type, node } of parts.occurrences) {
    if (role === 'ipam') {
      continue;
    }
    const ipam = valueOf(node, 'ipam');
    if (ipam !== undefined && dual.has(ipam)) {
      yield [type, 'dual stack'];
    }
    if (role === 'single' || role.startsWith('list')) {
      yield [type, `version ${parts.version}`];
    }
  }
}
