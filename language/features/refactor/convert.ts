import * as l10n from '@vscode/l10n';
import { commaList } from '../../../engine/text/listing.ts';
import { usualVersion, wrapInList } from '../../edits/wrap.ts';
import { insertMember, replaceSpan, styleOf } from '../../edits/style.ts';
import { fileOf, type Model } from '../../document/model.ts';
import type { Refactoring } from './refactoring.ts';
import { completeMembers, objectOf } from './text.ts';

/** Keys that lists and single plugin configurations share. */
const shared = new Set(['name', 'cniVersion']);

/** Converts a single plugin configuration to a list of one, and renames the file to `.conflist`. */
export function toList(model: Model): Refactoring | undefined {
  if (
    model.content !== 'single' ||
    model.loadedAs === 'list' ||
    model.sideLoaded ||
    model.plugins[0]?.type === undefined
  ) {
    return undefined;
  }
  const title = l10n.t('Convert to a network configuration list (.conflist)');
  const change = wrapInList(model, usualVersion);
  if (change === undefined) {
    return { title, kind: 'refactor.rewrite', disabled: unreadable() };
  }
  const rename = fileOf(model).replace(/\.(?:conf|json)$/i, '.conflist');
  return {
    title,
    kind: 'refactor.rewrite',
    changes: [change],
    ...(rename === fileOf(model) ? {} : { rename }),
  };
}

/** Returns the reason not to refactor a text whose errors or comments would be lost. */
export function unreadable(): string {
  return l10n.t('Fix the errors in the JSON and remove its comments first.');
}

/** Returns the reason why a list cannot become a single plugin configuration; undefined if it can. */
function obstacle(model: Model): string | undefined {
  if (model.parsed.problems.length > 0) {
    return unreadable();
  }
  const count = model.pluginsMember?.value?.children?.length ?? 0;
  if (count !== 1 || model.plugins.length !== 1) {
    return l10n.t('A single plugin configuration has one plugin, but this list has {0}.', count);
  }
  const lost = completeMembers(model.root).filter(({ key }) => !shared.has(key) && key !== 'plugins');
  return lost.length === 0
    ? undefined
    : l10n.t('Only lists support {0}, which would be lost.', commaList(lost.map(({ key }) => `"${key}"`)));
}

/** Converts a list of one plugin to a single plugin configuration, and renames the file to `.conf`. */
export function toSingle(model: Model): Refactoring | undefined {
  const { root, pluginsMember } = model;
  const [plugin] = model.plugins;
  if (model.content !== 'list' || root === undefined || pluginsMember === undefined) {
    return undefined;
  }
  const title = l10n.t('Convert to a single plugin configuration (.conf)');
  const disabled = obstacle(model);
  if (disabled !== undefined || plugin === undefined) {
    return { title, kind: 'refactor.rewrite', disabled: disabled ?? l10n.t('The list has no plugin.') };
  }
  const { text } = model.parsed;
  const head = completeMembers(root).filter(({ key }) => shared.has(key));
  // In a list, the plugin gets the name and version of the list instead of its own.
  const rest = completeMembers(plugin.node).filter(({ key }) => !head.some((one) => one.key === key));
  const rename = fileOf(model).replace(/\.conflist$/i, '.conf');
  return {
    title,
    kind: 'refactor.rewrite',
    changes: [replaceSpan(root, objectOf(text, [...head, ...rest], root))],
    ...(rename === fileOf(model) ? {} : { rename }),
  };
}

/** Returns the change that sets the version of a document. */
export function setVersion(model: Model, version: string): Refactoring['changes'] {
  const { root, cniVersion } = model;
  if (cniVersion?.value !== undefined) {
    return [replaceSpan(cniVersion.value, JSON.stringify(version))];
  }
  if (root === undefined) {
    return undefined;
  }
  return [insertMember(model.parsed.text, root, 'cniVersion', JSON.stringify(version))];
}

/** Returns the line break of a document, for a file that is created from it. */
export function lastLine(model: Model): string {
  return styleOf(model.parsed.text).eol;
}
