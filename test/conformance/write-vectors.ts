/** Writes vectors/*.json anew from cases/ and from Go's answers: `node test/conformance/write-vectors.ts` (Node 24, Go on the PATH). */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CASES } from './cases/all.ts';
import { generateCases, PLAN } from './generate/plan.ts';
import { buildGo, Oracle } from './oracle.ts';
import { formatVectors, vectorPath } from './vectors.ts';
import type { Request } from './wire.ts';

/** The sample of generated cases that is committed: so many of each kind, from this seed, none longer than this. */
const SAMPLE = { seed: 20_261_123, perKind: 14, maxLength: 1500 };

type Asked = { readonly topic: string; readonly name: string; readonly request: Request };

function sample(): Asked[] {
  return Object.keys(PLAN).flatMap((kind) => {
    const short = [...generateCases(SAMPLE.seed, kind, 0.2)].filter(
      ({ request }) => JSON.stringify(request).length < SAMPLE.maxLength,
    );
    return short.slice(0, SAMPLE.perKind).map(({ label, request }) => ({ topic: kind, name: label, request }));
  });
}

const go = buildGo();
if ('obstacle' in go) {
  throw new Error(go.obstacle);
}
const oracle = new Oracle(go.program);
const about: { readonly value?: Readonly<Record<string, string>> } = JSON.parse(JSON.stringify(await oracle.about()));
const files: [string, Asked[]][] = Object.entries(CASES).map(([file, topics]) => [
  file,
  Object.entries(topics).flatMap(([topic, cases]) =>
    Object.entries(cases).map(([name, request]) => ({ topic, name, request })),
  ),
]);
for (const [file, asked] of [...files, ['generated', sample()] as const]) {
  const answers = await oracle.askAll(asked.map(({ request }) => request));
  const vectors = asked.map((one, index) => ({ ...one, answer: answers[index] ?? {} }));
  const path = vectorPath(file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, formatVectors({ madeWith: about.value ?? {}, vectors }));
  console.log(`${path}: ${String(vectors.length)} vectors`);
}
await oracle.close();
