// The setting `cni.rules` in package.json: every rule by id and by name, for completion in settings.json, with the titles
// of the rules in package.nls.json. Made of the pages of the rules, which a test compares with the rules themselves.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inProject } from './project.mjs';
import { rulePages } from './rule-pages.mjs';

const titleKey = (id) => `rule.${id}.title`;

/** Puts the rules into the setting. */
function addRules(manifest, pages) {
  const setting = manifest.contributes.configuration
    .map(({ properties }) => properties['cni.rules'])
    .find((found) => found !== undefined);
  const ids = pages.map(({ id }) => id);
  const names = pages.map(({ name }) => name);
  // Completion shows a title with an id only: a name already says what the rule is about.
  setting.propertyNames = { enum: [...ids, ...names], enumDescriptions: ids.map((id) => `%${titleKey(id)}%`) };
  // The search of the settings editor uses these.
  setting.keywords = [...ids, ...names];
  return manifest;
}

/** Puts the titles of the rules after all other texts. */
function addTitles(texts, pages) {
  const others = Object.entries(texts).filter(([key]) => !key.startsWith('rule.'));
  return Object.fromEntries([...others, ...pages.map(({ id, title }) => [titleKey(id), title])]);
}

const files = [
  { path: inProject('package.json'), withRules: addRules },
  { path: inProject('package.nls.json'), withRules: addTitles },
];

/** The files as they are, and with the rules as they are. */
function readFiles() {
  const pages = rulePages();
  return files.map(({ path, withRules }) => {
    const text = readFileSync(path, 'utf8');
    return { path, text, fresh: `${JSON.stringify(withRules(JSON.parse(text), pages), undefined, 2)}\n` };
  });
}

/** What is wrong with the files as they are committed; nothing where they have all rules. */
export function ruleSettingsFindings() {
  return readFiles().some(({ text, fresh }) => text !== fresh)
    ? ['package.json or package.nls.json does not have the rules as they are: run "npm run schema".']
    : [];
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { path, fresh } of readFiles()) {
    writeFileSync(path, fresh);
  }
}
