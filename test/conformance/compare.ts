import { isDeepStrictEqual } from 'node:util';
import { DIFFERENCES } from './differences.ts';
import type { Answer, Failure, Request, Wire } from './wire.ts';

/** A case where the engine and Go disagree without a known reason. */
export interface Disagreement {
  readonly label: string;
  readonly request: Request;
  readonly go: Answer;
  readonly ours: Answer;
}

/**
 * Go's answers as the yardstick: fields that Go does not tell of an error (code, msg, details when no CNI error
 * object is inside) are not compared.
 */
function project(ours: Wire | undefined, go: Wire | undefined): Wire | undefined {
  if (isFailure(ours) && isFailure(go) && !('code' in go)) return { text: ours.text };
  if (Array.isArray(ours) && Array.isArray(go))
    return ours.map((item: Wire, index) => project(item, go[index]) ?? null);
  if (isObject(ours) && isObject(go)) {
    return Object.fromEntries(Object.entries(ours).map(([key, value]) => [key, project(value, go[key]) ?? null]));
  }
  return ours;
}

function isObject(value: Wire | undefined): value is { readonly [key: string]: Wire } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFailure(value: Wire | undefined): value is Failure & { readonly [key: string]: Wire } {
  return isObject(value) && typeof value['text'] === 'string' && !('bytes' in value);
}

function plain(answer: Answer): Wire {
  const text = JSON.stringify(answer);
  const value: Wire = JSON.parse(text);
  return value;
}

/** True when the engine's answer is Go's. */
export function agrees(go: Answer, ours: Answer): boolean {
  const theirs = plain(go);
  return isDeepStrictEqual(project(plain(ours), theirs), theirs);
}

/** The named difference (differences.ts) that explains a disagreement, or undefined. */
export function explained(request: Request, go: Answer, ours: Answer): string | undefined {
  return DIFFERENCES.find((difference) => difference.explains(request, go, ours))?.name;
}

/** Where two answers first part, and what is there. */
function firstDifference(go: Wire | undefined, ours: Wire | undefined, at = ''): string | undefined {
  if (isDeepStrictEqual(go, ours)) return undefined;
  if (isObject(go) && isObject(ours)) {
    for (const key of new Set([...Object.keys(go), ...Object.keys(ours)])) {
      const found = firstDifference(go[key], ours[key], `${at}.${key}`);
      if (found !== undefined) return found;
    }
  }
  if (Array.isArray(go) && Array.isArray(ours) && go.length === ours.length) {
    for (const index of go.keys()) {
      const found = firstDifference(go[index], ours[index], `${at}[${String(index)}]`);
      if (found !== undefined) return found;
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
