import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agrees, explained, report, type Disagreement } from './compare.ts';
import { DIFFERENCES } from './differences.ts';
import { generateCases, PLAN, type GeneratedCase } from './generate/plan.ts';
import { buildGo, findGo, Oracle } from './oracle.ts';
import { ours } from './ours.ts';

const go = findGo();
/** $CNI_WORKBENCH_SEED makes a run again; without it every run has other cases. */
const seed = Number(process.env['CNI_WORKBENCH_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
/** $CNI_WORKBENCH_SCALE multiplies the number of cases. */
const scale = Number(process.env['CNI_WORKBENCH_SCALE'] ?? 1);
const BATCH = 500;
const SHOWN = 5;

if (go === undefined) {
  console.log('skipped: comparison with Go libcni, as there is no `go` on the PATH and $CNI_WORKBENCH_GO is not set');
} else {
  console.log(`comparing with Go libcni: seed ${String(seed)} (make it again with CNI_WORKBENCH_SEED=${String(seed)})`);
}

function* batches(cases: Iterable<GeneratedCase>): Generator<GeneratedCase[]> {
  let batch: GeneratedCase[] = [];
  for (const one of cases) {
    batch.push(one);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  yield batch;
}

describe.skipIf(go === undefined)('the engine and Go libcni', () => {
  let oracle: Oracle;

  beforeAll(async () => {
    oracle = new Oracle(buildGo(go ?? ''));
    console.log(JSON.stringify((await oracle.about()).value));
  }, 300_000);

  afterAll(() => oracle.close());

  async function disagreements(cases: readonly GeneratedCase[]): Promise<Disagreement[]> {
    const theirs = await oracle.askAll(cases.map(({ request }) => request));
    const found: Disagreement[] = [];
    for (const [at, { kind, index, request }] of cases.entries()) {
      const answer = theirs[at] ?? {};
      const own = await ours(request);
      if (agrees(answer, own) || explained(request, answer, own) !== undefined) continue;
      found.push({ label: `${kind} ${String(index)} of seed ${String(seed)}`, request, go: answer, ours: own });
    }
    return found;
  }

  test.each(Object.keys(PLAN))('agree on every generated case of: %s', { timeout: 600_000 }, async (kind) => {
    const found: Disagreement[] = [];
    let asked = 0;
    for (const batch of batches(generateCases(seed, kind, scale))) {
      asked += batch.length;
      found.push(...(await disagreements(batch)));
    }
    console.log(`${kind}: ${String(asked)} cases, ${String(found.length)} differ`);
    const shown = found.slice(0, SHOWN).map(report).join('\n\n');
    expect(found.length, `${String(found.length)} of ${String(asked)} differ:\n${shown}`).toBe(0);
  });

  test.each(DIFFERENCES)('differ on purpose: $name', async ({ example, explains }) => {
    const theirs = await oracle.ask(example);
    const own = await ours(example);
    expect(agrees(theirs, own), 'the example no longer differs: remove the entry').toBe(false);
    expect(explains(example, theirs, own)).toBe(true);
  });
});
