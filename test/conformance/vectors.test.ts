import { describe, expect, test } from 'vitest';
import { agrees } from './agreement.ts';
import { explained, report } from './compare.ts';
import { CASES } from './cases/all.ts';
import { ours } from './ours.ts';
import { readVectors } from './vectors.ts';

const FILES = [...Object.keys(CASES), 'generated'];

describe.each(FILES)('as Go libcni answered: %s', (file) => {
  const { vectors } = readVectors(file);

  test.each(vectors.map((vector) => [`${vector.topic}: ${vector.name}`, vector] as const))(
    '%s',
    async (label, vector) => {
      const own = await ours(vector.request);
      const alike = agrees(vector.answer, own);
      const known = alike ? undefined : explained(vector.request, vector.answer, own);
      if (known !== undefined) {
        console.log(`${label}: differs on purpose (${known})`);
      }
      const trouble =
        alike || known !== undefined ? '' : report({ label, request: vector.request, go: vector.answer, ours: own });
      expect(trouble).toBe('');
    },
  );
});

test('the committed vectors are those of the cases', () => {
  for (const [file, topics] of Object.entries(CASES)) {
    const asked = Object.entries(topics).flatMap(([topic, cases]) =>
      Object.entries(cases).map(([name, request]) => ({ topic, name, request })),
    );
    const committed = readVectors(file).vectors.map(({ topic, name, request }) => ({ topic, name, request }));
    const plain: unknown = JSON.parse(JSON.stringify(asked));
    expect(committed, `${file}: run \`node test/conformance/write-vectors.ts\``).toEqual(plain);
  }
});
