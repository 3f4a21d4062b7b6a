import * as l10n from '@vscode/l10n';
import { fileOf, type Model } from '../../document/model.ts';
import { openingOf } from './names.ts';
import type { Finding, Rule } from '../rule.ts';

const loaded = /\.(?:conf|conflist|json)$/;
const inDirectory = /\/net\.d\/[^/]+$/;
/** Suffixes that editors, package managers and users append so that a file is not loaded. */
const setAside =
  /(?:\.(?:bak|backup|old|orig|save|disabled|off|example|sample|rpmnew|rpmsave|dpkg-[a-z]+|template|tmpl|tpl|j2|in)|~)$/i;

/** Returns the name under which the file would be loaded, if its current name suggests one. */
function loadedName(name: string, content: Model['content']): string | undefined {
  const lower = name.replace(/\.[^.]+$/, (extension) => extension.toLowerCase());
  if (lower !== name && loaded.test(lower)) {
    return lower;
  }
  const stem = name.replace(setAside, '');
  if (stem !== name) {
    return loaded.test(stem) ? stem : undefined;
  }
  return /\.jsonc?$/i.test(name) ? name.replace(/\.[^.]+$/, content === 'list' ? '.conflist' : '.conf') : undefined;
}

const notLoaded: Rule = {
  id: 'R034',
  name: 'extension-not-loaded',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    if (loaded.test(model.path) || model.content === 'none' || !inDirectory.test(model.path)) {
      return;
    }
    const name = fileOf(model);
    const better = loadedName(name, model.content);
    yield {
      span: openingOf(model),
      severity: setAside.test(name) ? 'hint' : undefined,
      message: l10n.t(
        'Runtimes read only files that end in .conflist, .conf or .json (lowercase), so none of them loads {0}.',
        name,
      ),
      ...(better === undefined
        ? {}
        : { fixes: () => [{ title: l10n.t('Rename the file to {0}', better), preferred: true, rename: better }] }),
    };
  },
};

export const fileNameRules: readonly Rule[] = [notLoaded];
