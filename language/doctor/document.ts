import { rulePage } from '../rules/rule.ts';
import type { Cause, Diagnosis } from './diagnosis.ts';

/** A diagnosis as JSON, for programs. */
export interface DiagnosisDocument {
  readonly host: string;
  readonly problems: number;
  readonly findings: readonly {
    readonly cause: Cause;
    readonly severity: 'problem' | 'note';
    readonly title: string;
    readonly evidence: readonly string[];
    readonly remedy: string;
    readonly files: readonly string[];
    readonly rule?: string | undefined;
    /** Address of the page about the rule. */
    readonly link?: string | undefined;
  }[];
  readonly unchecked: readonly string[];
}

/** Converts a diagnosis to a JSON value. */
export function diagnosisDocument({ host, problems, findings, unchecked }: Diagnosis): DiagnosisDocument {
  return {
    host,
    problems,
    findings: findings.map(({ cause, severity, title, evidence, remedy, files, rule }) => ({
      cause,
      severity,
      title,
      evidence,
      remedy,
      files,
      ...(rule === undefined ? {} : { rule, link: rulePage(rule) }),
    })),
    unchecked,
  };
}
