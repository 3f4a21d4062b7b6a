/** Returns the text of a network configuration list with one plugin, formatted as by hand. */
export function configuration(name: string, plugin: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ cniVersion: '1.0.0', name, plugins: [plugin] }, null, 2)}\n`;
}
