import type { Checked } from '../check.ts';
import { remedies } from './cause-texts.ts';
import type { Cause, Diagnosis, ExaminedHost, Symptom } from './diagnosis.ts';

/** The cause that each rule about hosts reports. R160 and R183 are part of other checks. */
const causeByRule: ReadonlyMap<string, Cause> = new Map([
  ['R171', 'pluginMissing'],
  ['R172', 'pluginBroken'],
  ['R173', 'versionTooNew'],
  ['R170', 'fileMissing'],
  ['R186', 'fileMissing'],
  ['R211', 'fileMissing'],
  ['R177', 'bridgeAddress'],
  ['R207', 'bridgeAddress'],
  ['R175', 'interface'],
  ['R176', 'interface'],
  ['R179', 'interface'],
  ['R180', 'interface'],
  ['R204', 'interface'],
  ['R205', 'interface'],
  ['R162', 'subnetConflict'],
  ['R163', 'subnetConflict'],
  ['R178', 'subnetConflict'],
  ['R181', 'requirement'],
  ['R182', 'requirement'],
  ['R185', 'requirement'],
  ['R187', 'requirement'],
  ['R217', 'ipv6Disabled'],
]);

/** Other rules with a cause, which separate checks report. */
const otherCauses: Readonly<Record<string, readonly Cause[]>> = {
  R160: ['wrongFile'],
  R161: ['noConfiguration'],
  R183: ['forwardingOff'],
  R184: ['brNetfilterOff'],
  R188: ['poolFull', 'leakedReservations'],
};

/** Rules that report the same failure of other plugins. */
const sameFailure: Readonly<Record<string, readonly string[]>> = { R177: ['R177', 'R207'] };

/** What to look for on a host. */
export interface Clue {
  /** The rule that predicts the failure. */
  readonly rule: string;
  /** What the failure is about, such as a bridge: the sentences must contain these names. */
  readonly names: readonly string[];
}

/** Returns what a host shows about a failure, as whole sentences. */
export function evidenceFor({ findings }: Diagnosis, { rule, names }: Clue): readonly string[] {
  const causes = otherCauses[rule] ?? [];
  const rules = sameFailure[rule] ?? [rule];
  return findings
    .filter((one) => causes.includes(one.cause) || (one.rule !== undefined && rules.includes(one.rule)))
    .flatMap(({ evidence }) => evidence.filter((text) => names.every((name) => text.includes(name))));
}

/** Rules whose findings are certain on this host, although another host might differ. */
const certainHere = new Set(['R171', 'R172', 'R173']);

function causeOf({ rule, severity }: Checked): Cause | undefined {
  return causeByRule.get(rule.id) ?? (severity === 'error' ? 'configuration' : undefined);
}

/** Returns what the rules report about the networks of the host. */
export function fromRules({ view, survey, isUsed }: ExaminedHost): readonly Symptom[] {
  return view.subjects.flatMap(({ file, checked }) =>
    checked.flatMap((one): readonly Symptom[] => {
      const { rule, severity, finding } = one;
      const cause = causeOf(one);
      if (cause === undefined) {
        return [];
      }
      const isProblem = certainHere.has(rule.id) || severity === 'error' || severity === 'warning';
      return [
        {
          cause,
          severity: isProblem && isUsed(file) ? 'problem' : 'note',
          evidence: finding.message,
          rule: rule.id,
          file: `${survey.confDir}/${file}`,
          remedy: remedies[cause]?.() ?? '',
        },
      ];
    }),
  );
}
