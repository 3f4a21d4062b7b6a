import { isDeepStrictEqual } from 'node:util';
import { isObject, plain, project } from './agreement.ts';
import { DIFFERENCES } from './differences.ts';
import type { Answer, Request, Wire } from './wire.ts';

/** A case where the engine and Go disagree without a known reason. */
export interface Disagreement {
  readonly label: string;
  readonly request: Request;
  readonly go: Answer;
  readonly ours: Answer;
}

/** The named difference (differences.ts) that explains a disagreement, or undefined. */
export function explained(request: Request, go: Answer, ours: Answer): string | undefined {
  return DIFFERENCES.find((difference) => difference.explains(request, go, ours))?.name;
}

/** Where two answers first part, and what is there. */
function firstDifference(go: Wire | undefined, ours: Wire | undefined, at = ''): string | undefined {
  if (isDeepStrictEqual(go, ours)) {
    return undefined;
  }
  if (isObject(go) && isObject(ours)) {
    for (const key of new Set([...Object.keys(go), ...Object.keys(ours)])) {
      const found = firstDifference(go[key], ours[key], `${at}.${key}`);
      if (found !== undefined) {
        return found;
      }
    }
  }
  if (Array.isArray(go) && Array.isArray(ours) && go.length === ours.length) {
    for (const index of go.keys()) {
      const found = firstDifference(go[index], ours[index], `${at}[${String(index)}]`);
      if (found !== undefined) {
        return found;
      }
    }
  }
  return `at    ${at}\ngo    ${JSON.stringify(go) ?? 'nothing'}\nours  ${JSON.stringify(ours) ?? 'nothing'}`;
}

/** A disagreement as text, to read and to paste into cases/. */
export function report({ label, request, go, ours }: Disagreement): string {
  const theirs = plain(go);
  return [
    `case  ${label}`,
    `ask   ${JSON.stringify(request)}`,
    firstDifference(theirs, project(plain(ours), theirs)) ?? '',
  ].join('\n');
}
