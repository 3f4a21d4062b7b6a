// The translations of messages:
//   node scripts/text/l10n.mjs                        what is wrong with messages and translations, and how many are missing
//   node scripts/text/l10n.mjs --missing [PATH…]      messages without a translation as JSON, {english: ""}; for
//                                                     package.nls.json {key: english}. `schemas` is a PATH too
//   node scripts/text/l10n.mjs --terms                translations that lack the usual translation of a term, for a reader
//   node scripts/text/l10n.mjs --merge FILE…          takes the translations of such files over and drops those that
//                                                     belong to no message
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { placesIn } from './files.mjs';
import { allMessages } from './messages.mjs';
import { bundleFile, compareTexts, manifestFile, readTexts, strayTerms, writeTexts } from './translations.mjs';

const englishManifest = 'package.nls.json';

/** Messages and translations, of the program and of package.json. */
async function readAll() {
  const { messages, findings } = await allMessages();
  const manifest = new Map(Object.entries(readTexts(englishManifest)));
  const labels = new Set([...messages.keys(), ...manifest.values()]);
  const program = new Map([...messages.keys()].map((message) => [message, message]));
  return {
    messages,
    manifest,
    callFindings: findings,
    program,
    ofProgram: compareTexts(bundleFile, program, readTexts(bundleFile), labels),
    ofManifest: compareTexts(manifestFile, manifest, readTexts(manifestFile), labels),
  };
}

/**
 * What is wrong with messages and translations.
 * @returns {Promise<{calls: string[], translations: string[]}>} with calls that cannot be translated, and with
 *   translations that are missing or wrong
 */
export async function messageFindings() {
  const { callFindings, ofProgram, ofManifest } = await readAll();
  const missing = [
    ...ofProgram.missing.map((message) => `${bundleFile}: no translation of "${message}"`),
    ...ofManifest.missing.map((key) => `${manifestFile}: no translation of "${key}"`),
  ];
  return { calls: callFindings, translations: [...ofProgram.findings, ...ofManifest.findings, ...missing] };
}

async function printMissing(places) {
  const { messages, manifest, ofProgram, ofManifest } = await readAll();
  const isWanted = (path) =>
    places.length === 0 || places.some((place) => path === place || path.startsWith(`${place}/`));
  const wanted = ofProgram.missing.filter((message) => messages.get(message).some(isWanted));
  const keys = isWanted(englishManifest) ? ofManifest.missing : [];
  const texts = [...wanted.map((message) => [message, '']), ...keys.map((key) => [key, manifest.get(key)])];
  console.log(JSON.stringify(Object.fromEntries(texts), undefined, 2));
}

/** The translations of `file` and the given ones, in the order of `keys`, without those that belong to no message. */
function merged(file, keys, given) {
  const known = { ...readTexts(file), ...given };
  return Object.fromEntries(keys.filter((key) => known[key] !== undefined).map((key) => [key, known[key]]));
}

async function merge(files) {
  const { messages, manifest } = await readAll();
  const pieces = Object.entries(Object.assign({}, ...files.map((file) => JSON.parse(readFileSync(file, 'utf8')))));
  // What `--missing` printed and was left as it was.
  const given = pieces.filter(([key, text]) => text !== '' && text !== manifest.get(key));
  const translations = Object.fromEntries(given);
  const sorted = [...messages.keys()].toSorted((one, other) => (one < other ? -1 : 1));
  writeTexts(bundleFile, merged(bundleFile, sorted, translations));
  writeTexts(manifestFile, merged(manifestFile, [...manifest.keys()], translations));
  const lost = Object.keys(translations).filter((key) => !messages.has(key) && !manifest.has(key));
  console.log([...lost.map((key) => `no message is "${key}"`), `${given.length - lost.length} taken`].join('\n'));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [option, ...rest] = process.argv.slice(2);
  if (option === '--missing') {
    await printMissing(placesIn(rest));
  } else if (option === '--terms') {
    const { program, manifest } = await readAll();
    const stray = [...strayTerms(program, readTexts(bundleFile)), ...strayTerms(manifest, readTexts(manifestFile))];
    console.log([...stray, `${stray.length} found`].join('\n'));
  } else if (option === '--merge') {
    await merge(rest);
  } else {
    const { calls, translations } = await messageFindings();
    console.log([...calls, ...translations, `${calls.length} calls, ${translations.length} translations`].join('\n'));
  }
}
