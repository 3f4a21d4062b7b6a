import { describe, expect, test } from 'vitest';
import { existsSync } from 'node:fs';
import { projects } from '../../../../engine/explain/catalog/index.ts';
import { explainText, referenceOf, wordsOf } from '../../../../engine/explain/index.ts';
import { messages } from '../../../explain/messages/index.ts';

const failures = new Map(projects.flatMap((project) => Object.entries(project.failures)));

test('every failure has a text that it explains and one that it does not', () => {
  expect(messages.map(([id]) => id).toSorted()).toEqual([...failures.keys()].toSorted());
  process.stdout.write(`known failures: ${failures.size} of ${projects.length} groups of projects\n`);
  expect(failures.size).toBeGreaterThanOrEqual(120);
});

test('no two failures explain one text', () => {
  const explained = messages.map(([, text]) => JSON.stringify(explainText(text)));
  expect(explained.filter((one, index) => explained.indexOf(one) !== index)).toEqual([]);
});

describe.each(messages)('%s', (id, text, other) => {
  test('explains its text in whole sentences, and not a similar text', () => {
    const explanation = explainText(text);
    expect(explanation?.id).toBe(id);
    expect(explainText(other)?.id).not.toBe(id);
    if (explanation === undefined) {
      return;
    }
    const { title, cause, remedy } = wordsOf(explanation);
    expect(`${title} ${cause} ${remedy}`).not.toMatch(/\{\w+\}/);
    expect(cause).toMatch(/\.$/);
    expect(title).not.toMatch(/\.$/);
  });

  test('is found in a text around it', () => {
    // In ADD, a missing result means that the plugin is first in the chain.
    const verb = id === 'prevResultMissing' ? 'check' : 'add';
    expect(explainText(`plugin type="x" name="net" failed (${verb}): ${text}`)?.id).toBe(id);
  });

  test('has a pattern that takes linear time', () => {
    const source = failures.get(id)?.pattern?.source ?? '';
    const withoutClasses = source.replaceAll(/\\./g, '_').replaceAll(/\[[^\]]*\]/g, '_');
    expect(withoutClasses).not.toMatch(/[*+]|\{\d+,\}/);
  });

  test('names its source, and a rule page that exists', () => {
    const explanation = explainText(text);
    const reference = explanation && referenceOf(explanation);
    expect(reference?.source).toMatch(/\.go(?::\d+| \(.*\))?$/);
    expect(reference?.project?.url).toMatch(/^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/);
    expect(existsSync(`docs/rules/${reference?.rule ?? 'R001'}.md`)).toBe(true);
    expect(existsSync(`docs/${reference?.page ?? 'README'}.md`)).toBe(true);
  });
});

test.each([
  ['Network has host bits set. For a subnet mask of length 24 the network address is 10.1.2.0', 'R127'],
  ['Network 10.1.2.0/31 too small to allocate from', 'R128'],
  ['IPNet IP and Mask version mismatch', 'R129'],
  ['RangeStart 10.9.0.1 not in network 10.1.2.0/24', 'R130'],
  ['empty range set', 'R139'],
  ['mixed address families', 'R141'],
  ['subnets 10.1.2.1-10.1.2.254 and 10.1.2.1-10.1.2.254 overlap', 'R142'],
])('an invalid range of host-local leads to the rule about it: %s', (reason, rule) => {
  const explanation = explainText(`invalid range set 0: ${reason}`);
  expect(explanation && referenceOf(explanation).rule).toBe(rule);
});
