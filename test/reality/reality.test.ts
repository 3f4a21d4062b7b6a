import { execFile } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostFacts } from '../../language/workspace/host-facts.ts';
import { bundle, isRoot, sandboxObstacle } from '../host/machine.ts';
import { noReferencePlugins, referencePlugins } from '../host/reference/reference-site.ts';
import { explainedShare, rightCauseShare } from './explained.ts';
import { goodFile, type Mutant, mutants } from './mutants.ts';
import { goodNetworks } from './networks.ts';
import { type Outcome, Stage } from './stage.ts';
import { inStages } from './stages.ts';
import { falseAlarmRateOf, recallOf, report, scoreOf } from './table.ts';
import { errorsOf, limitOf, type Trial, verdictOf } from './trial.ts';
import { skipBecause } from '../skip.ts';

/** $CNI_WORKBENCH_SEED repeats a run; without it every run has different mutants. */
const seed = Number(process.env['CNI_WORKBENCH_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
const MUTANTS = 2000;
/** $CNI_WORKBENCH_SCALE multiplies the number of mutants. */
const wanted = MUTANTS * Number(process.env['CNI_WORKBENCH_SCALE'] ?? 1);
/** $CNI_WORKBENCH_TRIALS: a file for all predictions and outcomes. */
const trialsFile = process.env['CNI_WORKBENCH_TRIALS'];
const SANDBOXES = 2;
/** How many mutants an ordinary user runs as well. */
const COMPARED = 100;
/** On two idle cores the mutants take about three minutes; a busy machine may take longer. */
const LONG = 3_000_000;

const obstacle = referencePlugins === undefined ? noReferencePlugins : sandboxObstacle();

/** Writes predictions and outcomes into the file of $CNI_WORKBENCH_TRIALS, if it is set. */
function save(trials: readonly Trial[], facts: ReadonlyMap<string, HostFacts>): void {
  if (trialsFile !== undefined) {
    writeFileSync(trialsFile, JSON.stringify({ trials, facts: [...facts] }));
  }
}

describe('the language', skipBecause(obstacle), () => {
  const stages = Array.from({ length: SANDBOXES }, () => new Stage([referencePlugins ?? '']));
  /** The facts of the sandbox, by its preparation. */
  const facts = new Map<string, HostFacts>();
  afterAll(() => Promise.all(stages.map((stage) => stage.dispose())));

  beforeAll(async () => {
    const preparations = new Set(goodNetworks.map(({ prepare = '' }) => prepare));
    await inStages(stages, [...preparations], async (stage, prepare) => {
      facts.set(prepare, await stage.facts(prepare));
    });
  }, LONG);

  it(
    'reports no error for valid networks, which run as far as the kernel supports them',
    { timeout: LONG },
    async () => {
      const ended: Record<string, Outcome> = {};
      const alarmed: Record<string, readonly string[]> = {};
      await inStages(stages, goodNetworks, async (stage, network) => {
        const outcome = await stage.run(goodFile(network), network);
        if (verdictOf(outcome) !== 'passed') {
          ended[network.label] = outcome;
        }
        const errors = errorsOf(goodFile(network), facts.get(network.prepare ?? ''));
        if (errors.length > 0) {
          alarmed[network.label] = errors;
        }
      });
      const lines = Object.entries(ended).map(
        ([label, { failed }]) => `  ${label}: ${failed?.phase} failed: ${failed?.text}`,
      );
      console.log(['valid networks that this machine cannot run completely:', ...lines].join('\n'));
      expect(alarmed).toEqual({});
      expect(Object.entries(ended).filter(([, outcome]) => limitOf(outcome) === undefined)).toEqual([]);
    },
  );

  it('predicts the failures of mutants, and only those', { timeout: LONG }, async () => {
    const trials: Trial[] = [];
    await inStages(stages, mutants(seed, wanted), async (stage, mutant: Mutant) => {
      const { file, network } = mutant;
      const outcome = await stage.run(file, network);
      trials.push({
        mutant,
        errors: errorsOf(file, facts.get(network.prepare ?? '')),
        errorsWithoutHost: errorsOf(file, undefined),
        outcome,
        verdict: verdictOf(outcome),
      });
    });
    trials.sort((a, b) => a.mutant.index - b.mutant.index);
    console.log(report(trials, seed));
    save(trials, facts);
    expect(explainedShare(trials)).toBeGreaterThanOrEqual(0.98);
    expect(rightCauseShare(trials)).toBeGreaterThanOrEqual(0.98);
    const score = scoreOf(trials);
    expect(score.mutants).toBeGreaterThanOrEqual(wanted);
    expect(recallOf(score)).toBeGreaterThanOrEqual(0.95);
    expect(falseAlarmRateOf(score)).toBeLessThanOrEqual(0.01);
  });
});

/** Runs configurations in the sandbox of a user, with verdicts-process.ts. */
async function verdictsAs(uid: number, directory: string): Promise<unknown> {
  const options = { uid, gid: uid, cwd: '/', env: { PATH: process.env['PATH'] }, maxBuffer: 2 ** 26 };
  const [node, program, plugins] = ['node', 'program.js', 'plugins'].map((name) => path.join(directory, name));
  const args = [program ?? '', plugins ?? '', String(seed), String(COMPARED)];
  return JSON.parse((await promisify(execFile)(node ?? '', args, options)).stdout);
}

describe('the outcome', skipBecause(obstacle), () => {
  it('is the same as root and as an ordinary user', { timeout: LONG }, async ({ skip }) => {
    if (!isRoot) {
      return skip('only root can be both');
    }
    const directory = path.dirname(await bundle('test/reality/verdicts-process.ts'));
    try {
      // Copies of the plugins and Node, so that uid 65534 can read them.
      cpSync(referencePlugins ?? '', path.join(directory, 'plugins'), { recursive: true });
      cpSync(process.execPath, path.join(directory, 'node'));
      const [asRoot, asUser] = await Promise.all([verdictsAs(0, directory), verdictsAs(65_534, directory)]);
      expect(asUser).toEqual(asRoot);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
