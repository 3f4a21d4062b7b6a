import type { Survey } from '../fleet/survey.ts';
import type { HostView } from '../fleet/subjects.ts';

/** What can be wrong on a host, most likely cause of a failure first. */
export const causes = [
  'noConfiguration',
  'wrongFile',
  'pluginMissing',
  'pluginBroken',
  'versionTooNew',
  'fileMissing',
  'bridgeAddress',
  'poolFull',
  'configuration',
  'interface',
  'subnetConflict',
  'requirement',
  'ipv6Disabled',
  'leakedReservations',
  'forwardingOff',
  'brNetfilterOff',
  'iptablesMixed',
] as const;

export type Cause = (typeof causes)[number];

/** One thing that is wrong on a host. */
export interface Symptom {
  readonly cause: Cause;
  /** A `problem` makes networks fail; a `note` is worth knowing, or concerns a file that no runtime uses. */
  readonly severity: 'problem' | 'note';
  /** What the host shows, as a whole sentence with the values. */
  readonly evidence: string;
  /** The rule that explains it. */
  readonly rule?: string | undefined;
  /** The configuration file on the host. */
  readonly file?: string | undefined;
  readonly remedy: string;
}

/** What is wrong on a host: everything with the same cause and remedy. */
export interface HostFinding extends Omit<Symptom, 'evidence' | 'file'> {
  readonly title: string;
  readonly evidence: readonly string[];
  readonly files: readonly string[];
}

/** The result for one host. */
export interface Diagnosis {
  readonly host: string;
  /** Problems before notes, the most likely cause first. */
  readonly findings: readonly HostFinding[];
  readonly problems: number;
  /** What could not be examined, as whole sentences. */
  readonly unchecked: readonly string[];
}

/** A host prepared for the checks. */
export interface ExaminedHost {
  readonly view: HostView;
  readonly survey: Survey;
  readonly host: string;
  /** Whether the runtime uses a file of the configuration directory. */
  readonly isUsed: (file: string) => boolean;
}
