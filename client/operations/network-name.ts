/** Returns the network name in a configuration; undefined for text that is not JSON or has no name. */
export function networkName(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
      ? value.name
      : undefined;
  } catch {
    return undefined; // The editor shows what is wrong with the file.
  }
}
