import { members, type Member } from '../members.ts';
import { keysIn, withKey } from './applies.ts';
import { overridesVersion } from './duplicate-keys.ts';
import { where, type Finding, type Rule } from './rule.ts';
import { removal } from './simple-fixes.ts';

/** Keys that a runtime fills in, folded. */
const RESERVED: ReadonlySet<string> = new Set(['runtimeconfig', 'prevresult']);
const PREFIX = 'cni.dev/';

const mayBeReserved = (folded: string): boolean =>
  folded === 'args' || RESERVED.has(folded) || folded.startsWith(PREFIX);

const reserved: Rule = {
  id: 'R035',
  name: 'reserved-key',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    for (const { node, index } of model.plugins) {
      for (const member of members(node)) {
        const isArgs = member.key === 'args';
        const isReserved = RESERVED.has(member.key.toLowerCase()) || member.key.startsWith(PREFIX);
        if ((!isReserved && !isArgs) || member.value?.type === 'null') continue;
        yield {
          span: member.keyNode,
          ...(isArgs ? { severity: 'information' as const } : {}),
          message: isArgs
            ? 'By the specification "args" is for the runtime to fill in; what is written here reaches the plugin as if it had'
            : reservedMessage(member, index),
          fixes: () => [removal(node, [member], !isArgs)],
        };
      }
    }
  },
};

function reservedMessage({ key }: Member, index: number): string {
  const whose = `"${key}" is for the runtime to fill in, and a value in the file reaches the plugin as if it had`;
  if (key.toLowerCase() !== 'prevresult') return whose;
  return index === 0
    ? `${whose}: the plugin takes itself for chained, on ADD of a container that has no interface yet`
    : `${whose} not: libcni replaces it by the result of the plugin before`;
}

const overwritten: Rule = {
  id: 'R036',
  name: 'plugin-name-version-ignored',
  severity: 'information',
  *check(model) {
    if (model.content !== 'list') return;
    for (const { node } of model.plugins) {
      for (const member of members(node)) {
        const folded = member.key.toLowerCase();
        if ((folded !== 'name' && folded !== 'cniversion') || overridesVersion(member.key)) continue;
        yield {
          span: member.node,
          message: `libcni puts the list's "${folded === 'name' ? 'name' : 'cniVersion'}" in place of this`,
          unnecessary: true,
          fixes: () => [removal(node, [member])],
        };
      }
    }
  },
};

export const reservedKeyRules: readonly Rule[] = [
  ...where((model) => [...keysIn(model)].some(mayBeReserved), [reserved]),
  ...withKey('name cniVersion', [overwritten]),
];
