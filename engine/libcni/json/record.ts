/** Returns true for a JSON object, not for null or an array. The guard for values of unknown shape. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
