import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isCNIError, type ConfigFiles } from '../../../engine/libcni/index.ts';
import { runtimeText } from '../../../language/carriers/supplied-name.ts';
import type { Journal } from '../../editor/journal.ts';
import { notify } from '../../editor/notify.ts';
import type { EmbeddedConfigurations } from '../../embedded/embedded-configurations.ts';
import { loadConfiguration } from '../../operations/configuration-text.ts';
import {
  loadDocument,
  pickDocumentOr,
  reportRejection,
  targetDocument,
  type OpenConfiguration,
} from './configuration.ts';
import { embeddedName, openEmbedded, pickEmbedded, targetCarrier, type PickedEmbedded } from './embedded.ts';

/** Dependencies of commands that run a configuration. */
export interface ConfigurationSources {
  readonly embedded: Pick<EmbeddedConfigurations, 'of' | 'isCarrier'>;
  readonly log: Pick<Journal, 'info'>;
}

/** What a command was called on: a file, and a place in it if that is a carrier. */
export interface CommandTarget {
  readonly target: unknown;
  readonly place: unknown;
}

/**
 * Returns the configuration that a command was called on: that of a file, or one inside a carrier. Prompts for a file when
 * there is neither. Undefined when the user cancels, and when libcni rejects the text, which is reported.
 */
export async function targetConfiguration(
  sources: ConfigurationSources,
  called: CommandTarget | undefined,
  title: string,
): Promise<OpenConfiguration | undefined> {
  const carrier = called && (await targetCarrier(sources.embedded, called.target));
  if (called !== undefined && carrier !== undefined) {
    const picked = await pickEmbedded(sources.embedded, carrier, called.place, title);
    return picked && loadEmbedded(sources, picked);
  }
  const document = called && (await targetDocument(called.target));
  const picked = document ?? (await pickDocumentOr(title, await openEmbedded(sources.embedded)));
  return picked && ('embedded' in picked ? loadEmbedded(sources, picked) : loadDocument(picked));
}

/** Loads an embedded configuration as the runtime gives it to libcni, and logs what the runtime filled in. */
async function loadEmbedded(
  { log }: ConfigurationSources,
  picked: PickedEmbedded,
): Promise<OpenConfiguration | undefined> {
  const { document, embedded } = picked;
  const { kind, place, isNameSupplied } = embedded;
  const { text, suppliedName, placeholder } = runtimeText({ text: embedded.text, name: place.name, isNameSupplied });
  const { start, end } = embedded.range;
  const range = new vscode.Range(
    new vscode.Position(start.line, start.character),
    new vscode.Position(end.line, end.character),
  );
  const fileName = embeddedName(picked);
  if (placeholder !== undefined) {
    notify(
      'error',
      l10n.t('{0} contains placeholders of a template, such as {1}. Render the template first.', fileName, placeholder),
      [],
    );
    return undefined;
  }
  if (suppliedName !== undefined) {
    log.info(l10n.t('{0} has no name. Multus fills in "{1}", so libcni gets that name.', fileName, suppliedName));
  }
  const { uri } = document;
  try {
    const path = kind === 'list' ? '/embedded.conflist' : '/embedded.conf';
    const list = await loadConfiguration(filesWith(text), path);
    return { uri, fileName, list, unsaved: document.isDirty || document.isUntitled, range, suppliedName };
  } catch (error) {
    if (!isCNIError(error)) {
      throw error;
    }
    await reportRejection(document, fileName, error.message, range);
    return undefined;
  }
}

/** One file, without a directory: the runtime reads an embedded configuration from memory. */
function filesWith(text: string): ConfigFiles {
  return {
    readFile: () => Promise.resolve(new TextEncoder().encode(text)),
    readDir: () => Promise.resolve([]),
  };
}
