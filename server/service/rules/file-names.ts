import { fileOf, type Model } from '../model.ts';
import { openingOf } from './names.ts';
import type { Finding, Rule } from './rule.ts';

const LOADED = /\.(?:conf|conflist|json)$/;
const IN_DIRECTORY = /\/net\.d\/[^/]+$/;
/** What editors, package managers and people append so that a file is not loaded. */
const PUT_ASIDE =
  /(?:\.(?:bak|backup|old|orig|save|disabled|off|example|sample|rpmnew|rpmsave|dpkg-[a-z]+|template|tmpl|tpl|j2|in)|~)$/i;

/** The name under which the file would be loaded, if its own tells. */
function loadedName(name: string, content: Model['content']): string | undefined {
  const lower = name.replace(/\.[^.]+$/, (extension) => extension.toLowerCase());
  if (lower !== name && LOADED.test(lower)) return lower;
  const stem = name.replace(PUT_ASIDE, '');
  if (stem !== name) return LOADED.test(stem) ? stem : undefined;
  return /\.jsonc?$/i.test(name) ? name.replace(/\.[^.]+$/, content === 'list' ? '.conflist' : '.conf') : undefined;
}

const notLoaded: Rule = {
  id: 'R034',
  name: 'extension-not-loaded',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    if (LOADED.test(model.path) || model.content === 'none' || !IN_DIRECTORY.test(model.path)) return;
    const name = fileOf(model);
    const put = loadedName(name, model.content);
    yield {
      span: openingOf(model),
      ...(PUT_ASIDE.test(name) ? { severity: 'information' as const } : {}),
      message: `No runtime loads ${name}: of this directory only files that end in .conflist, .conf or .json, in small letters, are read`,
      ...(put === undefined
        ? {}
        : { fixes: () => [{ title: `Rename the file to ${put}`, preferred: true, rename: put }] }),
    };
  },
};

export const fileNameRules: readonly Rule[] = [notLoaded];
