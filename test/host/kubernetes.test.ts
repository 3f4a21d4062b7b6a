import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { kubernetesHosts, removeDebugPods, type KubernetesCluster } from '../../engine/host/index.ts';
import { CliStage } from './cli-stage.ts';
import { isRoot } from './machine.ts';
import { StandInCluster } from './stand-in-kubectl.ts';

if (!isRoot) console.log('skipped: nodes of a cluster, as only root may make the namespaces that stand for them');

const place = mkdtempSync(path.join(tmpdir(), 'cni-kubectl-'));
const standIn = new StandInCluster(path.join(place, 'lab'), ['worker-2', 'worker-1', 'control']);
const lab: KubernetesCluster = { name: 'lab', via: 'debug', kubectl: standIn.kubectl, context: 'lab' };

beforeEach(({ skip }) => {
  if (!isRoot) skip('only root may make the namespaces that stand for nodes');
});

afterAll(() => rmSync(place, { recursive: true }));

it('has every node as a host, by kubectl debug', async () => {
  const { hosts, problems } = await kubernetesHosts({ ...lab, namespace: 'tools', confDir: '/etc/net.d' });
  expect(problems).toEqual([]);
  expect(hosts.map(({ name, group, confDir }) => [name, group, confDir])).toEqual(
    ['control', 'worker-1', 'worker-2'].map((node) => [`lab:${node}`, 'lab', '/etc/net.d']),
  );
  expect(hosts[1]?.spec).toMatchObject({
    kind: 'exec',
    argv: `${standIn.kubectl} --context lab --namespace tools debug node/worker-1 --stdin --quiet --image=busybox:stable --profile=sysadmin --env=CNI_WORKBENCH=debug -- chroot /host`.split(
      ' ',
    ),
  });
});

it('has those nodes as hosts on which a pod of the selector runs, and names the others', async () => {
  standIn.addPod('shell-a', 'worker-1', 'Running');
  standIn.addPod('shell-b', 'worker-2', 'Pending');
  const cluster: KubernetesCluster = { ...lab, via: 'pod', selector: 'app=shell', container: 'main', chroot: '/host' };
  const { hosts, problems } = await kubernetesHosts(cluster);
  expect(hosts.map(({ name, spec }) => [name, 'argv' in spec ? spec.argv.slice(1).join(' ') : ''])).toEqual([
    ['lab:worker-1', '--context lab exec --stdin shell-a --container main -- chroot /host'],
  ]);
  expect(problems.map(({ name, problem }) => `${name}: ${problem.message}`)).toEqual([
    'lab:control: No pod with the labels app=shell runs on node control.',
    'lab:worker-2: No pod with the labels app=shell runs on node worker-2.',
  ]);
  expect(standIn.calls).toContain('--context lab get pods --selector app=shell --output json');
});

it('takes a command of the user instead', async () => {
  const command = ['ssh', '-T', 'core@{node}', '--'] as const;
  const { hosts } = await kubernetesHosts({ ...lab, command: [...command] });
  expect(hosts[0]?.spec).toMatchObject({ argv: ['ssh', '-T', 'core@control', '--'] });
});

it('says what kubectl says, or that there is none', async () => {
  await expect(kubernetesHosts({ ...lab, context: 'prod' })).rejects.toThrow(/context "prod" does not exist/);
  await expect(kubernetesHosts({ ...lab, kubectl: '/nowhere/kubectl' })).rejects.toThrow(
    /"\/nowhere\/kubectl" is missing/,
  );
});

/** An error about `get nodes` that ends so. */
const said = (end: string) => ({ message: expect.stringMatching(new RegExp(`get nodes" ${end}\\. Try it`)) });

it('says that kubectl gave no answer or too long a one, that it was ended, or that it said nothing', async () => {
  const kubectl = path.join(place, 'odd-kubectl');
  const failing = async (script: string, timeoutMs = 60_000, maxBytes = 1000): Promise<unknown> => {
    writeFileSync(kubectl, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return kubernetesHosts({ ...lab, kubectl }, { timeoutMs, maxBytes }).catch((error: unknown) => error);
  };
  // What it started still holds its output.
  expect(await failing('sleep 1000 & wait', 300)).toMatchObject(said(String.raw`gave no answer in 0\.3 s`));
  expect(await failing('yes')).toMatchObject(said('printed more than 1000 bytes'));
  expect(await failing('kill -TERM $$')).toMatchObject(said('was ended by the signal SIGTERM'));
  expect(await failing('exit 7')).toMatchObject(said('failed with exit status 7 and said nothing'));
  expect(await failing('echo "No such host." >&2; exit 1')).toMatchObject(said('failed: No such host'));
});

it('compares what there is beside a cluster that hangs and one without nodes, and says so of these', async () => {
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
    expect(run.stdout).toContain('gave no answer in 2 s');
    expect(run.stdout).toContain('Cluster "empty" has no nodes.');
    expect(run.stdout).toContain('No node of cluster "picky" has the labels role=none.');
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
      /^note: removed the pods node-debugger-control-\d+ node-debugger-worker-1-\d+ node-debugger-worker-2-\d+ of/,
    );
    const away = stage.ours(['compare', '--hosts', file, '--check', 'plugins']);
    expect(away.status).toBe(2);
    expect(away.stdout).toMatch(/\naway +\? not reached\n/);
  } finally {
    stage.dispose();
  }
});
