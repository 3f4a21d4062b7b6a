import { readFile } from 'node:fs/promises';
import { globPattern } from '../../server/service/ignored.ts';
import type { Severity } from '../../server/service/rules/rule.ts';
import { rules } from '../../server/service/check.ts';
import { didYouMean } from '../../server/service/did-you-mean.ts';
import { readHostFacts, type HostFacts } from '../../server/service/host-facts.ts';
import { readSettings, type Settings } from '../../server/settings.ts';
import { readSettingsText } from '../settings-text.ts';
import { LintProblemError, systemProblem } from './problem.ts';
import type { LintRequest } from './request.ts';
import type { Association } from './sources.ts';

/** What the person who lints has set. */
export interface LintSettings {
  readonly rules: Settings;
  readonly association: Association;
  readonly hostFacts: HostFacts | undefined;
}

/** Where VS Code keeps the settings of a workspace. */
const WORKSPACE_SETTINGS = '.vscode/settings.json';

/** Reads the settings, host facts and severities of a request. Rejects with {@link LintProblemError}. */
export async function readLintSettings(request: LintRequest): Promise<LintSettings> {
  const settings = await readSettingsFile(request.settings);
  const { severities, ...rest } = readSettings({
    rules: settings['cni.rules'],
    ignoredFindings: settings['cni.ignoredFindings'],
  });
  const include = settings['cni.files.include'];
  const globs = Array.isArray(include) ? include.filter((glob): glob is string => typeof glob === 'string') : [];
  return {
    rules: { ...rest, severities: { ...severities, ...knownSeverities(request.severities) } },
    association: {
      include: globs.map(globPattern),
      detectByContent: settings['cni.files.detectByContent'] !== false,
    },
    hostFacts: request.hostFacts === undefined ? undefined : await readFactsFile(request.hostFacts),
  };
}

/** Later ones win over those of the settings, however the settings name the rule: by id and by name. */
function knownSeverities(chosen: LintRequest['severities']): Record<string, Severity | 'off'> {
  const severities: Record<string, Severity | 'off'> = {};
  for (const [given, severity] of Object.entries(chosen)) {
    const rule = rules.find(({ id, name }) => id === given || name === given);
    if (rule === undefined) {
      const meant = didYouMean(
        given,
        rules.map(({ name }) => name),
      );
      const hint = meant === undefined ? 'The rules are in docs/rules.' : `Did you mean "${meant}"?`;
      throw new LintProblemError({ path: undefined, message: `--rule: there is no rule "${given}"`, hint });
    }
    severities[rule.id] = severity;
    severities[rule.name] = severity;
  }
  return severities;
}

async function readSettingsFile(given: string | undefined): Promise<Readonly<Record<string, unknown>>> {
  const file = given ?? WORKSPACE_SETTINGS;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (given === undefined) {
      return {};
    }
    throw new LintProblemError(systemProblem('cannot read', file, error));
  }
  const read = readSettingsText(text, { allowEmptyContent: true });
  const value = read.problem === undefined ? (read.value ?? {}) : undefined;
  if (!isRecord(value)) {
    const line = read.problem === undefined ? 1 : read.line;
    throw new LintProblemError({
      path: file,
      message: `cannot read ${file}: line ${line} is not what a settings.json has`,
      hint: 'Mend it, or name another file with --settings.',
    });
  }
  return value;
}

async function readFactsFile(file: string): Promise<HostFacts> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new LintProblemError(systemProblem('cannot read the host facts', file, error));
  }
  const hint = 'Make the file with: cnitool facts --json > FILE';
  let sent: unknown;
  try {
    sent = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LintProblemError({ path: file, message: `the host facts in ${file} are no JSON: ${reason}`, hint });
  }
  const facts = readHostFacts(sent);
  if (facts === undefined) {
    throw new LintProblemError({ path: file, message: `${file} holds no host facts: "host" is missing`, hint });
  }
  return facts;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
