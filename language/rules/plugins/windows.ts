import * as l10n from '@vscode/l10n';
import { schemaAt } from '../schema/schema-match.ts';
import { changeTo, ofType, removal } from '../../edits/simple-fixes.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import type { PluginView } from '../../document/model.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Rule } from '../rule.ts';

/** The correct form of an `endpointMacPrefix`. */
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
      message: failsWith('win-overlay', `endpointMacPrefix [${text}] is invalid, value must be of the format xx-xx`),
      fixes: () => (better === undefined ? [] : [changeTo(prefix, better)]),
    };
  }
  const version = foldedMember(node, 'apiVersion')?.value;
  if (version?.type === 'number' && version.value !== 1 && version.value !== 2) {
    const message = l10n.t('"apiVersion" must be 1 (HNS) or 2 (HCN). Any other value is treated as 1.');
    yield { span: version, severity: 'warning', message, fixes: () => [changeTo(version, 2)] };
  }
  for (const policy of foldedMember(node, 'policies')?.value?.children ?? []) {
    const name = foldedMember(policy, 'name')?.value;
    const called = textOf(name);
    if (name === undefined || called === undefined || called.toLowerCase() === 'endpointpolicy') {
      continue;
    }
    const message = l10n.t('Only entries of "policies" named EndpointPolicy are used. "{0}" is ignored.', called);
    yield { span: name, severity: 'warning', message, fixes: () => [changeTo(name, 'EndpointPolicy')] };
  }
  const old = foldedMember(node, 'HcnPolicyArgs');
  if (old === undefined) {
    return;
  }
  yield {
    span: old.keyNode,
    severity: 'information',
    message: l10n.t(
      'The reference plugins ignore "HcnPolicyArgs" since release 1.0.0. Use "policies" and "apiVersion": 2.',
    ),
    fixes: () => [removal(node, [old], false)],
  };
}

const windowsSettings: Rule = {
  id: 'R106',
  name: 'win-hns-settings',
  severity: 'error',
  schema: [{ ...schemaAt('win-overlay/endpointMacPrefix', undefined, ['pattern']), isLeftToCheck: true }],
  *check(model): Iterable<Finding> {
    for (const plugin of ofType(model, 'win-bridge', 'win-overlay')) {
      yield* settings(plugin);
    }
  },
};

export const windowsRules: readonly Rule[] = [windowsSettings];
