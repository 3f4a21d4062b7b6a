import type { Inventory } from './inventory.ts';
import { readINIInventory } from './read-ini.ts';
import { readYAMLInventory } from './read-yaml.ts';

/** Reads an inventory, whose name or content shows its format. A separate bundle, because it needs the YAML library. */
export function readInventory(path: string, text: string): Inventory {
  if (text.startsWith('$ANSIBLE_VAULT')) {
    return { hosts: [], skipped: [] };
  }
  const isYAML =
    /\.ya?ml$/i.test(path) ||
    (!/\.ini$/i.test(path) && /^(?:---|all:|\w[\w-]*:)\s*$/m.test(text) && !/^\[/m.test(text));
  return isYAML ? readYAMLInventory(text) : readINIInventory(text);
}
