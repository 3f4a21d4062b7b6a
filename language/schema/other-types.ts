import { projectOf } from '../../engine/libcni/plugin-projects.ts';
import { catalog } from './catalog.ts';

/** Existing plugins without a schema or project here. */
const others: ReadonlySet<string> = new Set(
  'cipam contrail-k8s-cni ipvlan-eni l2bridge l2tunnel netavark noop portmap-eni roce vhostuser vxlan wincni'.split(
    ' ',
  ),
);

/**
 * Whether a plugin of this type exists but has no schema here. Its name is not a misspelling of a plugin with a schema,
 * even if they differ by only a letter or two (vxlan, vlan).
 */
export function isKnownElsewhere(type: string): boolean {
  const name = type.toLowerCase();
  if (catalog.plugins.has(name) || catalog.ipam.has(name)) {
    return false;
  }
  return others.has(name) || projectOf(name) !== undefined;
}
