import * as l10n from '@vscode/l10n';
import { exactMember, textOf } from '../../document/members.ts';
import type { Model } from '../../document/model.ts';
import { changeTo } from '../../edits/simple-fixes.ts';
import type { RuleContext } from '../../workspace/context.ts';
import type { Finding, Rule } from '../rule.ts';
import { schemaAt } from '../schema/schema-match.ts';

const rejectedSwitch = (key: string) => (value: unknown) =>
  `error parsing configuration list: invalid value ${JSON.stringify(value)} for ${key}`;
const switches = ['disableCheck', 'disableGC', 'loadOnlyInlinedPlugins'];

/**
 * Yields switches written as strings, which libcni reads from 1.2.1 on (conf.go, readBool). Multus decodes lists into
 * types.NetConfList first (LoadDelegateNetConfList), which rejects strings.
 */
function* switchesAsText({ root, content }: Model, { isForMultus = false }: RuleContext): Generator<Finding> {
  for (const key of content === 'list' ? switches : []) {
    const value = exactMember(root, key)?.value;
    const word = textOf(value)?.toLowerCase();
    if (value === undefined || (word !== 'true' && word !== 'false')) {
      continue;
    }
    const fixes = () => [
      { ...changeTo(value, word === 'true'), certain: word === value.value ? ('content' as const) : undefined },
    ];
    if (isForMultus && key !== 'loadOnlyInlinedPlugins') {
      const message = l10n.t(
        'Multus cannot read the configuration and fails with "json: cannot unmarshal string into Go struct field NetConfList.{0} of type bool". Write true or false without quotes.',
        key,
      );
      yield { span: value, message, fixes };
      continue;
    }
    yield {
      span: value,
      severity: 'warning',
      message: l10n.t(
        'Only libcni 1.2.1 and later accept a string here. Older releases report "error parsing configuration list: invalid {0} type string".',
        key,
      ),
      fixes,
    };
  }
}

const listSwitches: Rule = {
  id: 'R029',
  name: 'list-bool-string',
  severity: 'error',
  schema: switches.map((key) => schemaAt(`list/${key}`, rejectedSwitch(key))),
  check: switchesAsText,
};

/** Rules about the switches of a list. */
export const switchRules: readonly Rule[] = [listSwitches];
