/** Copies of plugins under another name that read the same configuration, with the type of the original. */
const known: ReadonlyMap<string, string> = new Map([
  // OpenShift Virtualization (kubevirt/cluster-network-addons-operator)
  ['cnv-bridge', 'bridge'],
  ['cnv-tuning', 'tuning'],
  ['ib-sriov-cni', 'ib-sriov'],
  ['macvtap-cni', 'macvtap'],
]);

/** The copies in the settings of the client. A process serves one client, and models are read in many places. */
const chosen = new Map<string, string>();

/** Returns the type whose schema and rules apply to a type: its original for a copy, else the type itself. */
export function originalOf(type: string): string {
  return chosen.get(type) ?? known.get(type) ?? type;
}

/** Sets the copies of plugins in the settings, with the type of the original. Returns whether they changed. */
export function setPluginAliases(aliases: Readonly<Record<string, string>>): boolean {
  const entries = Object.entries(aliases);
  if (entries.length === chosen.size && entries.every(([type, original]) => chosen.get(type) === original)) {
    return false;
  }
  chosen.clear();
  for (const [type, original] of entries) {
    chosen.set(type, original);
  }
  return true;
}
