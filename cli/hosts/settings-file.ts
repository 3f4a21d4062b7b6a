import * as l10n from '@vscode/l10n';
import { readBounded } from '../../engine/host/files/bounded-read.ts';
import { errnoName } from '../../engine/host/files/local-files.ts';
import { isRecord } from '../../engine/libcni/json/record.ts';
import { lintInputError, systemError } from '../lint/problem.ts';
import { largestSettings, readSettingsText } from './settings-text.ts';

/** Path of the VS Code settings of a workspace. */
export const workspaceSettings = '.vscode/settings.json';

/**
 * Returns the settings in a file; without one, those of the workspace in the working directory, if it has any. Rejects with
 * WorkbenchError `lintInput`, and with the signal's reason.
 */
export async function readSettingsFile(
  given: string | undefined,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const file = given ?? workspaceSettings;
  let text: string;
  try {
    const accept = given === undefined ? 'regular' : 'any';
    text = (await readBounded(file, { signal, accept, limit: largestSettings })).toString();
  } catch (error) {
    signal.throwIfAborted();
    if (given === undefined && errnoName(error) === 'ENOENT') {
      return {};
    }
    throw systemError('read', file, error);
  }
  const read = readSettingsText(text, { allowEmptyContent: true });
  const value = read.problem === undefined ? (read.value ?? {}) : undefined;
  if (!isRecord(value)) {
    const line = read.problem === undefined ? 1 : read.line;
    const message = l10n.t('Cannot read {0}, because line {1} is not valid in settings.json.', file, line);
    throw lintInputError(file, message, l10n.t('Fix the file, or choose another one with --settings.'));
  }
  return value;
}
