import { agrees } from './agreement.ts';
import { explained, type Disagreement } from './compare.ts';
import type { Oracle } from './oracle.ts';
import { ours } from './ours.ts';
import type { Request } from './wire.ts';

/** A request and what to call it in a report. */
export interface Labelled {
  readonly label: string;
  readonly request: Request;
}

/** What came of asking both. */
export interface Score {
  readonly asked: number;
  /** Requests where Go's answer holds an error somewhere. */
  readonly failing: number;
  /** How often each named difference showed. */
  readonly onPurpose: Readonly<Record<string, number>>;
  readonly disagreements: readonly Disagreement[];
}

const BATCH = 500;

function* batches(cases: Iterable<Labelled>): Generator<Labelled[]> {
  let batch: Labelled[] = [];
  for (const one of cases) {
    batch.push(one);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) {
    yield batch;
  }
}

/** Asks Go and the engine the same, in batches, and keeps what differs without a known reason. */
export async function contest(oracle: Oracle, cases: Iterable<Labelled>): Promise<Score> {
  const disagreements: Disagreement[] = [];
  const onPurpose: Record<string, number> = {};
  let asked = 0;
  let failing = 0;
  for (const batch of batches(cases)) {
    const answers = await oracle.askAll(batch.map(({ request }) => request));
    for (const [at, { label, request }] of batch.entries()) {
      const go = answers[at] ?? {};
      const own = await ours(request);
      asked += 1;
      if (JSON.stringify(go).includes('"text":')) {
        failing += 1;
      }
      if (agrees(go, own)) {
        continue;
      }
      const reason = explained(request, go, own);
      if (reason === undefined) {
        disagreements.push({ label, request, go, ours: own });
      } else {
        onPurpose[reason] = (onPurpose[reason] ?? 0) + 1;
      }
    }
  }
  return { asked, failing, onPurpose, disagreements };
}
