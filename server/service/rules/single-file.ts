import { wrapInList } from '../edits/wrap.ts';
import { members } from '../members.ts';
import { fileOf, type Model } from '../model.ts';
import { compareVersions, effectiveVersion } from '../spec-version.ts';
import { openingOf } from './names.ts';
import type { Finding, Fix, Rule } from './rule.ts';
import { removal } from './simple-fixes.ts';

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
    if (root === undefined || model.content !== 'single' || model.loadedAs === 'list') return;
    for (const member of members(root)) {
      if (!listOnlyKeys.has(member.key)) continue;
      yield {
        span: member.keyNode,
        message: `"${member.key}" belongs to a list; of a single plugin configuration libcni takes name, cniVersion and the plugin only, and nothing reads it here`,
        unnecessary: true,
        fixes: () => [removal(root, [member]), ...toList(model)],
      };
    }
  },
};

/** Wraps the plugin into a list and gives the file the name of one. */
function toList(model: Model): readonly Fix[] {
  const change = wrapInList(model);
  const name = fileOf(model).replace(/\.[^.]+$/, '.conflist');
  if (change === undefined || !name.endsWith('.conflist')) return [];
  return [{ title: `Convert to a list, ${name}`, changes: [change], rename: name }];
}

const newVersion: Rule = {
  id: 'R050',
  name: 'single-file-with-1.x',
  severity: 'warning',
  *check(model) {
    if (model.content !== 'single' || model.loadedAs === 'list' || model.sideLoaded) return;
    const version = effectiveVersion(model);
    if (version === undefined || compareVersions(version, '1.0.0') < 0) return;
    yield {
      span: model.cniVersion?.value ?? openingOf(model),
      message: `Version ${version} of the specification knows lists only; libcni still loads a single plugin, other programs need not`,
      fixes: () => toList(model),
    };
  },
};

export const singleFileRules: readonly Rule[] = [listKey, newVersion];
