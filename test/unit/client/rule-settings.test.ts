import { describe, expect, test } from 'vitest';
import { getLanguageService, TextDocument } from 'vscode-json-languageservice';
import manifest from '../../../package.json' with { type: 'json' };
import nls from '../../../package.nls.json' with { type: 'json' };
import { rules } from '../../../language/check.ts';
import { pageOf } from '../language/rule-pages.ts';

const [setting] = manifest.contributes.configuration.flatMap(({ properties }) => properties['cni.rules'] ?? []);
const texts = new Map(Object.entries<string>(nls));
/** As the editor shows a text of the manifest. */
const shown = (placeholder: string): string => texts.get(placeholder.slice(1, -1)) ?? placeholder;
const ids = rules.map(({ id }) => id).toSorted();
const byId = new Map(rules.map((rule) => [rule.id, rule]));

/** What an editor with this manifest proposes and complains of in settings.json, at ‸. */
async function inSettings(marked: string) {
  const service = getLanguageService({});
  const schema = { type: 'object' as const, properties: { 'cni.rules': setting ?? false } };
  service.configure({ schemas: [{ uri: 'settings://schema', fileMatch: ['*'], schema }] });
  const document = TextDocument.create('file:///settings.json', 'json', 1, marked.replace('‸', ''));
  const json = service.parseJSONDocument(document);
  const completion = await service.doComplete(document, document.positionAt(marked.indexOf('‸')), json);
  const problems = await service.doValidation(document, json);
  const items =
    completion?.items.map(({ label, documentation = '' }) => [
      label,
      typeof documentation === 'string' ? shown(documentation) : documentation.value,
    ]) ?? [];
  return { items, problems: problems.map(({ message }) => message) };
}

describe('cni.rules', () => {
  test('lists every rule of the catalog by id, with the title of its page, and by name', () => {
    const { enum: keys, enumDescriptions: titles } = setting?.propertyNames ?? { enum: [], enumDescriptions: [] };
    expect(keys).toEqual([...ids, ...ids.map((id) => byId.get(id)?.name)]);
    expect(setting?.keywords).toEqual(keys);
    expect(titles.map(shown)).toEqual(ids.map((id) => pageOf(id).split('\n')[0]?.replace(`# ${id}: `, '')));
  });

  test('is completed in settings.json: rules with their titles, and severities', async () => {
    const keys = await inSettings('{"cni.rules": {‸}}');
    expect(keys.items).toContainEqual(['R055', 'A second plugin that creates an interface']);
    expect(keys.items).toContainEqual(['main-plugin-not-first', '']);
    expect(keys.items).toHaveLength(2 * rules.length);
    const values = await inSettings('{"cni.rules": {"R055": ‸}}');
    expect(values.items.map(([label]) => label)).toEqual(
      ['error', 'warning', 'information', 'hint', 'off'].map((word) => `"${word}"`),
    );
  });

  test('is checked there', async () => {
    expect((await inSettings('{"cni.rules": {"R055": "off", "unknown-key": "hint"}}‸')).problems).toEqual([]);
    expect((await inSettings('{"cni.rules": {"R955": "off"}}‸')).problems).toHaveLength(1);
    expect((await inSettings('{"cni.rules": {"R055": "never"}}‸')).problems).toHaveLength(1);
  });
});
