import * as l10n from '@vscode/l10n';
import { foldedMember, textOf } from '../../document/members.ts';
import type { Model } from '../../document/model.ts';
import { ofType, removal } from '../../edits/simple-fixes.ts';
import type { Severity } from '../../workspace/context.ts';
import type { Finding, Rule } from '../rule.ts';
import { schemaAt, valueKeywords } from '../schema/schema-match.ts';
import type { SchemaProblem } from '../schema/schema-problems.ts';

/** Without masquerading the plugin does not read the backend. */
function onlyWithMasquerade({ plugin }: SchemaProblem): Severity | undefined {
  return foldedMember(plugin?.node, 'ipMasq')?.value?.value === true ? undefined : 'information';
}

/** Reports valid backends that are not read because nothing is masqueraded. */
function* unusedBackends(model: Model): Generator<Finding> {
  for (const { node, typeName } of ofType(model, 'bridge', 'ptp')) {
    const member = foldedMember(node, 'ipMasqBackend');
    const isGood = ['iptables', 'nftables'].includes(textOf(member?.value) ?? '');
    if (member === undefined || !isGood || foldedMember(node, 'ipMasq')?.value?.value === true) {
      continue;
    }
    yield {
      span: member.keyNode,
      severity: 'information',
      unnecessary: true,
      message: l10n.t('Without "ipMasq", {0} does not masquerade and ignores "ipMasqBackend".', typeName ?? ''),
      fixes: () => [removal(node, [member])],
    };
  }
}

const backendMatch = (type: string) => ({
  ...schemaAt(`${type}/ipMasqBackend`, (value) => `unknown ipmasq backend ${JSON.stringify(value)}`, valueKeywords),
  severity: onlyWithMasquerade,
});

const masqueradeBackend: Rule = {
  id: 'R090',
  name: 'ipmasq-backend',
  severity: 'error',
  schema: [backendMatch('bridge'), backendMatch('ptp')],
  check: unusedBackends,
};

/** About masquerading by bridge and ptp (plugins/pkg/ip/ipmasq_linux.go). */
export const masqueradeRules: readonly Rule[] = [masqueradeBackend];
