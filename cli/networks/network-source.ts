import * as l10n from '@vscode/l10n';
import { reasonOf } from '../../engine/errors/workbench-error.ts';
import path from 'node:path';
import { LocalConfigFiles } from '../../engine/host/index.ts';
import {
  isCNIError,
  confFromFile,
  confListFromConf,
  type ConfigFiles,
  isFileError,
  loadNetworkConf,
  type NetworkConfigList,
  networkConfFromFile,
  networkPluginConfFromBytes,
  type StoredFile,
} from '../../engine/libcni/index.ts';
import type { CliProcess } from '../output/cli-process.ts';
import { embeddedReference, isFile, loadEmbedded, templateError } from './embedded-network.ts';
import { localPath } from '../hosts/host-path.ts';
import { cliError } from '../output/cli-error.ts';
import { type Failure, failureOf } from '../output/failure.ts';

/** A network with its files. */
export interface NetworkSource {
  readonly list: NetworkConfigList;
  readonly file: string;
  /** Content of that file; empty for a directory. */
  readonly bytes: Uint8Array;
  /** The files of plugins with a separate file, by their index in the list. */
  readonly pluginFiles: ReadonlyMap<number, string>;
  /** For a configuration inside another file: the name that Multus fills in. */
  readonly suppliedName?: string | undefined;
  /** For a configuration inside another file: its first placeholder, if a template engine must render it first. */
  readonly placeholder?: string | undefined;
}

/** Configuration files that record what was read, because the loading functions of libcni do not report it. */
class RememberedFiles implements ConfigFiles {
  readonly #files: ConfigFiles;
  readonly #read: StoredFile[] = [];
  /** The single configurations found by the last search. */
  #singles: readonly StoredFile[] = [];

  constructor(files: ConfigFiles) {
    this.#files = files;
  }

  async readFile(file: string, signal?: AbortSignal): Promise<Uint8Array> {
    const known = this.#read.find((read) => read.path === file);
    if (known !== undefined) {
      // A pipe can be read only once.
      return known.bytes;
    }
    const bytes = await this.#files.readFile(file, signal);
    this.#read.push({ path: file, bytes });
    return bytes;
  }

  async readDir(dir: string, extensions: readonly string[], signal?: AbortSignal): Promise<readonly StoredFile[]> {
    const stored = await this.#files.readDir(dir, extensions, signal);
    this.#read.push(...stored);
    if (extensions.includes('.json')) {
      this.#singles = stored;
    }
    return stored;
  }

  /** Returns the bytes of a file that was read. */
  bytesOf(file: string): Uint8Array {
    return this.#read.find((read) => read.path === file)?.bytes ?? new Uint8Array();
  }

  /** Returns the file with these bytes, by identity. */
  fileOf(bytes: Uint8Array): string | undefined {
    return this.#read.find((file) => file.bytes === bytes)?.path;
  }

  /** Returns the first single configuration with this name, which libcni has loaded, so those before it are valid. */
  singleNamed(name: string): string | undefined {
    return this.#singles.find(({ bytes }) => networkPluginConfFromBytes(bytes).network.name === name)?.path;
  }
}

/** The file name extensions of libcni. */
const extensions = ['.conflist', '.conf', '.json'];

/**
 * Returns true for the path of a file, as opposed to the name of a network: a text with a path separator, or the name of an
 * existing file with the extension of a configuration. (A network may be named "a.conf", and cnitool would find it.)
 */
function isFilePath(reference: string): boolean {
  return (
    reference.includes('/') ||
    reference.includes(path.sep) ||
    (extensions.includes(path.extname(reference)) && isFile(reference))
  );
}

/** Returns true for a text that is not the name of a network: the path of a file, or `FILE#NAME`. */
export function isFileReference(reference: string): boolean {
  return isFilePath(reference) || embeddedReference(reference) !== undefined;
}

/**
 * Loads the network with this name in `dir`, this file, or a configuration inside a file (`FILE#NAME`). Rejects as
 * loadNetworkConf and networkConfFromFile, and with WorkbenchError `network`.
 */
async function loadNetwork(reference: string, dir: string, signal?: AbortSignal): Promise<NetworkSource> {
  const embedded = embeddedReference(reference);
  if (embedded === undefined) {
    return loadWhole(reference, dir, signal);
  }
  if (!isFilePath(reference)) {
    try {
      return await loadWhole(reference, dir, signal);
    } catch {
      // There is no network with this name, so it is FILE#NAME.
      signal?.throwIfAborted();
    }
  }
  const files = new LocalConfigFiles();
  const { source, ...rest } = await loadEmbedded(embedded, (file) => files.readFile(file, signal));
  return { ...rest, file: source, pluginFiles: new Map() };
}

async function loadWhole(reference: string, dir: string, signal: AbortSignal | undefined): Promise<NetworkSource> {
  const files = new RememberedFiles(new LocalConfigFiles());
  if (isFilePath(reference)) {
    const file = localPath(reference);
    return sourceOf(await listFromFile(files, file, signal), file, files);
  }
  const list = await loadNetworkConf(files, dir, reference, signal);
  return sourceOf(list, files.fileOf(list.bytes) ?? files.singleNamed(reference) ?? dir, files);
}

/** Loads a file: .conflist is a list, .conf and .json are a single plugin (libcni: ConfFiles); otherwise the content decides. */
async function listFromFile(
  files: ConfigFiles,
  file: string,
  signal: AbortSignal | undefined,
): Promise<NetworkConfigList> {
  const extension = path.extname(file);
  if (extension === '.conflist' || (!extensions.includes(extension) && (await hasPlugins(files, file, signal)))) {
    return networkConfFromFile(files, file, signal);
  }
  return confListFromConf(await confFromFile(files, file, signal));
}

async function hasPlugins(files: ConfigFiles, file: string, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(await files.readFile(file, signal)));
    return typeof value === 'object' && value !== null && 'plugins' in value;
  } catch {
    // libcni reports the problem when it loads the file.
    return false;
  }
}

function sourceOf(list: NetworkConfigList, file: string, files: RememberedFiles): NetworkSource {
  const own = list.plugins.flatMap(({ bytes }, index) => {
    const pluginFile = files.fileOf(bytes);
    return pluginFile === undefined ? [] : [[index, pluginFile] as const];
  });
  return { list, file, bytes: files.bytesOf(file), pluginFiles: new Map(own) };
}

/** Returns true for an existing file that usually contains configurations, by its name. */
function isCarrier(reference: string): boolean {
  return /\.(?:ya?ml|bu|ign|sh|md)$/.test(reference) && isFile(localPath(reference));
}

/** Returns the remedy for a rejection of {@link loadNetwork}, if the engine has none. */
function remedyOfReference(reference: string, error: unknown): string | undefined {
  if (embeddedReference(reference) !== undefined) {
    return undefined;
  }
  if (isCarrier(reference)) {
    return l10n.t('To use a configuration inside this file, enter {0}#NAME.', reference);
  }
  if (isFilePath(reference)) {
    return isCNIError(error) && isFileError(error.cause)
      ? l10n.t('Check the path. Without a "/" it would be the name of a network in NETCONFPATH.')
      : undefined;
  }
  return extensions.includes(path.extname(reference)) && !isCNIError(error)
    ? l10n.t(
        'The working directory has no file "{0}", so this was treated as the name of a network. Enter the path of the file.',
        reference,
      )
    : undefined;
}

/** Loads a network by the environment. Rejects with an error that can be shown. */
export async function loadOrExplain(cli: CliProcess, reference: string): Promise<NetworkSource> {
  try {
    const source = await loadAndNote(cli, reference);
    if (source.placeholder !== undefined) {
      const { file, placeholder } = source;
      cli.stderr(`note: ${l10n.t('{0} contains placeholders of a template, such as {1}.', file, placeholder)}\n`);
    }
    return source;
  } catch (error) {
    const remedy = remedyOfReference(reference, error);
    throw remedy === undefined ? error : cliError('network', reasonOf(error), remedy, { cause: error });
  }
}

/** Loads a network by the environment, and notes what the runtime fills in. Rejects as {@link loadNetwork}. */
async function loadAndNote(cli: CliProcess, reference: string): Promise<NetworkSource> {
  const source = await loadNetwork(reference, netDirOf(cli), cli.signal);
  if (source.suppliedName !== undefined) {
    const note = l10n.t('Multus fills in the name "{0}" from the definition, so it is used here.', source.suppliedName);
    cli.stderr(`note: ${note}\n`);
  }
  return source;
}

/** Loads a network whose plugins are run, which a template cannot be. Rejects as {@link loadNetwork}. */
export async function loadToRun(cli: CliProcess, reference: string): Promise<NetworkSource> {
  const source = await loadAndNote(cli, reference);
  if (source.placeholder !== undefined) {
    throw templateError(source.file, source.placeholder);
  }
  return source;
}

/** Returns the failure of {@link loadNetwork}, with the message of libcni and a remedy. */
export function failureOfLoading(cli: CliProcess, reference: string, error: unknown): Failure {
  const { message, hint } = failureOf(cli, error);
  return { message, hint: remedyOfReference(reference, error) ?? hint };
}

/** Returns the directory in which networks are found by name. */
function netDirOf(cli: CliProcess): string {
  return cli.env['NETCONFPATH'] || '/etc/cni/net.d';
}
