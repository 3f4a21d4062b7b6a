import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readHostFacts } from '../../../language/workspace/host-facts.ts';
import type { Around } from './documents.ts';

/** Where the pages of the rules are. */
export const pagesFolder = fileURLToPath(new URL('../../../docs/rules/', import.meta.url));

/** A document on a page, with what lies around it. */
export interface Example {
  readonly file: string;
  readonly text: string;
  readonly around: Around;
}

/** The text of a rule's page. */
export function pageOf(rule: string): string {
  return readFileSync(`${pagesFolder}${rule}.md`, 'utf8');
}

/**
 * The example under a heading: file name in back-ticks, then a fence. After it there may be files of the same directory
 * (`Next to it, FILE:`) and the facts of a host (`On the host:`), each with a fence.
 */
export function exampleOf(page: string, heading: 'Bad' | 'Good'): Example {
  const [, after = ''] = page.split(`\n## ${heading}\n`);
  const [section = ''] = after.split('\n## ');
  const found = /^\n`([^`]+)`\n\n```(?:json|yaml)\n([\s\S]*?\n)```\n/.exec(section);
  if (found === null) {
    throw new Error(`no example under ${heading}`);
  }
  const nearby = section.matchAll(/\nNext to it, `([^`]+)`:\n\n```json\n([\s\S]*?\n)```\n/g);
  const files = Object.fromEntries([...nearby].map(([, name = '', text = '']) => [name, text]));
  const facts = /\nOn the host:\n\n```json\n([\s\S]*?\n)```\n/.exec(section)?.[1];
  const hostFacts = facts === undefined ? undefined : readHostFacts({ host: 'the host', ...JSON.parse(facts) });
  return { file: found[1] ?? '', text: (found[2] ?? '').replace('⟨BOM⟩', '\uFEFF'), around: { files, hostFacts } };
}
