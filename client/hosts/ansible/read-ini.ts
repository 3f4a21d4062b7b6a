import { inventoryOf, type Inventory, type InventoryGroup, type Variables } from './inventory.ts';

/** A group while it is read. */
interface OpenGroup {
  readonly name: string;
  readonly hosts: (readonly [string, Variables])[];
  readonly children: string[];
  readonly variables: Record<string, unknown>;
}

/**
 * Reads an inventory in Ansible's INI format: `[group]`, `[group:children]`, `[group:vars]`, and hosts with `key=value`. INI
 * libraries cannot read it, because it differs from usual INI files. Lines that are not understood are ignored.
 */
export function readINIInventory(text: string): Inventory {
  const groups = new Map<string, OpenGroup>();
  const groupOf = (name: string): OpenGroup => {
    const known = groups.get(name) ?? { name, hosts: [], children: [], variables: {} };
    groups.set(name, known);
    return known;
  };
  let group = groupOf('ungrouped');
  let section = '';
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    const [, name, kind = ''] = /^\[([^\]:]+)(?::(\w+))?\]/.exec(line) ?? [];
    if (name !== undefined) {
      [group, section] = [groupOf(name), kind];
    } else if (line !== '' && !/^[#;]/.test(line)) {
      readLine(group, section, line);
    }
  }
  const read: readonly InventoryGroup[] = [...groups.values()];
  return inventoryOf(read);
}

function readLine(group: OpenGroup, section: string, line: string): void {
  if (section === 'children') {
    group.children.push(wordsOf(line)[0] ?? '');
  } else if (section === 'vars') {
    const [, key, value = ''] = /^([^=\s]+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (key !== undefined) {
      group.variables[key] = unquoted(value);
    }
  } else if (section === '') {
    readHost(group, wordsOf(line));
  }
}

function readHost(group: OpenGroup, [pattern = '', ...rest]: readonly string[]): void {
  const variables: Record<string, unknown> = {};
  for (const word of rest) {
    const [, key, value = ''] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
    if (key !== undefined) {
      variables[key] = unquoted(value);
    }
  }
  // A port after the name, but not a range or an IPv6 address.
  const [, host, port] = /^((?:[^:[\]]|\[[^\]]*\])+):(\d+)$/.exec(pattern) ?? [];
  group.hosts.push([host ?? pattern, { ...(port === undefined ? {} : { ansible_port: port }), ...variables }]);
}

/** Splits a line at spaces outside quotes, and drops a comment. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:[^\s"'#]|"[^"]*"|'[^']*'|(?<=\S)#)+|#.*$/g) ?? [];
  const comment = words.findIndex((word) => word.startsWith('#'));
  return comment === -1 ? words : words.slice(0, comment);
}

function unquoted(value: string): string {
  return /^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value;
}
