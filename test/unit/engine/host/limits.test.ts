import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { limits } from '../../../../engine/host/limits.ts';
import { defaultTimeLimits, installStepMs } from '../../../../engine/host/time-limits.ts';

/** As docs/hosts.md writes it. */
function shown(name: string, value: number): string {
  if (/questions|Characters$|Paths$|Calls$/.test(name)) {
    return String(value);
  }
  return value % (1024 * 1024) === 0 ? `${value / 1024 / 1024} MiB` : `${value / 1024} KiB`;
}

// docs/security.md: S17
test('docs/hosts.md has every limit, with its value', () => {
  const [, section = ''] = readFileSync('docs/hosts.md', 'utf8').split('\n## Limits\n');
  const rows = section
    .split('\n## ')[0]
    ?.split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => line.split('|')[2]?.trim());
  const times = [defaultTimeLimits.scriptMs, installStepMs].map((ms) => `${ms / 1000} s`);
  const values = Object.entries(limits).map(([name, value]) => shown(name, value));
  expect(rows).toEqual([...values, ...times, 'none']);
});
