import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, Request } from './wire.ts';

/** A question with Go's answer. */
interface Vector {
  readonly topic: string;
  readonly name: string;
  readonly request: Request;
  readonly answer: Answer;
}

/** A committed file of vectors. */
export interface VectorFile {
  /** Go and module versions that answered. */
  readonly madeWith: Readonly<Record<string, string>>;
  readonly vectors: readonly Vector[];
}

const DIR = join(import.meta.dirname, 'vectors');

/** Path of the vectors of a file of cases (see cases/all.ts), or of the sample of generated ones. */
export function vectorPath(name: string): string {
  return join(DIR, `${name}.json`);
}

/** The vectors as committed. */
export function readVectors(name: string): VectorFile {
  const file: VectorFile = JSON.parse(readFileSync(vectorPath(name), 'utf8'));
  return file;
}

/** One vector a line, so that a change shows as what it is. */
export function formatVectors({ madeWith, vectors }: VectorFile): string {
  const lines = vectors.map((vector) => JSON.stringify(vector)).join(',\n');
  return `{"madeWith":${JSON.stringify(madeWith)},"vectors":[\n${lines}\n]}\n`;
}
