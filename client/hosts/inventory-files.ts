import * as vscode from 'vscode';
import { foundFiles } from '../workspace/found-files.ts';
import type { Inventory } from './ansible/inventory.ts';

/** Usual names of Ansible inventories. */
const names = '**/{inventory,hosts,inventory.ini,hosts.ini,inventory.yml,inventory.yaml,hosts.yml,hosts.yaml}';
/** Inventories in directories that are named after them, and those of the machine. */
const inDirectories = '**/{inventory,inventories}/**/*.{ini,yml,yaml}';
const ofMachine = '/etc/ansible/hosts';
/** Files with variables instead of hosts. */
const variables = /\/(?:group_vars|host_vars)\//;
const mostFiles = 20;
const largestFile = 1024 * 1024;

/** An inventory with the path that is shown. */
export interface InventoryFile extends Inventory {
  readonly path: string;
}

/** Returns the inventories of the workspace and of this machine that have hosts. Never rejects. */
export async function inventoryFiles(): Promise<readonly InventoryFile[]> {
  const found = [...(await foundFiles(names, mostFiles)), ...(await foundFiles(inDirectories, mostFiles))];
  const uris = new Map([...found, vscode.Uri.file(ofMachine)].map((uri) => [uri.toString(), uri]));
  const read = [...uris.values()].filter(({ path }) => !variables.test(path)).map((uri) => inventoryOf(uri));
  return (await Promise.all(read)).flat();
}

async function inventoryOf(uri: vscode.Uri): Promise<readonly InventoryFile[]> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > largestFile) {
      return [];
    }
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    // Loaded here, because the YAML library is only needed for an inventory.
    const { readInventory } = await import('./ansible/ansible-inventory.ts');
    const inventory = readInventory(uri.path, text);
    const isUsed = inventory.hosts.length + inventory.skipped.length > 0;
    return isUsed ? [{ ...inventory, path: vscode.workspace.asRelativePath(uri) }] : [];
  } catch {
    return []; // A file that is missing or unreadable offers no hosts.
  }
}
