import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { recorder } from '../../../../../generated/shell-programs.js';
import { readCalls } from '../../../../../engine/host/calls/read-calls.ts';
import { limits } from '../../../../../engine/host/limits.ts';

/** Returns the archive that cni_collect prints for these files. */
function archive(files: Readonly<Record<string, string>>): Buffer {
  const directory = mkdtempSync(path.join(tmpdir(), 'cni-calls-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(path.join(directory, name), text);
    }
    return execFileSync('tar', ['-cf', '-', '--', ...Object.keys(files)], { cwd: directory });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

test('calls are a tree in the order of their start', () => {
  const { calls, callsOmitted } = readCalls(
    archive({
      'n.times': '1700000000 2023-11-14 22:13:20.250000000 +0000 n.1.start\n1700000001 2023-11-14 22:13:21 n.1.end\n',
      'n.1.argv': '/p/bridge\0-x\0',
      'n.1.env': `'A=it'\\''s' 'B=' `,
      'n.1.from': '-\n',
      'n.1.start': '',
      'n.1.end': '7 exit\n',
      'n.2.argv': '/p/host-local\0',
      'n.2.from': '1\n',
      'n.2.end': '137 signal\n',
      'n.2.stdout': 'x'.repeat(limits.recordedStream + 1),
      'n.3.argv': '/p/late\0',
      'n.3.from': '3\n',
      'n.more': '',
    }),
    0,
  );
  expect(callsOmitted).toBe(true);
  expect(calls).toMatchObject([
    {
      pluginType: 'bridge',
      argv: ['/p/bridge', '-x'],
      env: { A: "it's", B: '' },
      exitCode: 7,
      startedAt: 1_700_000_000_250,
      durationMs: 750,
      calls: [{ pluginType: 'host-local', exitCode: 137, signal: 'SIGKILL', cut: ['stdout'], calls: [] }],
    },
  ]);
});

test('a call that was killed ends with its plugin, and forged files are no failure', () => {
  const { calls } = readCalls(
    archive({
      'n.times': 'nonsense\n1700000000 2023-11-14 22:13:20.5 +0000 n.1.start\n',
      'n.1.from': '-\n',
      'n.1.start': '',
      'n.2.from': '-\n',
      'n.2.end': 'x y z\n',
      other: 'text',
    }),
    1_700_000_001_000,
  );
  expect(calls.map(({ argv, exitCode, durationMs }) => [argv, exitCode, durationMs > 0])).toEqual([
    [[], undefined, true],
    [[], undefined, true],
  ]);
  expect(calls[1]?.durationMs).toBe(500);
});

test('the recorder has the documented limit', () => {
  expect(recorder).toContain(`\ncni_most=${limits.recordedCalls}\n`);
});
