import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostFacts } from '../../server/service/host-facts.ts';
import { sandboxObstacle } from '../host/machine.ts';
import { noReferencePlugins, referencePlugins } from '../host/reference-site.ts';
import { goodFile, type Mutant, mutants } from './mutants.ts';
import { goodNetworks } from './networks.ts';
import { type Happened, Stage } from './stage.ts';
import { falseAlarmRateOf, recallOf, report, scoreOf } from './table.ts';
import { errorsOf, limitOf, type Trial, verdictOf } from './trial.ts';

/** $CNI_WORKBENCH_SEED makes a run again; without it every run has other mutants. */
const seed = Number(process.env['CNI_WORKBENCH_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
const AT_LEAST = 2000;
/** $CNI_WORKBENCH_SCALE multiplies the number of mutants. */
const wanted = AT_LEAST * Number(process.env['CNI_WORKBENCH_SCALE'] ?? 1);
/** $CNI_WORKBENCH_TRIALS: a file for all that was foretold and happened. */
const kept = process.env['CNI_WORKBENCH_TRIALS'];
const SANDBOXES = 2;
/** On two idle cores the mutants take about three minutes; a busy machine gets its time. */
const LONG = 3_000_000;

const obstacle = referencePlugins === undefined ? noReferencePlugins : sandboxObstacle();
if (obstacle !== undefined) console.log(`skipped: mutants of configurations, as ${obstacle}`);

describe.skipIf(obstacle !== undefined)('what the language foretells', () => {
  const stages = Array.from({ length: SANDBOXES }, () => new Stage(referencePlugins ?? ''));
  /** By what was prepared in the sandbox. */
  const facts = new Map<string, HostFacts>();
  afterAll(() => Promise.all(stages.map((stage) => stage.dispose())));

  /** Does something with every item, in as many sandboxes as there are. */
  async function inStages<T>(items: readonly T[], each: (stage: Stage, item: T) => Promise<void>): Promise<void> {
    const left = items.values();
    await Promise.all(
      stages.map(async (stage) => {
        for (const item of left) await each(stage, item);
      }),
    );
  }

  beforeAll(async () => {
    const preparations = new Set(goodNetworks.map(({ prepare = '' }) => prepare));
    await inStages([...preparations], async (stage, prepare) => {
      facts.set(prepare, await stage.facts(prepare));
    });
  }, LONG);

  it('is nothing bad for what is good, and that runs as far as the kernel goes', { timeout: LONG }, async () => {
    const ended: Record<string, Happened> = {};
    const alarmed: Record<string, readonly string[]> = {};
    await inStages(goodNetworks, async (stage, network) => {
      const happened = await stage.run(goodFile(network), network);
      if (verdictOf(happened) !== 'passed') ended[network.label] = happened;
      const errors = errorsOf(goodFile(network), facts.get(network.prepare ?? ''));
      if (errors.length > 0) alarmed[network.label] = errors;
    });
    const lines = Object.entries(ended).map(
      ([label, { failed }]) => `  ${label}: ${failed?.phase} said: ${failed?.text}`,
    );
    console.log(['good networks that this machine does not run to their end:', ...lines].join('\n'));
    expect(alarmed).toEqual({});
    expect(Object.entries(ended).filter(([, happened]) => limitOf(happened) === undefined)).toEqual([]);
  });

  it('happens, and nothing else does', { timeout: LONG }, async () => {
    const trials: Trial[] = [];
    await inStages(mutants(seed, wanted), async (stage, mutant: Mutant) => {
      const { file, network } = mutant;
      const happened = await stage.run(file, network);
      trials.push({
        mutant,
        errors: errorsOf(file, facts.get(network.prepare ?? '')),
        errorsWithoutHost: errorsOf(file, undefined),
        happened,
        verdict: verdictOf(happened),
      });
    });
    trials.sort((a, b) => a.mutant.index - b.mutant.index);
    console.log(report(trials, seed));
    if (kept !== undefined) writeFileSync(kept, JSON.stringify({ trials, facts: [...facts] }));
    const score = scoreOf(trials);
    expect(score.mutants).toBeGreaterThanOrEqual(wanted);
    expect(recallOf(score)).toBeGreaterThanOrEqual(0.95);
    expect(falseAlarmRateOf(score)).toBeLessThanOrEqual(0.01);
  });
});
