import * as l10n from '@vscode/l10n';
import { usualVersion, wrapInList } from '../../edits/wrap.ts';
import { members } from '../../document/members.ts';
import { fileOf, type Model } from '../../document/model.ts';
import { compareVersions, effectiveVersion } from '../../document/spec-version.ts';
import { openingOf } from './names.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import { removal } from '../../edits/simple-fixes.ts';

/** Keys that only a list has. */
export const listOnlyKeys: ReadonlySet<string> = new Set([
  'cniVersions',
  'disableCheck',
  'disableGC',
  'loadOnlyInlinedPlugins',
]);

const listKey: Rule = {
  id: 'R033',
  name: 'list-key-in-single-file',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    const { root } = model;
    if (root === undefined || model.content !== 'single' || model.loadedAs === 'list') {
      return;
    }
    for (const member of members(root)) {
      if (!listOnlyKeys.has(member.key)) {
        continue;
      }
      yield {
        span: member.keyNode,
        message: l10n.t(
          'libcni reads "{0}" only in a list, so it has no effect in a single plugin configuration. Remove it or convert the file to a list.',
          member.key,
        ),
        unnecessary: true,
        fixes: () => [removal(root, [member]), ...toList(model)],
      };
    }
  },
};

/** Returns a fix that wraps the plugin in a list and renames the file accordingly. */
function toList(model: Model): readonly Fix[] {
  const change = wrapInList(model, usualVersion);
  const name = fileOf(model).replace(/\.[^.]+$/, '.conflist');
  if (change === undefined || !name.endsWith('.conflist')) {
    return [];
  }
  return [{ title: l10n.t('Convert to a list, {0}', name), changes: [change], rename: name }];
}

const newVersion: Rule = {
  id: 'R050',
  name: 'single-file-with-1.x',
  severity: 'hint',
  *check(model) {
    if (model.content !== 'single' || model.loadedAs === 'list' || model.sideLoaded) {
      return;
    }
    const version = effectiveVersion(model);
    if (version === undefined || compareVersions(version, '1.0.0') < 0) {
      return;
    }
    yield {
      span: model.cniVersion?.value ?? openingOf(model),
      message: l10n.t(
        'Version {0} of the specification defines only lists. libcni still loads a single plugin configuration, but other programs may not.',
        version,
      ),
      fixes: () => toList(model),
    };
  },
};

export const singleFileRules: readonly Rule[] = [listKey, newVersion];
