import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { surveyHost, type HostSurvey } from '../../engine/fleet/index.ts';
import { createHost } from '../../engine/host/index.ts';
import { networkConfFromBytes } from '../../engine/libcni/index.ts';
import { pluginDir, sandboxObstacle } from '../host/machine.ts';
import { row, type Absent, type Row } from './table.ts';

const COUNT = 1000;
const ROOT = join(import.meta.dirname, '../..');
const BUNDLE = join(ROOT, 'dist/cnitool-language.js');
const NETWORK = join(ROOT, 'examples/net.d/20-bridge-portmap.conflist');

/** What the sandbox answers when it is asked for a comparison. */
async function collected(): Promise<HostSurvey> {
  const host = createHost({ kind: 'sandbox' }, { pluginDirs: [pluginDir ?? ''] });
  try {
    const list = networkConfFromBytes(readFileSync(NETWORK));
    const wanted = { list, validate: true, status: true, remedyOf: () => undefined };
    return await surveyHost(host, { pluginPath: [pluginDir ?? ''] }, wanted, new AbortController().signal);
  } finally {
    await host.dispose();
  }
}

/** The answers of many hosts: each has what the sandbox has, under other names, and some lack a plugin. */
function answersOf(survey: HostSurvey): readonly object[] {
  const facts = JSON.stringify(survey.facts);
  return Array.from({ length: COUNT }, (_, index) => {
    const host = `node-${index}`;
    const own: HostSurvey['facts'] = JSON.parse(facts);
    const plugins = index % 10 === 0 ? own.plugins.filter(({ name }) => name !== 'portmap') : own.plugins;
    const value = { ...survey, facts: { ...own, host, plugins } };
    return { host, group: `rack-${index % 20}`, answer: { kind: 'ok', value }, durationMs: 100 + (index % 50) };
  });
}

/** A comparison of 1,000 hosts from what was collected of them, in a process of its own. */
export async function compareManyHosts(): Promise<readonly (Row | Absent)[]> {
  const what = `compare of ${COUNT} hosts from collected facts`;
  const obstacle =
    sandboxObstacle() ??
    (pluginDir === undefined ? 'there are no plugins' : existsSync(BUNDLE) ? undefined : 'dist/ is not there');
  if (obstacle !== undefined) {
    return [{ what, skipped: obstacle }];
  }
  const folder = mkdtempSync(join(tmpdir(), 'cni-bench-'));
  try {
    const file = join(folder, 'answers.json');
    const text = JSON.stringify(answersOf(await collected()));
    writeFileSync(file, text);
    const script = join(import.meta.dirname, 'compare-process.ts');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...process.execArgv, script, BUNDLE, NETWORK, file],
      {
        encoding: 'utf8',
      },
    );
    if (status !== 0) {
      throw new Error(`The comparison failed: ${stderr}`);
    }
    const { ms, peakMB, findings }: { ms: number; peakMB: number; findings: number } = JSON.parse(stdout);
    return [
      row(what, 'ms', { ours: ms, details: { peakMB, findings, factsMB: text.length / 1e6 } }, [
        { name: 'ms', value: ms, most: 5000 },
        { name: 'MB at most', value: peakMB, most: 200 },
      ]),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
