/** The text of a network configuration list of one plugin, as a person would write it. */
export function configuration(name: string, plugin: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ cniVersion: '1.0.0', name, plugins: [plugin] }, null, 2)}\n`;
}
