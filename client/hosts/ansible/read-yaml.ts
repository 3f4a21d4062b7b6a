import { parse } from 'yaml';
import { inventoryOf, type Inventory, type InventoryGroup, type Variables } from './inventory.ts';

/** Reads an inventory in Ansible's YAML format: groups with `hosts`, `children` and `vars`. No hosts if it is none. */
export function readYAMLInventory(text: string): Inventory {
  const groups: InventoryGroup[] = [];
  for (const [name, group] of entriesOf(parsed(text))) {
    addGroup(groups, name, group, 0);
  }
  return inventoryOf(groups);
}

/** Returns the value of a text. An alias that expands without end, or text that is not YAML, has no groups. */
function parsed(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent', maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

const deepest = 20;

function addGroup(groups: InventoryGroup[], name: string, group: unknown, depth: number): void {
  const { hosts, children, vars } = Object.fromEntries(entriesOf(group));
  groups.push({
    name,
    hosts: entriesOf(hosts).map(([pattern, variables]) => [pattern, variablesOf(variables)]),
    children: entriesOf(children).map(([child]) => child),
    variables: variablesOf(vars),
  });
  for (const [child, own] of depth < deepest ? entriesOf(children) : []) {
    addGroup(groups, child, own, depth + 1);
  }
}

function variablesOf(value: unknown): Variables {
  return Object.fromEntries(entriesOf(value));
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
