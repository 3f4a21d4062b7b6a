import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inProject } from './project.mjs';

const beginning = /^# (?<id>R\d+[a-z]?): (?<title>.+)\n\n`(?<name>[^`]+)` · .+\n\n(?<description>[^\n]+)\n/;

/**
 * Reads the pages of the rules, in the order of their IDs. A test compares the pages with the rules.
 * @returns {{id: string, title: string, name: string, description: string}[]} the description is the first paragraph
 */
export function rulePages() {
  const folder = inProject('docs', 'rules');
  return readdirSync(folder)
    .filter((file) => /^R\d+[a-z]?\.md$/.test(file))
    .toSorted()
    .map((file) => {
      const found = beginning.exec(readFileSync(`${folder}/${file}`, 'utf8'));
      if (found === null) {
        throw new Error(`docs/rules/${file} does not begin with ID, title, name and a paragraph`);
      }
      return found.groups;
    });
}

const TYPES = `/** Title and first paragraph of each rule's page, by the rule's id. */
export const ruleTexts: Readonly<Record<string, { readonly title: string; readonly description: string }>>;
`;

/** Writes generated/rule-texts.{js,d.ts}: the texts about rules in a report. */
export function generateRuleTexts() {
  const texts = Object.fromEntries(rulePages().map(({ id, title, description }) => [id, { title, description }]));
  const folder = inProject('generated');
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/rule-texts.js`, `export const ruleTexts = ${JSON.stringify(texts)};\n`);
  writeFileSync(`${folder}/rule-texts.d.ts`, TYPES);
}
