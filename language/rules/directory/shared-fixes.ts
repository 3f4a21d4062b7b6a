import * as l10n from '@vscode/l10n';
import type { PluginUse } from '../../directory/neighbor.ts';
import { replaceSpan } from '../../edits/style.ts';
import { foldedMember } from '../../document/members.ts';
import type { Model } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { pairs } from './same-directory.ts';
import type { Fix } from '../rule.ts';
import type { RuleContext } from '../../workspace/context.ts';
import { changeTo, masterNames } from '../../edits/simple-fixes.ts';

/** Returns the value of a setting in the document. */
function valueIn({ plugins }: Model, { index }: PluginUse, key: string): Node | undefined {
  return foldedMember(plugins.find((plugin) => plugin.index === index)?.node, key)?.value;
}

/**
 * Returns a fix that uses the plugin type of the other network, unless there is a `mode`: the types have different
 * modes.
 */
export function sameType(model: Model, mine: PluginUse, { type }: PluginUse): readonly Fix[] {
  const value = valueIn(model, mine, 'type');
  if (value === undefined || valueIn(model, mine, 'mode') !== undefined) {
    return [];
  }
  return [{ title: l10n.t('Use {0}', type), changes: [replaceSpan(value, `"${type}"`)] }];
}

/**
 * Returns fixes that use another interface of the host: none that a plugin of another network has under the same key
 * and, as `device` moves the interface away, none on which the host has an address.
 */
export function otherInterfaces(model: Model, mine: PluginUse, key: string, context: RuleContext): readonly Fix[] {
  const value = valueIn(model, mine, key);
  if (value === undefined || context.hostFacts === undefined) {
    return [];
  }
  const taken = new Set([...pairs(model, context)].map(({ theirs }) => theirs.settings[key]?.value));
  const { interfaces = [] } = context.hostFacts;
  const isNeeded = (name: string): boolean =>
    key === 'device' && interfaces.some((one) => one.name === name && one.addresses.length > 0);
  return masterNames(context.hostFacts)
    .filter((name) => !taken.has(name) && !isNeeded(name))
    .map((name) => changeTo(value, name, false));
}

/** Returns a fix that uses the next VLAN that no other network creates. */
export function nextVlan(model: Model, mine: PluginUse, context: RuleContext): readonly Fix[] {
  const value = valueIn(model, mine, 'vlanId');
  if (value === undefined) {
    return [];
  }
  const taken = new Set([...pairs(model, context)].map(({ theirs }) => theirs.settings['vlanId']?.value));
  let id = Number(value.value);
  while (taken.has(id)) {
    id++;
  }
  return id > 4094 ? [] : [changeTo(value, id, false)];
}
