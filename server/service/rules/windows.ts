import { changeTo, ofType, removal } from './simple-fixes.ts';
import { foldedMember, textOf } from '../members.ts';
import type { PluginView } from '../model.ts';
import type { Finding, Rule } from './rule.ts';

/** The two bytes of an `endpointMacPrefix` that is written in another way. */
function prefixOf(text: string): string | undefined {
  const digits = text.replaceAll(/[^0-9a-fA-F]/g, '').toUpperCase();
  return digits.length === 4 ? `${digits.slice(0, 2)}-${digits.slice(2)}` : undefined;
}

function* settings({ node }: PluginView): Generator<Finding> {
  const prefix = foldedMember(node, 'endpointMacPrefix')?.value;
  const text = textOf(prefix);
  if (prefix !== undefined && text && !/^..-..$/s.test(text)) {
    const better = prefixOf(text);
    yield {
      span: prefix,
      severity: 'error',
      message: `win-overlay fails with "endpointMacPrefix [${text}] is invalid, value must be of the format xx-xx"`,
      fixes: () => (better === undefined ? [] : [changeTo(prefix, better)]),
    };
  }
  const version = foldedMember(node, 'apiVersion')?.value;
  if (version?.type === 'number' && version.value !== 1 && version.value !== 2) {
    const message = '"apiVersion" is 1 (HNS) or 2 (HCN); any other counts as 1';
    yield { span: version, severity: 'warning', message, fixes: () => [changeTo(version, 2)] };
  }
  for (const policy of foldedMember(node, 'policies')?.value?.children ?? []) {
    const name = foldedMember(policy, 'name')?.value;
    const called = textOf(name);
    if (name === undefined || called === undefined || called.toLowerCase() === 'endpointpolicy') continue;
    const message = `Of "policies" only entries named EndpointPolicy are used; "${called}" is passed over`;
    yield { span: name, severity: 'warning', message, fixes: () => [changeTo(name, 'EndpointPolicy')] };
  }
  const old = foldedMember(node, 'HcnPolicyArgs');
  if (old === undefined) return;
  yield {
    span: old.keyNode,
    severity: 'information',
    message: '"HcnPolicyArgs" is ignored since plugins 1.0.0: write "policies" and "apiVersion": 2',
    fixes: () => [removal(node, [old], false)],
  };
}

const windowsSettings: Rule = {
  id: 'R106',
  name: 'win-hns-settings',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const plugin of ofType(model, 'win-bridge', 'win-overlay')) yield* settings(plugin);
  },
};

export const windowsRules: readonly Rule[] = [windowsSettings];
