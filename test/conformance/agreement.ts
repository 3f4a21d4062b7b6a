import { isDeepStrictEqual } from 'node:util';
import type { Answer, Failure, Wire } from './wire.ts';

/**
 * Go's answers as the yardstick: fields that Go does not tell of an error (code, msg, details when no CNI error
 * object is inside) are not compared.
 */
export function project(ours: Wire | undefined, go: Wire | undefined): Wire | undefined {
  if (isFailure(ours) && isFailure(go) && !('code' in go)) {
    return { text: ours.text };
  }
  if (Array.isArray(ours) && Array.isArray(go)) {
    return ours.map((item: Wire, index) => project(item, go[index]) ?? null);
  }
  if (isObject(ours) && isObject(go)) {
    return Object.fromEntries(Object.entries(ours).map(([key, value]) => [key, project(value, go[key]) ?? null]));
  }
  return ours;
}

/** True for a JSON object. */
export function isObject(value: Wire | undefined): value is { readonly [key: string]: Wire } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFailure(value: Wire | undefined): value is Failure & { readonly [key: string]: Wire } {
  return isObject(value) && typeof value['text'] === 'string' && !('bytes' in value);
}

/** An answer as JSON. */
export function plain(answer: Answer): Wire {
  const text = JSON.stringify(answer);
  const value: Wire = JSON.parse(text);
  return value;
}

/** True when the engine's answer is Go's. */
export function agrees(go: Answer, ours: Answer): boolean {
  const theirs = plain(go);
  return isDeepStrictEqual(project(plain(ours), theirs), theirs);
}
