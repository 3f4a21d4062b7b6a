const attempts = new Map<string, number>();

/** Returns a name for something that a test creates: another one each time, so that a test that failed can run again. */
export function freshName(name: string): string {
  const attempt = (attempts.get(name) ?? 0) + 1;
  attempts.set(name, attempt);
  return attempt === 1 ? name : `${name}-${attempt}`;
}
