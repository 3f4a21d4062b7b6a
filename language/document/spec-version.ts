import { textOf } from './members.ts';
import { perModel, type Model } from './model.ts';
import { catalog } from '../schema/catalog.ts';

const written = catalog.list.schema.properties?.['cniVersion'];

/** The released versions of the SPEC, newest first. */
export const releasedVersions: readonly string[] = (written?.enum ?? []).filter(
  (version) => typeof version === 'string',
);

/** Returns a sentence about the changes of a version; undefined for one that was never released. */
export function describeVersion(version: string): string | undefined {
  return written?.enumDescriptions?.[releasedVersions.indexOf(version)];
}

/** The order of released versions, for fast comparison. */
const age = new Map(releasedVersions.map((version, index) => [version, index]));

/** Compares versions; negative if `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [age.get(a), age.get(b)];
  if (one !== undefined && other !== undefined) {
    return other - one;
  }
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  const part = [0, 1, 2].find((index) => left[index] !== right[index]) ?? 0;
  return (left[part] ?? 0) - (right[part] ?? 0);
}

/** Normalizes a version (`v1.0` → `1.0.0`); undefined if the result was never released. */
export function exactVersion(text: string): string | undefined {
  const parts = text.trim().replace(/^v/i, '').split('.');
  while (parts.length < 3) {
    parts.push('0');
  }
  const version = parts.join('.');
  return releasedVersions.includes(version) ? version : undefined;
}

/**
 * Returns the version that plugins get: the highest released one of `cniVersion` and, in a list, `cniVersions`; `0.1.0` if
 * none is set. Undefined if the set versions were never released.
 */
export const effectiveVersion = perModel((model): string | undefined => {
  const own = textOf(model.cniVersion?.value);
  if (own !== undefined && model.cniVersions === undefined && age.has(own)) {
    return own;
  }
  const others = model.content === 'list' ? listedVersions(model) : [];
  const known = [...(own === undefined ? [] : [own]), ...others].filter((version) =>
    releasedVersions.includes(version),
  );
  const [highest] = known.toSorted((a, b) => compareVersions(b, a));
  if (highest !== undefined) {
    return highest;
  }
  return own === undefined || own === '' ? '0.1.0' : undefined;
});

function listedVersions(model: Model): string[] {
  const value = model.cniVersions?.value;
  return (value?.children ?? []).flatMap((node) => textOf(node) ?? []);
}
