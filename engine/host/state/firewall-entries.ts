import { collapsed, linesOf, type PlaceEntry } from './state-entry.ts';

/**
 * Reads iptables-save or ip6tables-save as the arguments of commands: `-A CHAIN …`, `-N CHAIN`, and `-P CHAIN POLICY` if a
 * base chain does not accept. An accepting base chain without rules is the same as none.
 */
export function iptablesEntries(program: 'iptables' | 'ip6tables', text: string): readonly PlaceEntry[] {
  let table = '';
  return linesOf(text).flatMap((line): readonly PlaceEntry[] => {
    if (line.startsWith('*')) {
      table = line.slice(1);
    }
    const value = argumentsOf(line);
    return value === undefined ? [] : [{ area: 'iptables', where: `${program} ${table}`, value }];
  });
}

function argumentsOf(line: string): string | undefined {
  const rule = /^(?:\[\d+:\d+\] )?(-A .*)$/.exec(line)?.[1];
  if (rule !== undefined) {
    return collapsed(rule);
  }
  const [, chain, policy] = /^:(\S+) (\S+)/.exec(line) ?? [];
  if (chain === undefined || policy === undefined || policy === 'ACCEPT') {
    return undefined;
  }
  return policy === '-' ? `-N ${chain}` : `-P ${chain} ${policy}`;
}

/** Returns the tables that iptables-save printed, as `ip nat`, which nft prints as well. */
export function iptablesTables(family: 'ip' | 'ip6', text: string): readonly string[] {
  return linesOf(text).flatMap((line) => (line.startsWith('*') ? [`${family} ${line.slice(1)}`] : []));
}

/**
 * Reads `nft -s list ruleset`: the tables except for those in `known`, with their chains, sets and other objects, each line
 * of them, and each element of sets. A table with nothing in it is omitted.
 */
export function nftEntries(text: string, known: readonly string[] = []): readonly PlaceEntry[] {
  const entries: PlaceEntry[] = [];
  let table: string | undefined;
  let object: string | undefined;
  for (const line of statements(text)) {
    const opened = /^([a-z ]+? \S+(?: \S+)?) \{$/.exec(line)?.[1];
    if (opened !== undefined && table === undefined) {
      table = opened.replace(/^table /, '');
    } else if (table === undefined) {
      continue; // A comment.
    } else if (line === '}') {
      [table, object] = object === undefined ? [undefined, undefined] : [table, undefined];
    } else if (!known.includes(table)) {
      if (opened !== undefined) {
        object = opened;
      }
      const where = object === undefined || opened !== undefined ? table : `${table} ${object}`;
      const values = opened === undefined ? valuesOf(line) : [opened];
      entries.push(...values.map((value): PlaceEntry => ({ area: 'nft', where, value })));
    } else if (opened !== undefined) {
      object = opened;
    }
  }
  return entries;
}

/** Returns the lines of a ruleset, with the elements of a set as one. */
function statements(text: string): readonly string[] {
  return linesOf(text.replaceAll(/(elements = \{)([^}]*)\}/g, (all) => all.replaceAll(/\s+/g, ' '))).map(collapsed);
}

function valuesOf(line: string): readonly string[] {
  const elements = /^elements = \{ (.*) \}$/.exec(line)?.[1];
  return elements === undefined
    ? [line]
    : elements.split(', ').map((one) => `element ${one.replace(/ expires \S+/, '')}`);
}
