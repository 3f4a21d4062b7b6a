import type { Node } from 'jsonc-parser';
import { elementsOf, membersOf, stringOf, valueOf, type Occurrence, type Parts } from './occurrences.ts';

const TOKEN =
  /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|#[^\n]*|\.{3,}|…|<?-+>|<-+|[{}[\],:]|\\.|[^\s{}[\],:"\\]+|"/g;
const LITERAL = /^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

const isComment = (token: string): boolean => /^(?:\/\/|\/\*|#)/.test(token);
const endsValue = (token: string): boolean => /^(?:"..*|[}\]]|\w.*)$/s.test(token);
const startsValue = (token: string): boolean => /^["{[\w]/.test(token);

function* slips(tokens: readonly string[]): Generator<string> {
  for (const [index, token] of tokens.entries()) {
    const [before = '', next = ''] = [tokens[index - 1], tokens[index + 1]];
    if (token === ',' && /^[}\]]$/.test(next)) {
      yield 'trailing comma';
    }
    if (token === ',' && /^[,[{]$/.test(before)) {
      yield 'comma without a value before it';
    }
    if (endsValue(token) && startsValue(next)) {
      yield 'missing comma or colon';
    }
    if (token.startsWith('...') || token === '…') {
      yield 'ellipsis';
    }
    if (/^(?:<-+|<?-+>)/.test(token) && token.length > 1) {
      yield 'arrow';
    }
    if (token.startsWith('\\')) {
      yield 'backslash outside of a string';
    }
    if (token.startsWith("'")) {
      yield 'single quotes';
    }
    if (/[“”„]/.test(token)) {
      yield 'typographic quotes';
    }
    if (/[，：；]/.test(token)) {
      yield 'full-width punctuation';
    }
    if (token === '"') {
      yield 'string without an end';
    }
    if (/^[A-Za-z_]/.test(token) && !LITERAL.test(token)) {
      yield next === ':' ? 'key without quotes' : 'bare word';
    }
    if (/^\d/.test(token) && !LITERAL.test(token)) {
      yield 'version without quotes';
    }
  }
}

/** Why a text is not JSON. */
function* syntaxKinds(text: string): Generator<string> {
  if (text.startsWith('\uFEFF')) {
    yield 'byte order mark';
  }
  const all = text.replace('\uFEFF', '').match(TOKEN) ?? [];
  for (const token of all) {
    if (token.startsWith('//')) {
      yield '// comment';
    }
    if (token.startsWith('/*')) {
      yield '/* comment */';
    }
    if (token.startsWith('#')) {
      yield '# comment';
    }
  }
  const tokens = all.filter((token) => !isComment(token));
  yield* slips(tokens);
  const count = (token: string): number => tokens.filter((one) => one === token).length;
  if (count('{') !== count('}') || count('[') !== count(']')) {
    yield 'brackets without a partner';
  }
}

const isJSON = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const isAddress = (text: string): boolean => text === '' || IPV4.test(text) || /^[\da-f:.]*:[\da-f:.]*$/i.test(text);

/** Whether an IPv4 CIDR has host bits set. */
function hasHostBits(cidr: string): boolean {
  const [address = '', prefix = ''] = cidr.split('/');
  if (!IPV4.test(address)) {
    return /::[\da-f]*[1-9a-f]\/\d+$/i.test(cidr);
  }
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return value % 2 ** (32 - Number(prefix)) !== 0;
}

function* rangeKinds(range: Node): Generator<string> {
  const subnet = valueOf(range, 'subnet');
  if (subnet !== undefined && !/^[\da-f.:]+\/\d+$/i.test(stringOf(subnet))) {
    yield 'subnet that is no CIDR';
  } else if (hasHostBits(stringOf(subnet))) {
    yield 'subnet with host bits';
  }
  for (const key of ['gateway', 'rangeStart', 'rangeEnd']) {
    if (!isAddress(stringOf(valueOf(range, key)))) {
      yield `${key} that is no address`;
    }
  }
}

function* ipamKinds(node: Node): Generator<string> {
  yield* rangeKinds(node);
  const ranges = valueOf(node, 'ranges');
  if (ranges !== undefined && ranges.type !== 'array') {
    yield 'ranges that is no array';
  }
  for (const set of elementsOf(ranges)) {
    if (set.type !== 'array') {
      yield 'ranges without an inner array';
    } else if (elementsOf(set).length === 0) {
      yield 'empty range set';
    }
    for (const range of elementsOf(set)) {
      yield* rangeKinds(range);
    }
  }
}

/** Plugins that need the result of a previous one. */
const CHAINED =
  /^(?:portmap|tuning|sbr|firewall|bandwidth|vrf|dnsname|consul-cni|rdma|route-override|tc-redirect-tap)$/;

function* pluginKinds({ node, role, type }: Occurrence): Generator<string> {
  const of = (key: string): Node | undefined => valueOf(node, key);
  if (of('type') === undefined) {
    yield 'no type';
  } else if (of('type')?.type !== 'string') {
    yield 'type that is no string';
  } else if (type === '' || type.includes('/')) {
    yield 'type that is no name of a program';
  }
  if (role === 'single' && of('name') === undefined) {
    yield 'single without a name';
  }
  if (CHAINED.test(type) && /single|first|only/.test(role) && of('prevResult') === undefined) {
    yield 'nothing before it';
  }
  const ipam = of('ipam');
  if (ipam !== undefined && ipam.type !== 'object' && ipam.type !== 'null') {
    yield 'ipam that is no object';
  }
  for (const [, value] of membersOf(of('capabilities'))) {
    if (value.type !== 'boolean') {
      yield 'capability that is no boolean';
    }
  }
  for (const [key, value] of membersOf(node)) {
    const text = stringOf(value);
    if (/^(?:true|false)$/.test(text)) {
      yield 'boolean as a string';
    }
    if (/^\d+$/.test(text) && /^(?:mtu|vlan|vlanId|table)$/.test(key)) {
      yield 'number as a string';
    }
  }
}

/** Why the content of a configuration as a whole is rejected. */
function* wholeKinds({ root, isList, version }: Parts): Generator<string> {
  const plugins = valueOf(root, 'plugins');
  const name = valueOf(root, 'name');
  if (root?.type !== 'object') {
    return yield 'no object';
  }
  if (isList && name === undefined) {
    yield 'list without a name';
  }
  if (name !== undefined && !/^[a-zA-Z0-9][\w.-]*$/.test(stringOf(name))) {
    yield 'name that libcni refuses';
  }
  if (isList && valueOf(root, 'type') !== undefined) {
    yield 'type and plugins at the top';
  }
  if (isList && plugins?.type !== 'array') {
    yield 'plugins that is no array';
  }
  if (plugins?.type === 'array' && elementsOf(plugins).length === 0) {
    yield 'plugins empty';
  }
  if (elementsOf(plugins).some(({ type }) => type !== 'object')) {
    yield 'plugin that is no object';
  }
  if (version !== 'none' && !/^\d+\.\d+\.\d+$/.test(version)) {
    yield 'version that is no version';
  } else if (!/^(?:none|0\.[1-4]\.0|0\.3\.1|1\.[01]\.0)$/.test(version)) {
    yield 'version that was never released';
  }
}

const isIPAM = ({ role }: Occurrence): boolean => role === 'ipam';

/** Every cell of a broken text: its first plugin or the one with the error, and the kind of error. */
export function* brokenCells(text: string, parts: Parts): Generator<readonly [type: string, shape: string]> {
  const [first = '(none)'] = parts.occurrences.flatMap(({ type }) => (type === '' ? [] : [type]));
  if (!isJSON(text)) {
    for (const kind of syntaxKinds(text)) {
      yield [first, `not JSON: ${kind}`];
    }
    return;
  }
  const found = [...wholeKinds(parts)].map((kind) => [first, kind] as const);
  for (const one of parts.occurrences) {
    const kinds = isIPAM(one) ? ipamKinds(one.node) : pluginKinds(one);
    for (const kind of kinds) {
      found.push([one.type === '' ? first : one.type, kind]);
    }
  }
  if (found.length === 0) {
    yield [first, 'content: something only the plugin knows'];
  }
  for (const [type, kind] of found) {
    yield [type, `content: ${kind}`];
  }
}
