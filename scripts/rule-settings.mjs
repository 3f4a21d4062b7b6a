// What package.json says of the setting `cni.rules`: every rule by id and by name, for completion in settings.json. Made
// of the pages of the rules, which a test holds to the rules themselves.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inProject } from './project.mjs';

const MANIFEST = inProject('package.json');

/** Id, name and title of each rule, in order. */
function rulePages() {
  const folder = inProject('docs', 'rules');
  return readdirSync(folder)
    .filter((file) => /^R\d+[a-z]?\.md$/.test(file))
    .toSorted()
    .map((file) => {
      const found = /^# (?<id>R\d+[a-z]?): (?<title>.+)\n\n`(?<name>[^`]+)` · /.exec(
        readFileSync(`${folder}/${file}`, 'utf8'),
      );
      if (found === null) throw new Error(`docs/rules/${file} does not begin with id, title and name`);
      return found.groups;
    });
}

/** The text of package.json with the rules as they are. */
function manifestWithRules(text) {
  const manifest = JSON.parse(text);
  const pages = rulePages();
  // A name tells what the rule is about, an id does not.
  manifest.contributes.configuration.properties['cni.rules'].propertyNames = {
    enum: [...pages.map(({ id }) => id), ...pages.map(({ name }) => name)],
    enumDescriptions: pages.map(({ title }) => title),
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** What is wrong with the manifest as it is committed; nothing where it knows all rules. */
export function ruleSettingsFindings() {
  const text = readFileSync(MANIFEST, 'utf8');
  return text === manifestWithRules(text)
    ? []
    : ['package.json does not know the rules as they are: run "npm run schema".'];
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(MANIFEST, manifestWithRules(readFileSync(MANIFEST, 'utf8')));
}
