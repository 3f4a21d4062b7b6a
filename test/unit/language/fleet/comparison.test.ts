import { expect, it } from 'vitest';
import { comparisonOf } from '../../../../language/fleet/comparison.ts';

it('is given to a client as a sentence, the meaning of each check, and a document', () => {
  const hosts = [{ host: 'a', group: 'g', answer: { kind: 'timedOut', afterMs: 2000 }, durationMs: 2001.4 }];
  const file = { name: '10-a.conflist', text: '{}' };
  const { summary, checks, document } = comparisonOf(file, hosts);
  expect(summary).toBe('1 host compared. No findings. 1 host not reached.');
  expect(checks).toMatchObject({ plugins: 'The plugins are installed and run.' });
  expect(Object.keys(checks)).toEqual(Object.keys(document.hosts[0]?.cells ?? {}));
  expect(document).toMatchObject({
    file: '10-a.conflist',
    findings: 0,
    unreached: 1,
    hosts: [{ host: 'a', group: 'g', state: 'timedOut', durationMs: 2001, cells: { plugins: { state: 'unknown' } } }],
  });
});
