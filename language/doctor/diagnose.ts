import * as l10n from '@vscode/l10n';
import { commaList } from '../../engine/text/listing.ts';
import { modelReader, viewHost } from '../fleet/subjects.ts';
import type { ComparedFile, Survey } from '../fleet/survey.ts';
import { fullPools, leakedReservations } from './address-causes.ts';
import { causeTitles } from './cause-texts.ts';
import { causes, type Diagnosis, type ExaminedHost, type HostFinding, type Symptom } from './diagnosis.ts';
import { noConfiguration, usedFiles, wrongFile } from './file-causes.ts';
import { brNetfilterOff, forwardingOff, iptablesMixed } from './kernel-causes.ts';
import { missingFiles } from './missing-files.ts';
import { fromRules } from './rule-causes.ts';

const checks = [
  noConfiguration,
  wrongFile,
  fromRules,
  missingFiles,
  fullPools,
  leakedReservations,
  forwardingOff,
  brNetfilterOff,
  iptablesMixed,
];

/**
 * Returns what is wrong on a host, most likely cause first. Pure: the same survey gives the same diagnosis.
 * @param file the only network to examine, which need not be on the host; without it all networks of the host
 */
export function diagnose(host: string, survey: Survey, file?: ComparedFile): Diagnosis {
  const view = viewHost({ host }, survey, file, modelReader());
  const examined: ExaminedHost = { view, survey, host, isUsed: usedFiles(view) };
  const findings = groups(checks.flatMap((check) => check(examined)));
  return {
    host,
    findings,
    problems: findings.filter(({ severity }) => severity === 'problem').length,
    unchecked: uncheckedOf(survey, host),
  };
}

/** Returns the position of a finding in the result. */
const rank = ({ cause, severity }: HostFinding): number =>
  causes.indexOf(cause) + (severity === 'problem' ? 0 : causes.length);

/** Groups symptoms by cause, severity and remedy. Problems come before notes. */
function groups(symptoms: readonly Symptom[]): readonly HostFinding[] {
  const known = new Map<string, Symptom[]>();
  for (const symptom of symptoms) {
    const { cause, severity, rule, remedy } = symptom;
    const key = JSON.stringify([cause, severity, rule, remedy]);
    known.set(key, [...(known.get(key) ?? []), symptom]);
  }
  const findings = [...known.values()].flatMap((same): HostFinding[] => {
    const [first] = same;
    if (first === undefined) {
      return [];
    }
    const { cause, severity, rule, remedy } = first;
    const evidence = [...new Set(same.map((one) => one.evidence))];
    const files = [...new Set(same.flatMap(({ file }) => file ?? []))];
    const title = causeTitles[cause]();
    return [{ cause, severity, title, evidence, rule, files, remedy }];
  });
  return findings.toSorted((a, b) => rank(a) - rank(b));
}

/** Returns what could not be examined. */
function uncheckedOf({ facts, attachments }: Survey, host: string): readonly string[] {
  const { unread = [], interfaces, routes } = facts;
  const hidden = [...unread, ...(attachments === undefined ? [l10n.t('the cached results')] : [])];
  return [
    ...(hidden.length === 0
      ? []
      : [
          l10n.t(
            'This user cannot read {0} on {1}. Connect to the host as root or with sudo.',
            commaList(hidden),
            host,
          ),
        ]),
    ...(interfaces !== undefined && routes !== undefined
      ? []
      : [
          l10n.t(
            'The interfaces and routes of {0} are unknown, because it has no program "ip" that prints JSON.',
            host,
          ),
        ]),
  ];
}
