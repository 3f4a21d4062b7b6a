import type { Node } from 'jsonc-parser';
import { elementsOf, membersOf, stringOf, valueOf, type Parts } from './occurrences.ts';
import { placeholdersIn } from './placeholders.ts';

const isJSON = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** Shapes of a template. */
export function* templateShapes(text: string, { isList, root }: Parts): Generator<string> {
  const found = placeholdersIn(text);
  for (const { syntax, place } of found) {
    yield `${syntax} as ${place}`;
  }
  yield isList ? 'list' : valueOf(root, 'name') === undefined ? 'single without a name' : 'single';
  yield isJSON(text) ? 'JSON before it is filled in' : 'no JSON before it is filled in';
}

const isIPv6 = (node: Node): boolean => stringOf(valueOf(node, 'address')).includes(':');

function* resultShapes(result: Node): Generator<string> {
  const ips = elementsOf(valueOf(result, 'ips') ?? valueOf(result, 'IPs'));
  for (const [key, value] of membersOf(result)) {
    const isEmpty = (value.type === 'array' || value.type === 'object') && value.children?.length === 0;
    yield `prevResult.${key}${isEmpty ? ', empty' : ''}`;
  }
  if (ips.length > 0) {
    yield ips.some((ip) => valueOf(ip, 'version') !== undefined)
      ? 'addresses with a version'
      : 'addresses without a version';
    if (ips.some(isIPv6)) {
      yield ips.every(isIPv6) ? 'IPv6 alone' : 'dual stack';
    }
    if (ips.some((ip) => valueOf(ip, 'interface') !== undefined)) {
      yield 'addresses with an interface';
    }
  }
  if (elementsOf(valueOf(result, 'routes')).some((route) => valueOf(route, 'gw') !== undefined)) {
    yield 'route with gw';
  }
}

/** Shapes of what a plugin gets on stdin. */
export function* stdinShapes({ root, version }: Parts): Generator<string> {
  const result = valueOf(root, 'prevResult');
  if (result === undefined) {
    yield 'no prevResult';
  } else if (membersOf(result).length === 0) {
    yield 'prevResult empty';
  } else {
    yield* resultShapes(result);
  }
  for (const [key, value] of membersOf(root)) {
    if (key === 'runtimeConfig' || key === 'runtime_config') {
      for (const [name] of membersOf(value)) {
        yield `${key}.${name}`;
      }
    } else if (/^[A-Z]|runtimeconfig|[./]/.test(key)) {
      yield `key ${key}`;
    }
  }
  if (valueOf(root, 'name') === undefined) {
    yield 'no name';
  }
  const keys = membersOf(root).map(([key]) => key);
  if (new Set(keys).size < keys.length) {
    yield 'a key twice';
  }
  yield `version ${version}`;
}

/** Shapes of a part of a configuration: one plugin or IPAM object alone. */
export function* fragmentShapes({ root }: Parts): Generator<string> {
  const keys = new Set(membersOf(root).map(([key]) => key));
  const known = ['name', 'cniVersion', 'ipam', 'delegate', 'delegates', 'capabilities', 'runtimeConfig', 'args'];
  const has = known.filter((key) => keys.has(key));
  const own = [...keys].some((key) => key !== 'type' && !known.includes(key));
  yield `with ${[...has, ...(own ? ['keys of its own'] : [])].join(' and ') || 'its type alone'}`;
}
