import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { removeDebugPods, type KubernetesCluster } from '../../../engine/host/index.ts';
import { CliStage } from '../cli/cli-stage.ts';
import { isRoot } from '../machine.ts';
import { StandInCluster } from '../../integration/engine/host/stand-in-kubectl.ts';

if (!isRoot) {
  console.log('skipped: nodes of a cluster, as only root may make the namespaces that stand for them');
}

const place = mkdtempSync(path.join(tmpdir(), 'cni-kubectl-'));
const standIn = new StandInCluster(path.join(place, 'lab'), ['worker-2', 'worker-1', 'control']);
const lab: KubernetesCluster = { name: 'lab', via: 'debug', kubectl: standIn.kubectl, context: 'lab' };

beforeEach(({ skip }) => {
  if (!isRoot) {
    skip('only root may make the namespaces that stand for nodes');
  }
});

afterAll(() => rmSync(place, { recursive: true }));

it('compares hosts, and reports a cluster that hangs and one without nodes', async () => {
  const stage = await CliStage.build();
  const hanging = path.join(place, 'hanging-kubectl');
  writeFileSync(hanging, '#!/bin/sh\nexec sleep 1000\n', { mode: 0o755 });
  const empty = new StandInCluster(path.join(place, 'empty'), []);
  try {
    const file = path.join(place, 'odd-hosts.json');
    const entry = { kind: 'kubernetes', context: 'lab', pluginPath: [stage.plugins] };
    const clusters = [
      { ...entry, name: 'hangs', kubectl: hanging },
      { ...entry, name: 'empty', kubectl: empty.kubectl },
      { ...entry, name: 'picky', kubectl: empty.kubectl, nodes: 'role=none' },
      { name: 'here', kind: 'local', pluginPath: [stage.plugins] },
    ];
    writeFileSync(file, JSON.stringify(clusters));
    const run = stage.ours(['compare', '--hosts', file, '--check', 'plugins', '--timeout', '2']);
    expect(run.status).toBe(2);
    for (const line of [/^here +[✓✗]/m, /^hangs +\? not reached$/m, /^empty +\? not reached$/m]) {
      expect(run.stdout).toMatch(line);
    }
    expect(run.stdout).toContain('did not answer within 2 s');
    expect(run.stdout).toContain('The cluster "empty" has no nodes.');
    expect(run.stdout).toContain('No node of the cluster "picky" has the labels role=none.');
  } finally {
    stage.dispose();
  }
});

it('is compared node by node on the command line; the pods of kubectl debug are gone afterwards, and no others', async () => {
  standIn.addPod('node-debugger-worker-1-old', 'worker-1', 'Succeeded');
  const stage = await CliStage.build();
  try {
    const file = path.join(place, 'hosts.json');
    const entry = {
      name: 'lab',
      kind: 'kubernetes',
      kubectl: standIn.kubectl,
      context: 'lab',
      pluginPath: [stage.plugins],
    };
    writeFileSync(file, JSON.stringify([entry, { ...entry, name: 'away', context: 'away' }]));
    const run = stage.ours(['compare', '--hosts', file, '--group', 'lab', '--check', 'plugins,order']);
    expect(run.stdout).toMatch(
      /^HOST +PLUGINS +ORDER\nlab:control +[✓✗] .*\nlab:worker-1 +[✓✗] .*\nlab:worker-2 +[✓✗] /,
    );
    expect(standIn.calls.filter((call) => call.includes(' debug node/'))).toHaveLength(3);
    expect(await removeDebugPods(lab)).toEqual([]);
    expect(standIn.hasPod('node-debugger-worker-1-old')).toBe(true);
    expect(run.stderr).toMatch(
      /^note: Removed the pods of "kubectl debug": node-debugger-control-\d+ node-debugger-worker-1-\d+ node-debugger-worker-2-\d+/,
    );
    const away = stage.ours(['compare', '--hosts', file, '--check', 'plugins']);
    expect(away.status).toBe(2);
    expect(away.stdout).toMatch(/\naway +\? not reached\n/);
  } finally {
    stage.dispose();
  }
});
