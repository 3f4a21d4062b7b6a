import { expect, it } from 'vitest';
import { comparisonOf } from '../../../../server/service/fleet/comparison.ts';

it('is given to a client as a sentence, a page and a document', () => {
  const hosts = [{ host: 'a', group: 'g', answer: { kind: 'timedOut', afterMs: 2000 }, durationMs: 2001.4 }];
  const file = { name: '10-a.conflist', text: '{}' };
  const { summary, markdown, document } = comparisonOf({ file, hosts });
  expect(summary).toBe('1 host: no findings, 1 not reached.');
  expect(markdown).toMatch(/^# Hosts for 10-a\.conflist\n\n1 host: no findings, 1 not reached\.\n/);
  expect(document).toMatchObject({
    file: '10-a.conflist',
    findings: 0,
    unreached: 1,
    hosts: [{ host: 'a', group: 'g', state: 'timedOut', durationMs: 2001, cells: { plugins: { state: 'unknown' } } }],
  });
});
