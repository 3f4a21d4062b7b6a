import type { Embedded } from '../../carriers/embedded.ts';

/** Rules about the name and the neighbors of a file; an embedded configuration has neither. */
const fileRules = ['R031', 'R032', 'R034', 'R216'] as const;
/** Rules about a name that Multus takes from the definition if it is missing or empty. */
const nameRules = ['R019', 'R021'] as const;

/** Rules about a device that Multus adds if the definition names its resource. */
const deviceRules = ['R099'] as const;

/** Returns the ids of the rules that do not apply to an embedded configuration. */
export function rulesWithout({
  isNameSupplied,
  isDeviceSupplied = false,
}: Pick<Embedded, 'isNameSupplied' | 'isDeviceSupplied'>): ReadonlySet<string> {
  return new Set<string>([
    ...fileRules,
    ...(isNameSupplied ? nameRules : []),
    ...(isDeviceSupplied ? deviceRules : []),
  ]);
}
