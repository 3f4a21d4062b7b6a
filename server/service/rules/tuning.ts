import { replaceSpan } from '../edits/style.ts';
import { foldedMember, members, type Member } from '../members.ts';
import { hasCapability } from '../ipam-ranges.ts';
import type { PluginView } from '../model.ts';
import { removePlugin } from './chain-fixes.ts';
import { mayCheck } from './check-failures.ts';
import { bringsArgument } from './runtime-config.ts';
import { insertion, ofType, removal, typePlace } from './simple-fixes.ts';
import type { Finding, Fix, Rule } from './rule.ts';

const sysctls = ({ node }: PluginView): Member[] => members(foldedMember(node, 'sysctl')?.value);

/** The path below /proc/sys that a key is, cleaned as Go's filepath.Clean does. */
function pathOf(key: string): string {
  const parts: string[] = [];
  for (const part of key.replaceAll('.', '/').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

const duplicate: Rule = {
  id: 'R118',
  name: 'tuning-duplicate-sysctl',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    for (const plugin of ofType(model, 'tuning')) {
      const known = new Map<string, Member>();
      for (const member of sysctls(plugin)) {
        const before = known.get(pathOf(member.key));
        known.set(pathOf(member.key), member);
        if (before === undefined || before.key === member.key) continue;
        const object = foldedMember(plugin.node, 'sysctl')?.value;
        yield {
          span: member.keyNode,
          message: `"${member.key}" and "${before.key}" are one setting: which one is written last is not sure, and CHECK fails if they differ`,
          related: [{ span: before.keyNode, message: 'The other spelling' }],
          fixes: () => (object === undefined ? [] : [removal(object, [member])]),
        };
      }
    }
  },
};

const shown = ({ value }: Member): string => JSON.stringify(value?.value ?? null);

/** Run with plugins v1.9.1: the last one is what holds, and CHECK of those before compares with theirs. */
const overridden: Rule = {
  id: 'R118',
  name: 'tuning-duplicate-sysctl',
  severity: 'warning',
  *check(model) {
    const known = new Map<string, Member>();
    const isChecked = mayCheck(model);
    for (const plugin of ofType(model, 'tuning')) {
      const own = sysctls(plugin);
      for (const member of own) {
        const before = known.get(pathOf(member.key));
        const object = member.node.parent;
        if (object === undefined || before === undefined || shown(before) === shown(member)) continue;
        const consequence = isChecked
          ? `, and CHECK of the other fails with "Tuning configured value of … is ${String(before.value?.value)}, current value is …"`
          : '';
        yield {
          span: member.node,
          ...(isChecked ? { severity: 'error' as const } : {}),
          message: `A tuning before sets this to ${shown(before)}: the last one holds${consequence}`,
          related: [{ span: before.node, message: 'It is set here before' }],
          fixes: () => [removal(object, [member], false)],
        };
      }
      for (const member of own) known.set(pathOf(member.key), member);
    }
  },
};

/** The parts of a key about one interface: what is before, its name, what is after. */
function ofInterface(key: string): [string, string, string] | undefined {
  const found = /^(\/?net[./]ipv[46][./](?:conf|neigh)[./])(.+)([./][^./]+)$/.exec(key);
  return found === null ? undefined : [found[1] ?? '', found[2] ?? '', found[3] ?? ''];
}

/** What is wrong with a key of `sysctl`. */
function problem(key: string): Pick<Finding, 'message'> | undefined {
  const path = pathOf(key);
  if (!path.startsWith('net/')) {
    const says = `invalid net sysctl key: "${key.replaceAll('.', '/')}"`;
    return {
      message: `tuning sets what is below /proc/sys/net, for the rest is not the container's: it fails with '${says}'`,
    };
  }
  if ((key.match(/IFNAME/g) ?? []).length > 1)
    return {
      message:
        'Only the first IFNAME is replaced by the name of the interface: tuning fails with "no such file or directory"',
    };
  const inside = ofInterface(key)?.[1];
  if (inside !== undefined && /[./]/.test(inside))
    return {
      message: `Dots become slashes, so "${inside}" is no interface, and tuning fails with "no such file or directory": write IFNAME in place of the name`,
    };
  return undefined;
}

/** The key with IFNAME for an interface with dots in its name, or without the way to /proc/sys. */
function betterKey(key: string): string | undefined {
  const below = /^\/?proc\/sys\/(net\/.+)$/.exec(key)?.[1];
  if (below !== undefined) return below;
  const [before, inside, after] = ofInterface(key) ?? [];
  return inside === undefined || !/[./]/.test(inside) ? undefined : `${before}IFNAME${after}`;
}

const sysctlPath: Rule = {
  id: 'R120',
  name: 'tuning-sysctl-path',
  severity: 'error',
  *check(model) {
    for (const plugin of ofType(model, 'tuning')) {
      for (const { key, keyNode } of sysctls(plugin)) {
        const found = problem(key);
        if (found === undefined) continue;
        const better = betterKey(key);
        const fixes = (): Fix[] =>
          better === undefined
            ? []
            : [
                {
                  title: `Change to "${better}"`,
                  preferred: true,
                  changes: [replaceSpan(keyNode, JSON.stringify(better))],
                },
              ];
        yield { span: keyNode, ...found, fixes };
      }
    }
  },
};

const argsPanic: Rule = {
  id: 'R121',
  name: 'tuning-args-panic',
  severity: 'error',
  *check(model) {
    for (const plugin of ofType(model, 'tuning')) {
      const args = foldedMember(foldedMember(plugin.node, 'args')?.value, 'cni')?.value;
      const inArgs = foldedMember(args, 'sysctl');
      const own = foldedMember(plugin.node, 'sysctl')?.value;
      if (inArgs === undefined || members(inArgs.value).length === 0 || (own && own.type !== 'null')) continue;
      yield {
        span: inArgs.keyNode,
        message: 'Without a "sysctl" of its own tuning crashes: "panic: assignment to entry in nil map"',
        fixes: () => [insertion(model, plugin.node, 'sysctl', '{}', 'type')],
      };
    }
  },
};

/** Keys that make tuning do something, with the values that make it do nothing. */
const DOES: ReadonlyMap<string, readonly unknown[]> = new Map(
  Object.entries({
    mac: [''],
    mtu: [0],
    promisc: [false],
    allmulti: [],
    txQLen: [],
  }),
);

const noop: Rule = {
  id: 'R122',
  name: 'tuning-noop',
  severity: 'information',
  *check(model) {
    for (const plugin of ofType(model, 'tuning')) {
      const isSet = [...DOES].some(([key, nothing]) => {
        const value = foldedMember(plugin.node, key)?.value;
        return value !== undefined && value.type !== 'null' && !nothing.includes(value.value);
      });
      const hasArgs = foldedMember(plugin.node, 'args') !== undefined || bringsArgument(plugin, 'mac');
      if (isSet || hasArgs || sysctls(plugin).length > 0 || hasCapability(plugin, 'mac')) continue;
      const message =
        'This tuning sets nothing (it would, with "sysctl", "mac", "mtu", "promisc", "allmulti" or "txQLen")';
      yield { span: typePlace(plugin), message, fixes: () => removePlugin(plugin, false) };
    }
  },
};

export const tuningRules: readonly Rule[] = [duplicate, sysctlPath, argsPanic, noop];

/** About several tunings of one chain. */
export const tuningChainRules: readonly Rule[] = [overridden];
