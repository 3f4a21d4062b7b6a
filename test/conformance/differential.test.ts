import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agrees } from './agreement.ts';
import { report } from './compare.ts';
import { contest, type Score } from './contest.ts';
import { corpora } from '../corpus/files.ts';
import { corpusCases } from './corpus.ts';
import { DIFFERENCES } from './differences.ts';
import { generateCases, PLAN } from './generate/plan.ts';
import { buildGo, Oracle } from './oracle.ts';
import { ours } from './ours.ts';
import { skipBecause } from '../skip.ts';

const go = buildGo();
/** $CNI_WORKBENCH_SEED makes a run again; without it every run has other cases. */
const seed = Number(process.env['CNI_WORKBENCH_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
/** $CNI_WORKBENCH_SCALE multiplies the number of cases. */
const scale = Number(process.env['CNI_WORKBENCH_SCALE'] ?? 1);
const SHOWN = 5;
const LONG = 600_000;
const AT_LEAST = 20_000;

if (!('obstacle' in go)) {
  console.log(`comparing with Go libcni: seed ${String(seed)} (again with CNI_WORKBENCH_SEED=${String(seed)})`);
}

/** Prints what came of it, and gives the disagreements to read: '' when there are none. */
function judge(what: string, score: Score): string {
  const { asked, failing, onPurpose, disagreements } = score;
  const known = Object.entries(onPurpose).map(([name, count]) => `, ${String(count)} on purpose (${name})`);
  const count = String(disagreements.length);
  console.log(
    `${what}: ${String(asked)} cases (${String(failing)} with a failure in it), ${count} differ${known.join('')}`,
  );
  return disagreements.slice(0, SHOWN).map(report).join('\n\n');
}

describe('the engine and Go libcni', skipBecause('obstacle' in go ? go.obstacle : undefined), () => {
  let oracle: Oracle;
  let total = 0;

  beforeAll(async () => {
    oracle = new Oracle('program' in go ? go.program : '');
    console.log(JSON.stringify((await oracle.about()).value));
  });

  afterAll(() => oracle.close());

  test.each(Object.keys(PLAN))('agree on every generated case of: %s', { timeout: LONG }, async (kind) => {
    const score = await contest(oracle, generateCases(seed, kind, scale));
    total += score.asked;
    expect(judge(kind, score)).toBe('');
    expect(score.failing, 'no case of this kind fails').toBeGreaterThan(0);
    expect(score.asked > score.failing || kind === 'pluginFailure', 'every case of this kind fails').toBe(true);
  });

  test(`were asked at least ${String(AT_LEAST)} generated cases`, () => {
    expect(total).toBeGreaterThanOrEqual(Math.min(scale, 1) * AT_LEAST);
  });

  test.each(corpora)('agree on the whole $name corpus', { timeout: LONG }, async (corpus) => {
    expect(judge(`${corpus.name} corpus`, await contest(oracle, corpusCases(corpus)))).toBe('');
  });

  test.each(DIFFERENCES)('differ on purpose: $name', async ({ example, explains }) => {
    const theirs = await oracle.ask(example);
    const own = await ours(example);
    expect(agrees(theirs, own), 'the example no longer differs: remove the entry').toBe(false);
    expect(explains(example, theirs, own)).toBe(true);
  });
});
