import { describe, expect, it } from 'vitest';
import { check } from '../../language/check.ts';
import { modelOf } from '../unit/language/documents.ts';
import { corpora, type CorpusFile } from './files.ts';

/** The minimum share of sound configurations with no finding above a hint. */
const QUIET = 0.6;

/** The rules with findings above a hint in a file, each once; undefined if it has an error. */
function shownIn({ text, loadedAs }: CorpusFile): readonly string[] | undefined {
  const found = check(modelOf(text, loadedAs), {});
  if (found.some(({ severity }) => severity === 'error')) {
    return undefined;
  }
  return [...new Set(found.flatMap(({ rule, severity }) => (severity === 'hint' ? [] : [`${rule.id} ${rule.name}`])))];
}

describe.each(corpora)('of the $name corpus', ({ name, files }) => {
  it('most sound configurations have no finding above a hint', () => {
    const sound = files('sound').flatMap((file) => {
      const shown = shownIn(file);
      return shown === undefined ? [] : [shown];
    });
    const quiet = sound.filter((shown) => shown.length === 0).length;
    const counts = new Map<string, number>();
    for (const rule of sound.flat()) {
      counts.set(rule, (counts.get(rule) ?? 0) + 1);
    }
    const loudest = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, 8);
    console.log(
      `${quiet} of ${sound.length} sound configurations of the ${name} corpus (${Math.round((100 * quiet) / sound.length)} %) ` +
        `show nothing above a hint; the others show ${loudest.map(([rule, count]) => `${rule}: ${count}`).join(', ')}`,
    );
    expect(quiet / sound.length).toBeGreaterThanOrEqual(QUIET);
  });
});
