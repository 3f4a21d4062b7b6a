import { wrapInList } from '../../edits/wrap.ts';
import { insertMember, replaceSpan, styleOf } from '../../edits/style.ts';
import { fileOf, type Model } from '../../model.ts';
import type { Refactoring } from './refactoring.ts';
import { completeMembers, objectOf } from './text.ts';

/** Keys of a list that a single plugin configuration has too. */
const SHARED = new Set(['name', 'cniVersion']);

/** A single plugin configuration as a list of one, and the file as `.conflist`. */
export function toList(model: Model): Refactoring | undefined {
  if (
    model.content !== 'single' ||
    model.loadedAs === 'list' ||
    model.sideLoaded ||
    model.plugins[0]?.type === undefined
  )
    return undefined;
  const title = 'Convert to a network configuration list (.conflist)';
  const change = wrapInList(model);
  if (change === undefined)
    return { title, kind: 'refactor.rewrite', disabled: 'The JSON has errors or comments: mend those first' };
  const rename = fileOf(model).replace(/\.(?:conf|json)$/i, '.conflist');
  return {
    title,
    kind: 'refactor.rewrite',
    changes: [change],
    ...(rename === fileOf(model) ? {} : { rename }),
  };
}

/** Why a list cannot be written as a single plugin configuration. */
function obstacle(model: Model): string | undefined {
  if (model.parsed.problems.length > 0) return 'The JSON has errors or comments: mend those first';
  const count = model.pluginsMember?.value?.children?.length ?? 0;
  if (count !== 1 || model.plugins.length !== 1)
    return `A single configuration holds one plugin; this list has ${count}`;
  const lost = completeMembers(model.root).filter(({ key }) => !SHARED.has(key) && key !== 'plugins');
  return lost.length === 0
    ? undefined
    : `${lost.map(({ key }) => `"${key}"`).join(', ')} would be lost: only lists have it`;
}

/** A list of one plugin as a single plugin configuration, and the file as `.conf`. */
export function toSingle(model: Model): Refactoring | undefined {
  const { root, pluginsMember } = model;
  const [plugin] = model.plugins;
  if (model.content !== 'list' || root === undefined || pluginsMember === undefined) return undefined;
  const title = 'Convert to a single plugin configuration (.conf)';
  const disabled = obstacle(model);
  if (disabled !== undefined || plugin === undefined)
    return { title, kind: 'refactor.rewrite', disabled: disabled ?? 'The list has no plugin' };
  const { text } = model.parsed;
  const head = completeMembers(root).filter(({ key }) => SHARED.has(key));
  // In a list the plugin gets the list's name and version, whatever its own are.
  const rest = completeMembers(plugin.node).filter(({ key }) => !head.some((one) => one.key === key));
  const rename = fileOf(model).replace(/\.conflist$/i, '.conf');
  return {
    title,
    kind: 'refactor.rewrite',
    changes: [replaceSpan(root, objectOf(text, [...head, ...rest], root))],
    ...(rename === fileOf(model) ? {} : { rename }),
  };
}

/** The change that sets the version of a document. */
export function setVersion(model: Model, version: string): Refactoring['changes'] {
  const { root, cniVersion } = model;
  if (cniVersion?.value !== undefined) return [replaceSpan(cniVersion.value, JSON.stringify(version))];
  if (root === undefined) return undefined;
  return [insertMember(model.parsed.text, root, 'cniVersion', JSON.stringify(version))];
}

/** The line break of a document, for a file that is made from it. */
export function lastLine(model: Model): string {
  return styleOf(model.parsed.text).eol;
}
