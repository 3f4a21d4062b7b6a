import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { projects } from '../../../../engine/explain/catalog/index.ts';
import { LogReader, type LoggedFailure } from '../../../../engine/explain/index.ts';
import expected from '../../../explain/logs/expected.json' with { type: 'json' };

const linesOf = (name: string): readonly string[] =>
  readFileSync(`test/explain/logs/${name}`, 'utf8')
    .split('\n')
    .filter((line) => line !== '');

function read(lines: readonly string[]): readonly LoggedFailure[] {
  const reader = new LogReader();
  for (const [index, line] of lines.entries()) {
    reader.read(line, { file: 'a.log', line: index + 1 });
  }
  return reader.failures;
}

/** What a line says, without what is undefined. */
function told(line: string): object {
  const [failure, ...others] = read([line]);
  expect(others).toEqual([]);
  const { explanation, plugin, network, pod, namespace, sandbox, code } = failure ?? {};
  return JSON.parse(JSON.stringify({ id: explanation?.id, plugin, network, pod, namespace, sandbox, code }));
}

describe.each(Object.entries(expected))('%s', (file, failures) => {
  const lines = linesOf(file);

  test('has one expectation for each line', () => {
    expect(lines.length).toBe(failures.length);
  });

  test.each(failures.map((failure, index) => [`${index + 1}: ${failure.id}`, failure, lines[index] ?? ''] as const))(
    'line %s',
    (_name, failure, line) => {
      expect(told(line)).toEqual(failure);
    },
  );
});

test('every known failure is in a log', () => {
  const inLogs = new Set(Object.values(expected).flatMap((failures) => failures.map(({ id }) => id)));
  expect(projects.flatMap(({ failures }) => Object.keys(failures)).filter((id) => !inLogs.has(id))).toEqual([]);
  expect(Object.values(expected).flat().length).toBeGreaterThanOrEqual(150);
});

test.each(linesOf('quiet.log'))('a line without a CNI failure stays quiet: %s', (line) => {
  expect(read([line])).toEqual([]);
});
