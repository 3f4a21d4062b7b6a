// `node scripts/text/habits.mjs --list [PATH…]` prints every habit that is left in these files or folders.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inProject } from '../project.mjs';
import { filesBelow, placesIn } from './files.mjs';
import { BLANK, proseOf } from './prose.mjs';

/** Words and phrases that the project does without, and what to write instead. A blank stands for any white space. */
const habits = [
  [
    String.raw`(?<!\bthere )(?:is|are|was|were) no(?! (?:longer|more|less|fewer|better|worse|one)\b)`,
    'is not a valid X',
  ],
  ['there (?:is|are|was|were) no such', 'a sentence with the thing as subject: "X does not exist"'],
  [String.raw`tells(?! \S+ to\b)|told|telling`, 'reports, shows, states'],
  ['sa(?:y|ys|id) of', 'reports about'],
  ['cure[sd]?', 'remedy, fix'],
  ['mend(?:s|ed|ing)?', 'fix'],
  [
    String.raw`(?<!\b(?:leave|leaves|leaving|left)\b[^.]{0,40})behind(?! (?:a |the )?(?:proxy|firewall|NAT)\b)`,
    'after',
  ],
  ['beside', 'next to'],
  [
    // Not "of its own process", which is fine.
    String.raw`(?<!instead )of (?:its|their|our|your|his|one's) own(?=[^\w\s-]|\s*$|\s+(?:that|which|and|or|in|on|for|with|to|is|are|when|where|if|as|by|from|at|it|below|only|away|again)\b)`,
    'own, separate',
  ],
  ['let(?:s|ting)? go', 'release'],
  ['(?:come|comes|came) by', 'get'],
  ['anew', 'again'],
  ['far side', 'remote'],
  ['for want of', 'without'],
  [String.raw`be it(?= (?:a|an|the|by|in|of|on|only|with|from)\b|,)`, 'even if'],
  ['(?:take|takes|took|taking) no notice', 'ignores'],
  ['as (?:it was|they were) added', 'still matches the ADD result'],
  ['(?:take|takes|taken|taking|took) back', 'roll back'],
  ['harms?', 'affect'],
  ['fore(?:tell|tells|told|see|sees|seen)', 'predict'],
  ['the words (?:of|sent)', 'command and arguments, text'],
  ['stays? read', 'number of … kept'],
  ['nobody|somebody', 'the actor: libcni, the plugin, the user'],
  ['nowhere', 'never, not anywhere'],
  ['gave no|gives? no (?:shell|answer)', 'did not return, could not start'],
  ['(?:come|comes|came) to (?:its|an|the) end', 'finish'],
  ['(?:is|are|was|were|be) (?:not )?looked at', 'is read, is checked, is ignored'],
  ['strangers|furnish(?:e[sd])?', 'unknown, prepare'],
  ['whence|lest|hereby|thereof|therein', 'a plain word'],
  ['[«»]', 'straight double quotes, or bold in Markdown', ''],
].map(([source, instead, edge = String.raw`\b`]) => ({
  instead,
  pattern: new RegExp(`${edge}(?:${source.replaceAll(' ', String.raw`\s+`)})${edge}`, 'gi'),
}));

/** Files whose text is for people: code, schemas, documents, what the editor shows. */
const read =
  /^(?:client|server|language|engine|cli|protocol|scripts|release)\/.*\.(?:ts|mjs|sh|md|yml|yaml)$|^schemas\/(?!cni\.schema).*\.json$|^(?:docs|media|examples)\/.*\.md$|^[^/]+\.md$|^package\.nls\.json$/;

/** This list itself. */
const passedOver = new Set(['scripts/text/habits.mjs']);

/** Some characters around what is found, on one line. */
const excerpt = (text, start, end) =>
  `…${text.slice(Math.max(0, start - 30), end + 30)}…`.replaceAll(/\s+/g, ' ').replaceAll(BLANK, '');

/**
 * The habits in one file.
 * @param {string} path
 * @param {string} text
 * @returns {{path: string, line: number, text: string}[]}
 */
export function habitsIn(path, text) {
  const prose = proseOf(path, text);
  return habits.flatMap(({ instead, pattern }) =>
    [...prose.matchAll(pattern)].map(({ 0: found, index }) => {
      const line = prose.slice(0, index).split('\n').length;
      const words = found.replaceAll(/\s+/g, ' ');
      return { path, line, text: `"${words}": write ${instead} (${excerpt(prose, index, index + found.length)})` };
    }),
  );
}

/**
 * The habits that are left.
 * @param {string[]} places files or folders, relative to the project; all of it without any
 * @returns {string[]} findings as `path:line: …`
 */
export function habitFindings(places = []) {
  const files = filesBelow(places).filter((path) => read.test(path) && !passedOver.has(path));
  const findings = files.flatMap((path) => habitsIn(path, readFileSync(inProject(path), 'utf8')));
  const sorted = findings.toSorted((a, b) => a.path.localeCompare(b.path) || a.line - b.line);
  return sorted.map(({ path, line, text }) => `${path}:${line}: ${text}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const findings = habitFindings(placesIn(process.argv.slice(2)));
  console.log([...findings, `${findings.length} found`].join('\n'));
}
