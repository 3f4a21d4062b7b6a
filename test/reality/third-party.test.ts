import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostFacts } from '../../language/workspace/host-facts.ts';
import { bundle, sandboxObstacle } from '../host/machine.ts';
import { noReferencePlugins, referencePlugins } from '../host/reference/reference-site.ts';
import { skipBecause } from '../skip.ts';
import { explainedShare, rightCauseShare } from './explained.ts';
import { goodFile, type Mutant, mutants, type Stock } from './mutants.ts';
import { thirdPartyMutations } from './mutations-of-third-party.ts';
import { mutations } from './mutations.ts';
import type { GoodNetwork } from './networks.ts';
import { type ConfigurationFile, type Outcome, Stage } from './stage.ts';
import { inStages } from './stages.ts';
import { falseAlarmRateOf, recallOf, report, scoreOf } from './table.ts';
import { thirdPartyNetworks } from './third-party-networks.ts';
import { buildThirdPartyPlugins } from './third-party-plugins.ts';
import { errorsOf, limitOf, type Trial, verdictOf } from './trial.ts';

// Whereabouts, Multus and flannel, with a small API server in the sandbox.

/**
 * $CNI_WORKBENCH_SEED chooses other mutants. Without it they are always the same: they are too few for a bound on any random
 * choice of them.
 */
const seed = Number(process.env['CNI_WORKBENCH_SEED'] ?? 20_261_125);
const MUTANTS = 300;
/** $CNI_WORKBENCH_SCALE multiplies the number of mutants. */
const wanted = MUTANTS * Number(process.env['CNI_WORKBENCH_SCALE'] ?? 1);
/** $CNI_WORKBENCH_TRIALS: a file for all predictions and outcomes; these trials are in one with "-third-party" after it. */
const trialsFile = process.env['CNI_WORKBENCH_TRIALS'];
const SANDBOXES = 2;
/** On two idle cores the mutants take about two minutes; a busy machine may take longer. */
const LONG = 3_000_000;

const stock: Stock = {
  name: 'third-party',
  networks: thirdPartyNetworks,
  mutations: [...mutations, ...thirdPartyMutations],
};

const built = referencePlugins === undefined ? { obstacle: noReferencePlugins } : buildThirdPartyPlugins();
const obstacle = 'obstacle' in built ? built.obstacle : sandboxObstacle();

/** The keys whose files host facts describe. */
const PATH_KEYS = /"(?:configuration_path|kubeconfig|subnetFile)"\s*:\s*"[^"\n]*"/gi;

/** The facts of the sandbox, by its preparation and the paths of a configuration. */
const known = new Map<string, HostFacts>();

async function factsFor(stage: Stage, { prepare = '' }: GoodNetwork, file: ConfigurationFile): Promise<HostFacts> {
  const paths = file.text.match(PATH_KEYS) ?? [];
  const key = [prepare, ...paths].join('\n');
  const facts = known.get(key) ?? (await stage.facts(prepare, file));
  known.set(key, facts);
  return facts;
}

/** Runs a mutant, and compares with what the rules predict. */
async function trialOf(stage: Stage, mutant: Mutant): Promise<Trial> {
  const { file, network } = mutant;
  const facts = await factsFor(stage, network, file);
  const outcome = await stage.run(file, network);
  return {
    mutant,
    errors: errorsOf(file, facts),
    errorsWithoutHost: errorsOf(file, undefined),
    outcome,
    verdict: verdictOf(outcome),
  };
}

describe('the language and plugins of others', skipBecause(obstacle), () => {
  const stages: Stage[] = [];
  let program = '';
  beforeAll(async () => {
    program = await bundle('test/reality/api-server-process.ts');
    const directories = [referencePlugins ?? '', 'directory' in built ? built.directory : ''];
    stages.push(...Array.from({ length: SANDBOXES }, () => new Stage(directories, program)));
  }, LONG);
  afterAll(async () => {
    await Promise.all(stages.map((stage) => stage.dispose()));
    rmSync(path.dirname(program), { recursive: true });
  });

  it('reports no error for valid networks, which run', { timeout: LONG }, async () => {
    const ended: Record<string, Outcome> = {};
    const alarmed: Record<string, readonly string[]> = {};
    await inStages(stages, thirdPartyNetworks, async (stage, network) => {
      const file = goodFile(network);
      const errors = errorsOf(file, await factsFor(stage, network, file));
      if (errors.length > 0) {
        alarmed[network.label] = errors;
      }
      const outcome = await stage.run(file, network);
      if (verdictOf(outcome) !== 'passed' && limitOf(outcome) === undefined) {
        ended[network.label] = outcome;
      }
    });
    expect({ alarmed, ended }).toEqual({ alarmed: {}, ended: {} });
  });

  it('predicts the failures of mutants, and only those', { timeout: LONG }, async () => {
    const trials: Trial[] = [];
    await inStages(stages, mutants(seed, wanted, stock), async (stage, mutant) => {
      trials.push(await trialOf(stage, mutant));
    });
    trials.sort((a, b) => a.mutant.index - b.mutant.index);
    console.log(report(trials, seed));
    if (trialsFile !== undefined) {
      writeFileSync(`${trialsFile}-third-party`, JSON.stringify({ trials, facts: [...known] }));
    }
    expect(explainedShare(trials)).toBeGreaterThanOrEqual(0.98);
    expect(rightCauseShare(trials)).toBeGreaterThanOrEqual(0.98);
    const score = scoreOf(trials);
    expect(score.mutants).toBeGreaterThanOrEqual(wanted);
    expect(recallOf(score)).toBeGreaterThanOrEqual(0.95);
    expect(falseAlarmRateOf(score)).toBeLessThanOrEqual(0.01);
  });
});
