import { statSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { sentences } from '../../engine/text/sentences.ts';
import {
  confFromBytes,
  confListFromBytes,
  confListFromConf,
  type NetworkConfigList,
} from '../../engine/libcni/index.ts';
import type { RunnableText } from '../../language/index.ts';
import { localPath } from '../hosts/host-path.ts';
import { cliError } from '../output/cli-error.ts';

/** A configuration inside a file: `FILE#NAME`. */
interface EmbeddedReference {
  /** As written. */
  readonly shown: string;
  readonly file: string;
  readonly name: string;
}

/** Returns true for the name of an existing file. */
export function isFile(name: string): boolean {
  try {
    return statSync(name).isFile();
  } catch {
    // It does not exist or cannot be read.
    return false;
  }
}

/** Splits `FILE#NAME` at the last `#` that follows the name of a file. Undefined for the name of a file itself. */
export function embeddedReference(reference: string): EmbeddedReference | undefined {
  if (!reference.includes('#') || isFile(localPath(reference))) {
    return undefined;
  }
  for (let at = reference.lastIndexOf('#'); at > 0; at = reference.lastIndexOf('#', at - 1)) {
    const shown = reference.slice(0, at);
    const file = localPath(shown);
    if (isFile(file)) {
      return { shown, file, name: reference.slice(at + 1) };
    }
  }
  return undefined;
}

/** A network from inside a file. */
interface EmbeddedNetwork {
  readonly list: NetworkConfigList;
  readonly bytes: Uint8Array;
  /** `FILE#NAME`, for display. */
  readonly source: string;
  readonly suppliedName: string | undefined;
  readonly placeholder: string | undefined;
}

/** Returns the error for a network that a template engine must render first. */
export function templateError(source: string, placeholder: string, options?: ErrorOptions): Error {
  const message = l10n.t('{0} contains placeholders of a template, such as {1}.', source, placeholder);
  return cliError('network', message, l10n.t('Render the template first.'), options);
}

const byLine = /^(.*):(\d+)$/;

/** Returns the configurations that a name selects: by what holds them, else by the name of the network, or with a line. */
function selected(found: readonly RunnableText[], name: string): readonly RunnableText[] {
  if (name === '') {
    return found;
  }
  const held = found.filter(({ holders }) => holders.includes(name));
  const named = held.length > 0 ? held : found.filter(({ network }) => network === name);
  const [, before = '', line] = byLine.exec(name) ?? [];
  return named.length > 0 || line === undefined
    ? named
    : selected(found, before).filter((one) => one.line === Number(line));
}

/** Returns a name that selects only this configuration. */
function handleOf(found: readonly RunnableText[], one: RunnableText): string {
  const names = [...one.holders, ...(one.network === undefined ? [] : [one.network])].filter((name) => name !== '');
  const unique = names.find((name) => selected(found, name).length === 1);
  return unique ?? `${names[0] ?? ''}:${one.line}`;
}

/** Loads a configuration inside a file as the runtime gives it to libcni. Rejects with WorkbenchError `network`. */
export async function loadEmbedded(
  { shown, file, name }: EmbeddedReference,
  read: (file: string) => Promise<Uint8Array>,
): Promise<EmbeddedNetwork> {
  const { runnableTexts } = await import('../cnitool-language.ts');
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await read(file));
  const { found, left } = runnableTexts(text, file.replaceAll('\\', '/'));
  const typed = (some: readonly RunnableText[]): string =>
    some.map((one) => `\n  ${shown}#${handleOf(found, one)}`).join('');
  const [one, ...others] = selected(found, name);
  if (found.length === 0) {
    const remedy = left.length === 0 ? l10n.t('Check the path.') : sentences(...left);
    throw cliError('network', l10n.t('There is no CNI configuration in {0}.', shown), remedy);
  }
  if (one === undefined) {
    const message = l10n.t('{0} has no configuration named "{1}".', shown, name);
    throw cliError('network', message, l10n.t('It contains:{0}', typed(found)));
  }
  if (others.length > 0) {
    const message =
      name === ''
        ? l10n.t('{0} has {1} configurations.', shown, others.length + 1)
        : l10n.t('{0} has {1} configurations named "{2}".', shown, others.length + 1, name);
    throw cliError('network', message, l10n.t('Choose one of these:{0}', typed([one, ...others])));
  }
  const bytes = new TextEncoder().encode(one.text);
  const { kind, suppliedName, placeholder } = one;
  const source = `${shown}#${handleOf(found, one)}`;
  try {
    const list = kind === 'list' ? confListFromBytes(bytes) : confListFromConf(confFromBytes(bytes));
    return { list, bytes, source, suppliedName, placeholder };
  } catch (error) {
    throw placeholder === undefined ? error : templateError(source, placeholder, { cause: error });
  }
}
