import * as l10n from '@vscode/l10n';
import { reasonOf } from '../../engine/errors/workbench-error.ts';
import { readBounded } from '../../engine/host/files/bounded-read.ts';
import {
  didYouMean,
  globPatterns,
  readHostFacts,
  readSettings,
  rules,
  type HostFacts,
  type Settings,
  type Severity,
} from '../../language/index.ts';
import { readSettingsFile } from '../hosts/settings-file.ts';
import { lintInputError, systemError } from './problem.ts';
import type { LintRequest } from './request.ts';
import type { Association } from './sources.ts';

/** The settings of a lint run. */
export interface LintSettings {
  readonly rules: Settings;
  readonly association: Association;
  readonly hostFacts: HostFacts | undefined;
}

/** Reads the settings, host facts and severities of a request. Rejects with WorkbenchError `lintInput`, and with the signal's reason. */
export async function readLintSettings(request: LintRequest, signal: AbortSignal): Promise<LintSettings> {
  const settings = await readSettingsFile(request.settings, signal);
  const { severities, ...rest } = readSettings({
    rules: settings['cni.rules'],
    ignoredFindings: settings['cni.ignoredFindings'],
    pluginAliases: settings['cni.pluginAliases'],
  });
  return {
    rules: { ...rest, severities: { ...severities, ...knownSeverities(request.severities) } },
    association: {
      include: globPatterns(settings['cni.files.include']),
      detectByContent: settings['cni.files.detectByContent'] !== false,
    },
    hostFacts: request.hostFacts === undefined ? undefined : await readFactsFile(request.hostFacts, signal),
  };
}

/** Returns the chosen severities by ID and by name, so that they override the settings, which may use either. */
function knownSeverities(chosen: LintRequest['severities']): Record<string, Severity | 'off'> {
  const severities: Record<string, Severity | 'off'> = {};
  for (const [given, severity] of Object.entries(chosen)) {
    const rule = rules.find(({ id, name }) => id === given || name === given);
    if (rule === undefined) {
      const meant = didYouMean(
        given,
        rules.map(({ name }) => name),
      );
      const remedy =
        meant === undefined
          ? l10n.t('All rules are listed in {0}.', 'docs/rules')
          : l10n.t('Did you mean "{0}"?', meant);
      throw lintInputError(undefined, l10n.t('There is no rule "{0}" (--rule).', given), remedy);
    }
    severities[rule.id] = severity;
    severities[rule.name] = severity;
  }
  return severities;
}

async function readFactsFile(file: string, signal: AbortSignal): Promise<HostFacts> {
  let text: string;
  try {
    text = (await readBounded(file, { signal })).toString();
  } catch (error) {
    signal.throwIfAborted();
    throw systemError('readFacts', file, error);
  }
  const remedy = l10n.t('Create the file with: {0}', 'cnitool facts --json > FILE');
  let sent: unknown;
  try {
    sent = JSON.parse(text);
  } catch (error) {
    throw lintInputError(file, l10n.t('The host facts in {0} are not valid JSON: {1}.', file, reasonOf(error)), remedy);
  }
  const facts = readHostFacts(sent);
  if (facts === undefined) {
    throw lintInputError(file, l10n.t('{0} has no host facts, because "host" is missing.', file), remedy);
  }
  return facts;
}
