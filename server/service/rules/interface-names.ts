import { byteLength } from '../byte-length.ts';
import { foldedMember, members, textOf, type Member } from '../members.ts';
import type { PluginView } from '../model.ts';
import { changeTo } from './simple-fixes.ts';
import type { Fix, Rule } from './rule.ts';

/** Keys that hold the name of a Linux interface, by plugin type. */
const NAME_KEYS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    bridge: ['bridge'],
    macvlan: ['master'],
    ipvlan: ['master'],
    vlan: ['master'],
    'host-device': ['device'],
    tap: ['bridge'],
    vrf: ['vrfname'],
  }),
);

/** Why the kernel takes a name for no interface name (dev_valid_name), with what the plugin says of it. */
function complaint(name: string): string | undefined {
  const length = byteLength(name);
  if (length > 15) return `it has ${length} bytes and the kernel takes 15 ("numerical result out of range")`;
  if (name === '.' || name === '..') return 'it is a directory ("invalid argument")';
  // Directories of these names are in /proc/sys/net/ipv4/conf for all interfaces.
  if (name === 'all' || name === 'default') return 'the kernel keeps it for itself ("invalid argument")';
  const bad = /[/:%\s]/.exec(name)?.[0];
  if (bad === '%') return 'the kernel takes % for a pattern ("Link not found")';
  return bad === undefined ? undefined : `it has ${JSON.stringify(bad)} in it ("invalid argument")`;
}

/** Bytes that the kernel would take, as near to the name as that allows. */
function shortened(name: string): string | undefined {
  const kept = name.replaceAll(/[/:%\s]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
  return kept === '' || byteLength(kept) !== kept.length ? undefined : kept.slice(0, 15).replace(/[-.]+$/, '');
}

/** An empty name is an error only where the plugin does not read it as "none given". */
function isEmptyRefused({ typeName }: PluginView): boolean {
  return typeName === 'bridge';
}

const WITHOUT_NAME = 'LinkAttrs.Name cannot be empty';

/** What plugins say when the loopback interface is given to them as another kind of interface (plugins v1.9.1). */
const LOOPBACK: ReadonlyMap<string, string> = new Map(
  Object.entries({
    bridge: 'failed to create bridge "lo": "lo" already exists but is not a bridge',
    macvlan: 'failed to create macvlan: invalid argument',
    ipvlan: 'failed to create ipvlan: invalid argument',
    vlan: 'failed to create vlan: operation not supported',
    'host-device': 'failed to move link failed to move "lo" to tempNS: invalid argument',
    vrf: 'cmdAdd failed: Netlink lo is not a VRF',
  }),
);

/** Why the loopback interface, which is in every namespace, is not the one that a plugin needs. */
function loopbackComplaint(name: string, { typeName = '' }: PluginView): string | undefined {
  const says = name === 'lo' ? LOOPBACK.get(typeName) : undefined;
  return says === undefined ? undefined : `the loopback interface has it ("${says}")`;
}

/** The members of a plugin configuration that name interfaces. */
function nameMembers(plugin: PluginView): Member[] {
  if (plugin.typeName === 'bond') {
    const links = foldedMember(plugin.node, 'links')?.value?.children ?? [];
    return links.flatMap((link) => members(link).filter(({ key }) => key.toLowerCase() === 'name'));
  }
  return (NAME_KEYS.get(plugin.typeName ?? '') ?? []).flatMap((key) => foldedMember(plugin.node, key) ?? []);
}

const interfaceName: Rule = {
  id: 'R077',
  name: 'ifname-invalid',
  severity: 'error',
  *check({ plugins }) {
    for (const plugin of plugins) {
      for (const { key, value } of nameMembers(plugin)) {
        const name = textOf(value);
        if (name === undefined || value === undefined) continue;
        const why = name === '' && isEmptyRefused(plugin) ? `it is empty ("${WITHOUT_NAME}")` : complaint(name);
        const other = why === undefined ? loopbackComplaint(name, plugin) : undefined;
        if (other !== undefined) {
          yield { span: value, message: `"${key}" cannot be "lo": ${other}` };
          continue;
        }
        if (why === undefined) continue;
        const fixes = (): Fix[] => {
          const better = shortened(name);
          return better === undefined ? [] : [changeTo(value, better)];
        };
        yield { span: value, message: `"${key}" is no name of an interface: ${why}`, fixes };
      }
    }
  },
};

export const interfaceNameRules: readonly Rule[] = [interfaceName];
