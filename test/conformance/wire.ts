/** The questions that the Go oracle and the engine both answer, and the shape of their answers. See oracle/wire.go. */

/** Bytes as text: as they are when they are valid UTF-8, else "base64:" and the base64 of them. */
export type Blob = string;

/** What a scripted plugin does in one execution; an empty object exits 0 and prints nothing. */
export interface Behaviour {
  readonly stdout?: Blob;
  readonly stderr?: Blob;
  readonly exit?: number;
  /** As Go words it: "killed", "terminated", "segmentation fault". */
  readonly signal?: string;
  readonly notStarted?: string;
}

export interface RuntimeView {
  readonly containerID: string;
  readonly netNS: string;
  readonly ifName: string;
  readonly args: readonly (readonly [string, string])[];
  /** JSON text of an object, or '' for none. */
  readonly capabilityArgs: Blob;
}

/** One call on libcni within a {@link Scenario}. */
export interface ScenarioStep {
  readonly do:
    | 'addList'
    | 'checkList'
    | 'delList'
    | 'gcList'
    | 'statusList'
    | 'validateList'
    | 'add'
    | 'check'
    | 'del'
    | 'validate'
    | 'versionInfo'
    | 'cachedListResult'
    | 'cachedResult'
    | 'cachedListConfig'
    | 'cachedConfig'
    | 'attachments';
  readonly runtime?: RuntimeView;
  readonly containerID?: string;
  readonly pluginType?: string;
  readonly valid?: readonly { readonly containerID: string; readonly ifname: string }[];
}

/** A configuration, scripted plugins, a cache directory at /cache, and calls on libcni. */
export interface Scenario {
  readonly op: 'scenario';
  readonly form: 'list' | 'single' | 'wrapped' | 'none';
  readonly config: Blob;
  readonly path: readonly string[];
  readonly binaries: Readonly<Record<string, readonly string[]>>;
  readonly script: Readonly<Record<string, Readonly<Record<string, readonly Behaviour[]>>>>;
  readonly cache: Readonly<Record<string, Blob>>;
  readonly runtime: RuntimeView;
  readonly steps: readonly ScenarioStep[];
}

/** One thing in a directory: a file, a directory or a symbolic link. */
export interface Entry {
  readonly path: string;
  readonly bytes?: Blob;
  readonly dir?: boolean;
  readonly link?: string;
}

export interface LoadDir {
  readonly op: 'loadDir';
  readonly entries: readonly Entry[];
  readonly dir: string;
  readonly name: string;
  readonly how: 'network' | 'single' | 'file';
}

export interface OfBytes {
  readonly op:
    | 'jsonMap'
    | 'jsonAny'
    | 'capabilityArgs'
    | 'list'
    | 'plugin'
    | 'listFromSingle'
    | 'decodeVersion'
    | 'decodeVersionInfo';
  readonly bytes: Blob;
}

interface OfResult {
  readonly op: 'result';
  readonly bytes: Blob;
  /** Parse as this version; left out: as the version that the bytes name. */
  readonly version?: string;
  /** Versions to convert it to. */
  readonly as: readonly string[];
}

export type Request =
  | OfBytes
  | OfResult
  | Scenario
  | LoadDir
  | { readonly op: 'injectConf'; readonly bytes: Blob; readonly values: Wire }
  | { readonly op: 'compareVersions'; readonly a: string; readonly b: string }
  | { readonly op: 'reconcile'; readonly config: string; readonly supported: readonly string[] }
  | { readonly op: 'validateNames'; readonly containerID: string; readonly ifName: string; readonly network: string }
  | (Behaviour & { readonly op: 'pluginFailure' });

/** Plain JSON as it travels. */
export type Wire = null | boolean | number | string | readonly Wire[] | { readonly [key: string]: Wire };

/** A failure: its text and, where a CNI error object is in it, that object's fields. */
export interface Failure {
  readonly text: string;
  readonly code?: number;
  readonly msg?: string;
  readonly details?: string;
  /** Go did not return an error: it panicked. */
  readonly panic?: boolean;
}

/** A value or a failure; neither if there is nothing to report. */
export interface Answer {
  readonly value?: Wire;
  readonly error?: Failure;
}

const MARK = 'base64:';
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes → their form on the wire. */
export function toBlob(bytes: Uint8Array): Blob {
  try {
    const text = strict.decode(bytes);
    if (!text.startsWith(MARK)) {
      return text;
    }
  } catch {
    // Not UTF-8: it travels as base64.
  }
  return MARK + Buffer.from(bytes).toString('base64');
}

/** The form on the wire → bytes. */
export function fromBlob(blob: Blob): Uint8Array {
  return blob.startsWith(MARK)
    ? new Uint8Array(Buffer.from(blob.slice(MARK.length), 'base64'))
    : new TextEncoder().encode(blob);
}
