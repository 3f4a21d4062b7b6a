/** Maximum number of names that one pattern expands to. */
const mostNames = 1000;

/**
 * Expands the ranges of a host pattern as Ansible does: `web[01:03]` keeps leading zeros, `db-[a:c]` counts letters, and
 * `[1:9:2]` has a step. Returns a pattern without a valid range as it is.
 */
export function expandRanges(pattern: string): readonly string[] {
  const [whole, from = '', to = '', step = '1'] = /\[([a-zA-Z]|\d+):([a-zA-Z]|\d+)(?::(\d+))?\]/.exec(pattern) ?? [];
  if (whole === undefined) {
    return [pattern];
  }
  const at = pattern.indexOf(whole);
  const [before, after] = [pattern.slice(0, at), pattern.slice(at + whole.length)];
  const rest = expandRanges(after);
  return valuesOf(from, to, Number(step))
    .flatMap((value) => rest.map((end) => `${before}${value}${end}`))
    .slice(0, mostNames);
}

function valuesOf(from: string, to: string, step: number): readonly string[] {
  if (step === 0) {
    return [];
  }
  const isNumber = /^\d+$/.test(from) && /^\d+$/.test(to);
  const [first, last] = isNumber ? [Number(from), Number(to)] : [from.charCodeAt(0), to.charCodeAt(0)];
  const values: string[] = [];
  for (let value = first; value <= last && values.length < mostNames; value += step) {
    const isPadded = from.length > 1 && from.startsWith('0');
    values.push(isNumber ? String(value).padStart(isPadded ? from.length : 1, '0') : String.fromCharCode(value));
  }
  return values;
}
