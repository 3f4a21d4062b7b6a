import * as vscode from 'vscode';
import { type Profiles, readProfiles } from '../../engine/arguments/profiles.ts';
import { type TimeLimits, timeLimitsOf } from '../../engine/host/index.ts';
import { enabledCarriers, type IsEnabled } from '../../language/carriers/recognition.ts';

/** The settings of the extension. They are read at each use, so a change takes effect with the next command. */
export class Settings {
  /** Name of the default host. */
  get host(): string {
    return this.#get('host', '') || 'sandbox';
  }

  /** The value of `cni.hosts`, not validated. */
  get hosts(): unknown {
    return this.#get<unknown>('hosts', []);
  }

  /** Plugin directories of this machine; empty to search the usual ones. */
  get pluginPath(): readonly string[] {
    return this.#get<readonly string[]>('pluginPath', []).filter((directory) => directory !== '');
  }

  /** Directory above libcni's `results` on this machine. */
  get cacheDir(): string {
    return this.#get('cacheDir', '').replace(/\/+$/, '') || '/var/lib/cni';
  }

  /** Time limits for scripts and plugins on a host. */
  get timeLimits(): TimeLimits {
    return timeLimitsOf(this.#get('scriptTimeout', 30), this.#get('pluginTimeout', 0));
  }

  /** Limits of a capture. */
  get captureLimits(): { readonly maxSeconds: number; readonly maxBytes: number } {
    return {
      maxSeconds: Math.max(1, this.#get('captureTimeLimit', 300)),
      maxBytes: Math.max(1, this.#get('captureSizeLimit', 20)) * 1_000_000,
    };
  }

  /** Whether ADD and DEL on this host record what they change. */
  recordsChanges(host: string): boolean {
    return this.#get<readonly string[]>('recordHostChanges', ['sandbox']).includes(host);
  }

  /** CNI_IFNAME of ADD. */
  interfaceName(resource: vscode.Uri): string {
    return this.#get('interfaceName', '', resource) || 'eth0';
  }

  /** The profiles of arguments. */
  profiles(resource: vscode.Uri): Profiles {
    return readProfiles(this.#get<unknown>('profiles', {}, resource));
  }

  /** Globs of more CNI configuration files than those of the manifest. */
  filesInclude(resource: vscode.Uri | undefined): unknown {
    return this.#get<unknown>('files.include', [], resource);
  }

  /** Whether .conf and .json files are detected by content. */
  detectByContent(resource: vscode.Uri): boolean {
    return this.#get('files.detectByContent', true, resource);
  }

  /** Which carriers of embedded configurations are enabled. */
  get carriers(): IsEnabled {
    return enabledCarriers(this.#get<unknown>('embedded.enabled', true), this.#get<unknown>('embedded.carriers', {}));
  }

  /** Whether files of the workspace are checked while they are not open, and how many. */
  get workspaceProblems(): { readonly isEnabled: boolean; readonly maxFiles: number } {
    return {
      isEnabled: this.#get('workspaceProblems.enabled', true),
      maxFiles: Math.max(1, this.#get('workspaceProblems.maxFiles', 500)),
    };
  }

  /** Whether code lenses are shown above a configuration. */
  codeLens(resource: vscode.Uri): boolean {
    return this.#get('codeLens.enabled', true, resource);
  }

  #get<T>(key: string, fallback: T, resource?: vscode.Uri): T {
    return vscode.workspace.getConfiguration('cni', resource).get(key, fallback);
  }
}
