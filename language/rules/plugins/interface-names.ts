import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { byteLength } from '../../document/byte-length.ts';
import { foldedMember, members, textOf, type Member } from '../../document/members.ts';
import type { PluginView } from '../../document/model.ts';
import { changeTo } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import type { Fix, Rule } from '../rule.ts';
import type { RuleContext } from '../../workspace/context.ts';

/** Keys that hold the name of a Linux interface, by plugin type. */
const nameKeys: ReadonlyMap<string, readonly string[]> = new Map(
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

/** A problem with a name, as a sentence, and the error of the plugin. */
interface NameProblem {
  readonly problem: string;
  readonly error: string;
}

/** Why the kernel rejects the name of an interface (dev_valid_name). */
function nameProblem(key: string, name: string): NameProblem | undefined {
  const length = byteLength(name);
  if (length > 15) {
    const problem = l10n.t('"{0}" is too long for an interface name ({1} bytes; the kernel allows 15).', key, length);
    return { problem, error: 'numerical result out of range' };
  }
  // The kernel has directories named "all" and "default" in /proc/sys/net/ipv4/conf.
  if (['.', '..', 'all', 'default'].includes(name)) {
    const problem = l10n.t('"{0}" cannot be "{1}", which is not allowed as an interface name.', key, name);
    return { problem, error: 'invalid argument' };
  }
  const bad = /[/:%\s]/.exec(name)?.[0];
  if (bad === '%') {
    const problem = l10n.t('"{0}" contains "%", which the kernel interprets as a pattern.', key);
    return { problem, error: 'Link not found' };
  }
  if (bad === undefined) {
    return undefined;
  }
  const problem = l10n.t('"{0}" contains {1}, which is not allowed in an interface name.', key, JSON.stringify(bad));
  return { problem, error: 'invalid argument' };
}

/** The maximum length of an alternative name in bytes (ALTIFNAMSIZ, without the terminating zero). */
const altNameMax = 127;

/** Keys that name an existing interface, possibly by an alternative name. */
const existing: ReadonlySet<string> = new Set(['master', 'device']);

/** Whether a name that is too long for an interface name is an alternative name: on this host, or possibly. */
function mayBeAltName(key: string, name: string, { hostFacts }: RuleContext): 'is' | 'may be' | 'is not' {
  const length = byteLength(name);
  if (!existing.has(key.toLowerCase()) || length <= 15 || length > altNameMax) {
    return 'is not';
  }
  const links = hostFacts?.interfaces;
  if (links === undefined) {
    return 'may be';
  }
  return links.some(({ altNames = [] }) => altNames.includes(name)) ? 'is' : 'is not';
}

/** Shortens a name to what the kernel allows, without forbidden characters. */
function shortened(name: string): string | undefined {
  const kept = name.replaceAll(/[/:%\s]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
  return kept === '' || byteLength(kept) !== kept.length ? undefined : kept.slice(0, 15).replace(/[-.]+$/, '');
}

/** Whether a plugin rejects an empty name. The others read it as absent. */
function isEmptyRejected({ typeName }: PluginView): boolean {
  return typeName === 'bridge';
}

const withoutName = 'LinkAttrs.Name cannot be empty';

/** The errors of plugins if the loopback interface is to be another kind of interface (plugins v1.9.1). */
const loopbackErrors: ReadonlyMap<string, string> = new Map(
  Object.entries({
    bridge: 'failed to create bridge "lo": "lo" already exists but is not a bridge',
    macvlan: 'failed to create macvlan: invalid argument',
    ipvlan: 'failed to create ipvlan: invalid argument',
    vlan: 'failed to create vlan: operation not supported',
    'host-device': 'failed to move link failed to move "lo" to tempNS: invalid argument',
    vrf: 'cmdAdd failed: Netlink lo is not a VRF',
  }),
);

/** Why the loopback interface, which every namespace has, is not the one that a plugin needs. */
function loopbackProblem(key: string, name: string, { typeName = '' }: PluginView): NameProblem | undefined {
  const error = name === 'lo' ? loopbackErrors.get(typeName) : undefined;
  return error === undefined
    ? undefined
    : { problem: l10n.t('"{0}" cannot be "lo", the loopback interface.', key), error };
}

/** The members of a plugin configuration that name interfaces. */
function nameMembers(plugin: PluginView): Member[] {
  if (plugin.typeName === 'bond') {
    const links = foldedMember(plugin.node, 'links')?.value?.children ?? [];
    return links.flatMap((link) => members(link).filter(({ key }) => key.toLowerCase() === 'name'));
  }
  return (nameKeys.get(plugin.typeName ?? '') ?? []).flatMap((key) => foldedMember(plugin.node, key) ?? []);
}

const interfaceName: Rule = {
  id: 'R077',
  name: 'ifname-invalid',
  severity: 'error',
  *check({ plugins }, context) {
    for (const plugin of plugins) {
      for (const { key, value } of nameMembers(plugin)) {
        const name = textOf(value);
        if (name === undefined || value === undefined) {
          continue;
        }
        const found =
          name === '' && isEmptyRejected(plugin)
            ? { problem: l10n.t('"{0}" is empty.', key), error: withoutName }
            : nameProblem(key, name);
        const other = found === undefined ? loopbackProblem(key, name, plugin) : undefined;
        if (other !== undefined) {
          yield { span: value, message: sentences(other.problem, failsWith(plugin.typeName, other.error)) };
          continue;
        }
        const altName = mayBeAltName(key, name, context);
        if (found === undefined || altName === 'is') {
          continue;
        }
        if (altName === 'may be') {
          const message = l10n.t(
            '"{0}" is too long for an interface name ({1} bytes; the kernel allows 15). Only reference plugins 1.9.1 and later find it, and only if it is an alternative name (altname).',
            key,
            byteLength(name),
          );
          yield { span: value, severity: 'warning', message };
          continue;
        }
        const fixes = (): Fix[] => {
          const better = shortened(name);
          return better === undefined ? [] : [changeTo(value, better)];
        };
        yield { span: value, message: sentences(found.problem, failsWith(plugin.typeName, found.error)), fixes };
      }
    }
  },
};

export const interfaceNameRules: readonly Rule[] = [interfaceName];
