import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCNIArgs } from '../../engine/libcni/index.ts';
import { CNITOOL_DIFFERENCES } from './cases/cnitool-differences.ts';
import { CNITOOL, CNITOOL_GC_STATUS, CNITOOL_PLACES, CNITOOL_USAGE } from './cases/cnitool.ts';
import { cannotRun, CnitoolStage, type CnitoolCase, type Run } from './cnitool-run.ts';
import { cnitoolCase } from './generate/cnitool-cases.ts';
import { Random } from './generate/random.ts';
import { buildGoCnitool } from './oracle.ts';
import { skipBecause } from '../skip.ts';

const go = buildGoCnitool();
const obstacle = 'obstacle' in go ? go.obstacle : cannotRun();

const ARGUMENT_TEXTS = 150;
/** Of five calls each. */
const GENERATED_CASES = 24 * Number(process.env['CNI_WORKBENCH_SCALE'] ?? 1);
const seed = Number(process.env['CNI_WORKBENCH_SEED'] ?? Math.floor(Math.random() * 2 ** 32));

/** Removes the additional line with the remedy after an error, which is a difference listed below. */
const withoutHint = (run: Run): Run => ({ ...run, stderr: run.stderr.replace(/(^|\n)hint: [^]*$/u, '$1') });

describe("our cnitool and Go's", skipBecause(obstacle), () => {
  const place = mkdtempSync(join(tmpdir(), 'cni-cnitool-'));
  const bundle = join(place, 'cnitool.js');
  const theirs = 'program' in go ? go.program : '';

  beforeAll(async () => {
    await build({
      entryPoints: [join(import.meta.dirname, '../../cli/main.ts')],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      mainFields: ['module', 'main'],
      // As in what is shipped: no verb of Go's cnitool loads the language.
      external: ['*/cnitool-language.ts'],
      minify: true,
    });
  });

  afterAll(() => rmSync(place, { recursive: true }));

  function compare(played: CnitoolCase): { readonly go: Run[]; readonly ours: Run[] } {
    const stage = new CnitoolStage(played);
    try {
      return { go: stage.play([theirs]), ours: stage.play([process.execPath, bundle]) };
    } finally {
      stage.dispose();
    }
  }

  test.each(Object.entries({ ...CNITOOL, ...CNITOOL_PLACES, ...CNITOOL_GC_STATUS }))(
    'do the same: %s',
    (_name, played) => {
      const runs = compare(played);
      expect(runs.ours.map(withoutHint)).toEqual(runs.go);
    },
  );

  test.each(Object.entries(CNITOOL_USAGE))('tell how to use it: %s', (_name, played) => {
    const [theirRun, ourRun] = [compare(played)].flatMap((runs) => [runs.go[0], runs.ours[0]]);
    expect({ ...ourRun, stderr: '' }).toEqual({ ...theirRun, stderr: '' });
    // The additional verbs and options come after Go's text.
    expect(ourRun?.stderr.startsWith(theirRun?.stderr ?? '-')).toBe(true);
  });

  test.each(Array.from({ length: GENERATED_CASES }, (_none, index) => index))(
    `do the same: generated case %i (seed ${String(seed)})`,
    (index) => {
      const played = cnitoolCase(Random.forCase(seed, 'cnitool', index));
      const runs = compare(played);
      expect({ played, runs: runs.ours.map(withoutHint) }).toEqual({ played, runs: runs.go });
    },
  );

  test.each(CNITOOL_DIFFERENCES)('differ on purpose: $name', ({ example, holds }) => {
    const runs = compare(example);
    expect(runs.go.map((run, index) => holds(run, runs.ours[index] ?? run))).toEqual([true]);
  });

  test(`take and refuse the same CNI_ARGS (seed ${String(seed)})`, () => {
    const texts = oddArguments(Random.forCase(seed, 'CNI_ARGS', 0));
    const stage = new CnitoolStage({
      files: { '10.conflist': '{"name":"n","cniVersion":"0.1.0","plugins":[{"type":"a"}]}' },
      // CHECK is refused for this version, but later than the arguments.
      steps: texts.map((text) => ({ args: ['check', 'n', '/x'], env: { CNI_ARGS: text } })),
    });
    const told = stage.play([theirs]).map(({ stderr }) => (stderr.startsWith('invalid CNI_ARGS') ? stderr : ''));
    stage.dispose();
    expect(texts.map((text) => [text, refusal(text)])).toEqual(texts.map((text, index) => [text, told[index]]));
  });
});

const LETTERS = ['a', 'K8S', '=', ';', '<', 'é', '"', ' ', '\n', '%', '\\', '\u0007', '\u2028', '\u{1f600}'] as const;

/** Texts that may be CNI_ARGS or not. */
function oddArguments(random: Random): string[] {
  const word = (): string => random.several(0, 3, () => random.pick(LETTERS)).join('');
  const pair = (): string => (random.chance(0.6) ? `${word()}=${word()}` : word());
  return random.several(ARGUMENT_TEXTS, ARGUMENT_TEXTS, () => random.several(1, 3, pair).join(';'));
}

/** How our engine refuses them, with the line end that cnitool adds; '' when it takes them. */
function refusal(text: string): string {
  try {
    parseCNIArgs(text);
    return '';
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n`;
  }
}
