import * as vscode from 'vscode';

/** What the user may say about running. Read at each use, so a change takes effect with the next command. */
export class Settings {
  /** Name of the host for workspaces in which none was selected. */
  get host(): string {
    return this.#get('host', 'sandbox');
  }

  /** `cni.hosts` as it stands there, of any shape. */
  get hosts(): unknown {
    return this.#get<unknown>('hosts', []);
  }

  /** CNI_PATH of this machine, split; empty where the plugins are to be found. */
  get pluginPath(): readonly string[] {
    return this.#get<readonly string[]>('pluginPath', []).filter((directory) => directory !== '');
  }

  /** Directory above libcni's `results` on this machine. */
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
