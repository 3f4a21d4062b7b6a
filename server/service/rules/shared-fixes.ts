import type { PluginUse } from '../directory/neighbour.ts';
import { replaceSpan } from '../edits/style.ts';
import { foldedMember } from '../members.ts';
import type { Model } from '../model.ts';
import type { Node } from '../parse.ts';
import { pairs } from './beside.ts';
import type { Fix, RuleContext } from './rule.ts';
import { changeTo, masterNames } from './simple-fixes.ts';

/** The value of a setting, where it can be changed. */
function valueIn({ plugins }: Model, { index }: PluginUse, key: string): Node | undefined {
  return foldedMember(plugins.find((plugin) => plugin.index === index)?.node, key)?.value;
}

/** The type of the other network's plugin for this one, where no `mode` stands in the way: theirs are others. */
export function sameType(model: Model, mine: PluginUse, { type }: PluginUse): readonly Fix[] {
  const value = valueIn(model, mine, 'type');
  if (value === undefined || valueIn(model, mine, 'mode') !== undefined) return [];
  return [{ title: `Use ${type}`, changes: [replaceSpan(value, `"${type}"`)] }];
}

/**
 * The other interfaces of the host, those left out that a plugin of another network has under the same key, and of
 * devices that are moved away those that the host itself has an address on.
 */
export function otherInterfaces(model: Model, mine: PluginUse, key: string, context: RuleContext): readonly Fix[] {
  const value = valueIn(model, mine, key);
  if (value === undefined || context.hostFacts === undefined) return [];
  const taken = new Set([...pairs(model, context)].map(({ theirs }) => theirs.settings[key]?.value));
  const { interfaces = [] } = context.hostFacts;
  const isNeeded = (name: string): boolean =>
    key === 'device' && interfaces.some((one) => one.name === name && one.addresses.length > 0);
  return masterNames(context.hostFacts)
    .filter((name) => !taken.has(name) && !isNeeded(name))
    .map((name) => changeTo(value, name, false));
}

/** The next VLAN that no other network makes. */
export function nextVlan(model: Model, mine: PluginUse, context: RuleContext): readonly Fix[] {
  const value = valueIn(model, mine, 'vlanId');
  if (value === undefined) return [];
  const taken = new Set([...pairs(model, context)].map(({ theirs }) => theirs.settings['vlanId']?.value));
  let id = Number(value.value);
  while (taken.has(id)) id++;
  return id > 4094 ? [] : [changeTo(value, id, false)];
}
