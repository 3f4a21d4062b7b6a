import { type ComparedFile, readSurveyed, type Surveyed } from '../fleet/survey.ts';
import { diagnose } from './diagnose.ts';
import type { Diagnosis } from './diagnosis.ts';
import { diagnosisDocument, type DiagnosisDocument } from './document.ts';
import { diagnosisPage, diagnosisSummary } from './page.ts';
import { type Clue, evidenceFor } from './rule-causes.ts';

/** A diagnosis in each form that is displayed. */
export interface CheckUp {
  readonly summary: string;
  readonly markdown: string;
  readonly document: DiagnosisDocument;
}

/**
 * Diagnoses a host by its answer; parts of a different shape are ignored. Undefined for a host that did not answer.
 * @param root the URI of its root directory, for links to files
 */
export function checkUpOf(sent: unknown, root?: string): CheckUp | undefined {
  const diagnosis = diagnosisOf(sent);
  return (
    diagnosis && {
      summary: diagnosisSummary(diagnosis),
      markdown: diagnosisPage(diagnosis, root),
      document: diagnosisDocument(diagnosis),
    }
  );
}

/**
 * Returns what a host shows about each of several failures, by its answer. Nothing for a host that did not answer.
 * @param clues one for each failure; null for a failure that the facts of a host cannot show
 * @param file the network that failed, if it is known
 */
export function evidenceOf(
  sent: unknown,
  clues: readonly (Clue | null)[],
  file?: ComparedFile,
): readonly (readonly string[])[] {
  const diagnosis = diagnosisOf(sent, file);
  return clues.map((clue) => (diagnosis === undefined || clue === null ? [] : evidenceFor(diagnosis, clue)));
}

function diagnosisOf(sent: unknown, file?: ComparedFile): Diagnosis | undefined {
  const surveyed: Surveyed | undefined = readSurveyed([sent])[0];
  return surveyed?.answer.kind === 'ok' ? diagnose(surveyed.host, surveyed.answer.value, file) : undefined;
}
