import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { kubernetesHosts, removeDebugPods, type KubernetesCluster } from '../../../../engine/host/index.ts';
import { StandInCluster } from './stand-in-kubectl.ts';

const place = mkdtempSync(path.join(tmpdir(), 'cni-kubectl-'));
const standIn = new StandInCluster(path.join(place, 'lab'), ['worker-2', 'worker-1', 'control']);
const lab: KubernetesCluster = { name: 'lab', via: 'debug', kubectl: standIn.kubectl, context: 'lab' };

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

it('uses a command of the user instead', async () => {
  const command = ['ssh', '-T', 'core@{node}', '--'] as const;
  const { hosts } = await kubernetesHosts({ ...lab, command: [...command] });
  expect(hosts[0]?.spec).toMatchObject({ argv: ['ssh', '-T', 'core@control', '--'] });
});

it('reports the message of kubectl, or that it is missing', async () => {
  await expect(kubernetesHosts({ ...lab, context: 'prod' })).rejects.toThrow(/context "prod" does not exist/);
  await expect(kubernetesHosts({ ...lab, kubectl: '/nowhere/kubectl' })).rejects.toThrow(
    /"\/nowhere\/kubectl" is missing/,
  );
});

/** An error about `get nodes` that ends so. */
const said = (end: string) => ({
  message: expect.stringMatching(new RegExp(`get nodes" ${end}\\.$`)),
  remedy: 'Run the command in a terminal.',
});

it('reports a kubectl without an answer, with too long an answer, that was ended, or that printed nothing', async () => {
  const kubectl = path.join(place, 'odd-kubectl');
  const failing = async (script: string, timeoutMs = 60_000, maxBytes = 1000): Promise<unknown> => {
    writeFileSync(kubectl, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return kubernetesHosts({ ...lab, kubectl }, { timeoutMs, maxBytes }).catch((error: unknown) => error);
  };
  // What it started still holds its output.
  expect(await failing('sleep 1000 & wait', 300)).toMatchObject(said(String.raw`did not answer within 0\.3 s`));
  expect(await failing('yes')).toMatchObject(said('printed more than 1000 bytes'));
  expect(await failing('kill -TERM $$')).toMatchObject(said('was ended by the signal SIGTERM'));
  expect(await failing('exit 7')).toMatchObject(said('failed with exit status 7 and printed nothing'));
  expect(await failing('echo "No such host." >&2; exit 1')).toMatchObject(said('failed: No such host'));
});

it('removes the pods of kubectl debug that are ours and have ended', async () => {
  standIn.addPod('node-debugger-worker-1-other', 'worker-1', 'Succeeded');
  standIn.addPod('node-debugger-worker-1-ours', 'worker-1', 'Succeeded', 'ours');
  standIn.addPod('node-debugger-worker-2-ours', 'worker-2', 'Running', 'ours');
  standIn.addPod('node-debugger-control-ours', 'control', 'Failed', 'ours');
  const ended = ['node-debugger-control-ours', 'node-debugger-worker-1-ours'];
  expect(await removeDebugPods({ ...lab, command: ['ssh'] })).toEqual([]);
  expect(await removeDebugPods({ ...lab, via: 'pod', selector: 'a=b' })).toEqual([]);
  expect(await removeDebugPods(lab)).toEqual(ended);
  expect(
    ['node-debugger-worker-1-other', 'node-debugger-worker-2-ours', ...ended].map((name) => standIn.hasPod(name)),
  ).toEqual([true, true, false, false]);
  const { length } = standIn.calls;
  expect(await removeDebugPods(lab)).toEqual([]);
  expect(standIn.calls.slice(length)).toEqual(['--context lab get pods --output json']);
});

it('reports that kubectl printed no list, and ends with the signal', async () => {
  const kubectl = path.join(place, 'chatty-kubectl');
  writeFileSync(kubectl, '#!/bin/sh\necho hello\n', { mode: 0o755 });
  await expect(kubernetesHosts({ ...lab, kubectl })).rejects.toMatchObject({
    message: '"kubectl get nodes" of the cluster "lab" did not print a list: hello',
  });
  const reason = new Error('Enough.');
  await expect(kubernetesHosts(lab, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
