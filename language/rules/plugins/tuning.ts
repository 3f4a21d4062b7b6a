import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { replaceSpan } from '../../edits/style.ts';
import { foldedMember, members, type Member } from '../../document/members.ts';
import { hasCapability } from '../../document/ipam-ranges.ts';
import type { Model, PluginView } from '../../document/model.ts';
import { removePlugin } from '../list/chain-fixes.ts';
import { mayCheck } from '../list/check-failures.ts';
import { hasRuntimeArgument } from '../list/runtime-config.ts';
import { insertion, ofType, removal, typeSpan } from '../../edits/simple-fixes.ts';
import { checkFailsWith, failsWith } from '../failures.ts';
import type { Finding, Fix, Rule } from '../rule.ts';

const sysctls = ({ node }: PluginView): Member[] => members(foldedMember(node, 'sysctl')?.value);

/** The path of a key below /proc/sys, cleaned as Go's filepath.Clean does. */
function pathOf(key: string): string {
  const parts: string[] = [];
  for (const part of key.replaceAll('.', '/').split('/')) {
    if (part === '..') {
      parts.pop();
    } else if (part !== '' && part !== '.') {
      parts.push(part);
    }
  }
  return parts.join('/');
}

function* twoSpellings(model: Model): Generator<Finding> {
  for (const plugin of ofType(model, 'tuning')) {
    const known = new Map<string, Member>();
    for (const member of sysctls(plugin)) {
      const path = pathOf(member.key);
      const before = known.get(path);
      known.set(path, member);
      if (before === undefined || before.key === member.key) {
        continue;
      }
      const object = foldedMember(plugin.node, 'sysctl')?.value;
      yield {
        span: member.keyNode,
        message: l10n.t(
          '"{0}" and "{1}" are the same setting, written in random order. If the values differ, CHECK fails.',
          member.key,
          before.key,
        ),
        related: [{ span: before.keyNode, message: l10n.t('The other spelling is here.') }],
        fixes: () => (object === undefined ? [] : [removal(object, [member])]),
      };
    }
  }
}

const valueText = ({ value }: Member): string => JSON.stringify(value?.value ?? null);

/** Reports settings that a later tuning changes: the last one applies, and CHECK of the earlier ones fails (plugins v1.9.1). */
function* setAgain(model: Model): Generator<Finding> {
  const plugins = ofType(model, 'tuning');
  if (plugins.length < 2) {
    return;
  }
  const known = new Map<string, Member>();
  const isChecked = mayCheck(model);
  for (const plugin of plugins) {
    const own = sysctls(plugin);
    for (const member of own) {
      const before = known.get(pathOf(member.key));
      const object = member.node.parent;
      if (object === undefined || before === undefined || valueText(before) === valueText(member)) {
        continue;
      }
      const problem = l10n.t('A previous tuning sets this to {0}, but the last one applies.', valueText(before));
      const error = `Tuning configured value of … is ${String(before.value?.value)}, current value is …`;
      yield {
        span: member.node,
        severity: isChecked ? 'error' : undefined,
        message: isChecked ? sentences(problem, checkFailsWith('tuning', error)) : problem,
        related: [{ span: before.node, message: l10n.t('The previous value is set here.') }],
        fixes: () => [removal(object, [member], false)],
      };
    }
    for (const member of own) {
      known.set(pathOf(member.key), member);
    }
  }
}

const duplicate: Rule = {
  id: 'R118',
  name: 'tuning-duplicate-sysctl',
  severity: 'warning',
  *check(model) {
    yield* twoSpellings(model);
    yield* setAgain(model);
  },
};

/** The parts of a key about one interface: before its name, the name, after it. */
function ofInterface(key: string): [string, string, string] | undefined {
  const found = /^(\/?net[./]ipv[46][./](?:conf|neigh)[./])(.+)([./][^./]+)$/.exec(key);
  return found === null ? undefined : [found[1] ?? '', found[2] ?? '', found[3] ?? ''];
}

/** What is wrong with a key of `sysctl`. */
function keyProblem(key: string): Pick<Finding, 'message'> | undefined {
  const path = pathOf(key);
  if (!path.startsWith('net/')) {
    const failure = failsWith('tuning', `invalid net sysctl key: "${key.replaceAll('.', '/')}"`);
    return { message: sentences(l10n.t('tuning sets only keys below /proc/sys/net.'), failure) };
  }
  if ((key.match(/IFNAME/g) ?? []).length > 1) {
    return {
      message: sentences(
        l10n.t('tuning replaces only the first IFNAME with the name of the interface.'),
        failsWith('tuning', 'no such file or directory'),
      ),
    };
  }
  const inside = ofInterface(key)?.[1];
  if (inside !== undefined && /[./]/.test(inside)) {
    return {
      message: sentences(
        l10n.t(
          'tuning replaces the dots in "{0}" with slashes, so it does not find the interface; write IFNAME instead.',
          inside,
        ),
        failsWith('tuning', 'no such file or directory'),
      ),
    };
  }
  return undefined;
}

/** The key with IFNAME for an interface with dots in its name, or without the prefix /proc/sys. */
function betterKey(key: string): string | undefined {
  const below = /^\/?proc\/sys\/(net\/.+)$/.exec(key)?.[1];
  if (below !== undefined) {
    return below;
  }
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
        const found = keyProblem(key);
        if (found === undefined) {
          continue;
        }
        const better = betterKey(key);
        const fixes = (): Fix[] =>
          better === undefined
            ? []
            : [
                {
                  title: l10n.t('Change to {0}', JSON.stringify(better)),
                  preferred: true,
                  changes: [replaceSpan(keyNode, JSON.stringify(better))],
                },
              ];
        yield { span: keyNode, ...found, fixes };
      }
    }
  },
};

/** Names under conf and neigh that exist in every network namespace, and the usual name of the own interface. */
const usualNames: ReadonlySet<string> = new Set(['all', 'default', 'lo', 'eth0', 'IFNAME']);

const literalInterface: Rule = {
  id: 'R213',
  name: 'tuning-literal-interface',
  severity: 'warning',
  *check(model) {
    for (const plugin of ofType(model, 'tuning')) {
      for (const { key, keyNode } of sysctls(plugin)) {
        const [before = '', name, after = ''] = ofInterface(key) ?? [];
        if (name === undefined || usualNames.has(name) || keyProblem(key) !== undefined) {
          continue;
        }
        const better = `${before}IFNAME${after}`;
        const error = `open /proc/sys/${pathOf(key)}: no such file or directory`;
        yield {
          span: keyNode,
          message: l10n.t(
            'Unless the container has an interface {name}, tuning fails with "{error}". Write IFNAME for the interface that this network adds.',
            { name, error },
          ),
          fixes: () => [
            {
              title: l10n.t('Change to {0}', JSON.stringify(better)),
              preferred: true,
              changes: [replaceSpan(keyNode, JSON.stringify(better))],
            },
          ],
        };
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
      if (inArgs === undefined || members(inArgs.value).length === 0 || (own && own.type !== 'null')) {
        continue;
      }
      yield {
        span: inArgs.keyNode,
        message: sentences(
          l10n.t('If "args" has "sysctl" but the configuration of tuning has none, tuning crashes.'),
          failsWith('tuning', 'panic: assignment to entry in nil map'),
        ),
        fixes: () => [insertion(model, plugin.node, 'sysctl', '{}', 'type')],
      };
    }
  },
};

/** Keys that make tuning change something, with the values that have no effect. */
const effects: ReadonlyMap<string, readonly unknown[]> = new Map(
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
  severity: 'hint',
  *check(model) {
    for (const plugin of ofType(model, 'tuning')) {
      const isSet = [...effects].some(([key, none]) => {
        const value = foldedMember(plugin.node, key)?.value;
        return value !== undefined && value.type !== 'null' && !none.includes(value.value);
      });
      const hasArgs = foldedMember(plugin.node, 'args') !== undefined || hasRuntimeArgument(plugin, 'mac');
      if (isSet || hasArgs || sysctls(plugin).length > 0 || hasCapability(plugin, 'mac')) {
        continue;
      }
      const message = l10n.t(
        'This tuning sets nothing. Add "sysctl", "mac", "mtu", "promisc", "allmulti" or "txQLen", or remove the plugin.',
      );
      yield { span: typeSpan(plugin), message, unnecessary: true, fixes: () => removePlugin(plugin, false) };
    }
  },
};

export const tuningRules: readonly Rule[] = [duplicate, sysctlPath, literalInterface, argsPanic, noop];
