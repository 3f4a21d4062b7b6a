import type { LintReport } from '../../../../cli/lint/report.ts';

/** A report with all that one can have, in text that every format must escape. */
export const fullReport: LintReport = {
  files: [
    {
      path: 'net.d/10 a,b.conflist',
      kind: 'list',
      diagnostics: [
        {
          rule: 'R032',
          name: 'single-in-conflist',
          page: 'https://example.org/R032.md',
          severity: 'error',
          message: '<"wrong" & 100%>\nsecond line \u001B[31m',
          range: { start: { line: 2, character: 4 }, end: { line: 2, character: 9 } },
          related: [
            {
              path: '/etc/cni/net.d/x.conf',
              range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } },
              message: 'The other place',
            },
          ],
          fixes: [
            {
              title: 'Wrap',
              preferred: true,
              certain: true,
              edits: [
                { range: { start: { line: 2, character: 4 }, end: { line: 2, character: 4 } }, newText: '[' },
                { range: { start: { line: 4, character: 0 }, end: { line: 5, character: 1 } }, newText: '' },
              ],
            },
            { title: 'Rename', preferred: false, certain: false, edits: [], rename: '10.conf' },
          ],
        },
        {
          rule: 'R074',
          name: 'unknown-key',
          page: 'https://example.org/R074.md',
          severity: 'information',
          message: 'No such key',
          range: { start: { line: 9, character: 0 }, end: { line: 12, character: 3 } },
          related: [],
          fixes: [],
        },
      ],
      fixed: [{ rule: 'R003', message: 'No comma here' }],
    },
    { path: '/elsewhere/b.conf', kind: 'single', diagnostics: [] },
  ],
  problems: [
    {
      path: 'c.conflist',
      message: 'Cannot read c.conflist, because it is a binary file.',
      hint: 'Enter another path.',
    },
    { path: undefined, message: 'There is no rule "x" (--rule).' },
  ],
  skipped: [],
};

export const emptyReport: LintReport = { files: [], problems: [], skipped: [] };

export const tool = { program: 'cnitool', version: '1.2.3' } as const;
