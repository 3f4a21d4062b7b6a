import * as vscode from 'vscode';
import type { BuiltInHost } from './host-text.ts';

/** What the user may say about running. Read at each use, so a change takes effect with the next command. */
export class Settings {
  /** Host for workspaces in which none was selected. */
  get host(): BuiltInHost {
    return this.#get<string>('host', 'sandbox') === 'local' ? 'local' : 'sandbox';
  }

  /** CNI_PATH, split; empty where the host is to find the plugins itself. */
  get pluginPath(): readonly string[] {
    return this.#get<readonly string[]>('pluginPath', []).filter((directory) => directory !== '');
  }

  /** Directory above libcni's `results`. */
  get cacheDir(): string {
    return this.#get('cacheDir', '').replace(/\/+$/, '') || '/var/lib/cni';
  }

  /** CNI_IFNAME for ADD. */
  interfaceName(resource: vscode.Uri): string {
    return this.#get('interfaceName', '', resource) || 'eth0';
  }

  /** Globs of files that are CNI configurations besides those of the manifest. */
  filesInclude(resource: vscode.Uri): readonly string[] {
    return this.#get<readonly string[]>('files.include', [], resource);
  }

  /** Whether content may decide that a .conf or .json file is a CNI configuration. */
  detectByContent(resource: vscode.Uri): boolean {
    return this.#get('files.detectByContent', true, resource);
  }

  /** Whether what can be done with a configuration stands above it. */
  codeLens(resource: vscode.Uri): boolean {
    return this.#get('codeLens.enabled', true, resource);
  }

  #get<T>(key: string, fallback: T, resource?: vscode.Uri): T {
    return vscode.workspace.getConfiguration('cni', resource).get(key, fallback);
  }
}
