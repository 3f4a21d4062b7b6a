import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { foldedMember, members, textOf, type Member } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import { effectiveVersion } from '../../document/spec-version.ts';
import { failsWith } from '../failures.ts';
import { overridesVersion } from './duplicate-keys.ts';
import { type Finding, type Rule } from '../rule.ts';
import { removal } from '../../edits/simple-fixes.ts';

/** Keys that a runtime fills in, in small letters. */
const reservedNames: ReadonlySet<string> = new Set(['runtimeconfig', 'prevresult']);
const prefix = 'cni.dev/';

const reserved: Rule = {
  id: 'R035',
  name: 'reserved-key',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    for (const plugin of model.plugins) {
      const { node, index } = plugin;
      for (const member of members(node)) {
        const isArgs = member.key === 'args';
        const isReserved = reservedNames.has(member.key.toLowerCase()) || member.key.startsWith(prefix);
        if ((!isReserved && !isArgs) || member.value?.type === 'null') {
          continue;
        }
        const error = index === 0 && isOf(member, 'prevResult') ? unreadableResult(model, plugin, member) : undefined;
        yield {
          span: member.keyNode,
          severity: error === undefined ? (isArgs ? 'hint' : undefined) : 'error',
          message:
            error === undefined
              ? reservedMessage(member, index)
              : sentences(
                  l10n.t(
                    'The specification reserves "{0}" for the runtime, and on ADD the first plugin reads this value.',
                    member.key,
                  ),
                  error,
                ),
          fixes: () => [removal(node, [member], !isArgs)],
        };
      }
    }
  },
};

const isOf = ({ key }: Member, name: string): boolean => key.toLowerCase() === name.toLowerCase();

/**
 * Returns a sentence about a previous result whose version does not fit that of the configuration: a plugin that reads it
 * fails (pkg/version, NewResult). Chained plugins read it, and add a missing version; Multus does not (pkg/types, LoadNetConf).
 */
function unreadableResult(model: Model, { typeName, described }: PluginView, { value }: Member): string | undefined {
  const own = effectiveVersion(model) ?? '';
  const given = foldedMember(value, 'cniVersion')?.value;
  const version = given === undefined || given.type === 'null' ? '' : textOf(given);
  const readable = resultVersions.find((some) => some.includes(own));
  const isMultus = typeName === 'multus';
  const isRead = isMultus || described?.traits?.chained !== undefined;
  if (value?.type !== 'object' || !isRead || readable === undefined || version === undefined) {
    return undefined;
  }
  return readable.includes(version) || (version === '' && !isMultus)
    ? undefined
    : failsWith(typeName, `result type supports [${readable.join(' ')}] but unmarshalled CNIVersion is "${version}"`);
}

/** The versions of the specification with the same form of results; the oldest one has no version. */
const resultVersions = [
  ['', '0.1.0', '0.2.0'],
  ['0.3.0', '0.3.1', '0.4.0'],
  ['1.0.0', '1.1.0'],
];

function reservedMessage({ key }: Member, index: number): string {
  if (key.toLowerCase() !== 'prevresult') {
    return l10n.t(
      'The specification reserves "{0}" for the runtime. The plugin reads this value as if the runtime had passed it.',
      key,
    );
  }
  return index === 0
    ? l10n.t(
        'The specification reserves "{0}" for the runtime. On ADD the first plugin reads this value as the result of an earlier plugin, although the container has no interface yet.',
        key,
      )
    : l10n.t(
        'The specification reserves "{0}" for the runtime. libcni replaces this value with the result of the previous plugin.',
        key,
      );
}

const overwritten: Rule = {
  id: 'R036',
  name: 'plugin-name-version-ignored',
  severity: 'hint',
  *check(model) {
    if (model.content !== 'list') {
      return;
    }
    for (const { node } of model.plugins) {
      for (const member of members(node)) {
        const folded = member.key.toLowerCase();
        if ((folded !== 'name' && folded !== 'cniversion') || overridesVersion(member.key)) {
          continue;
        }
        yield {
          span: member.node,
          message: l10n.t(
            'libcni replaces this value with the "{0}" of the list.',
            folded === 'name' ? 'name' : 'cniVersion',
          ),
          unnecessary: true,
          fixes: () => [removal(node, [member])],
        };
      }
    }
  },
};

export const reservedKeyRules: readonly Rule[] = [reserved, overwritten];
