import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findHosts } from '../../../../../engine/host/index.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'cni-find-hosts-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Puts a program on the PATH, which notes its arguments. */
function tool(name: string, script: string): void {
  const file = path.join(directory, name);
  writeFileSync(file, `#!/bin/sh\necho "${name} $*" >>'${directory}/calls'\n${script}\n`);
  chmodSync(file, 0o755);
}

const find = (timeoutMs = 5000) => findHosts({ env: { PATH: `${directory}:/usr/bin:/bin` }, timeoutMs });

test('everything that the tools of this machine list is found', async () => {
  tool('docker', `echo '{"Names":"web","Image":"nginx"}'; echo '{"Names":"lab-worker","Image":"kindest/node"}'`);
  tool('podman', `echo '{"Names":["db"],"Image":"pg"}'`);
  tool('nerdctl', `echo '{"Names":"job","Image":"busybox"}'`);
  tool('kind', 'echo lab-worker');
  tool(
    'minikube',
    `echo '{"valid":[{"Name":"mini","Config":{"Driver":"podman","Nodes":[{"Name":"","ControlPlane":true}]}}]}'`,
  );
  tool('kubectl', 'echo kind-lab; echo prod');
  expect(await find()).toEqual({
    containers: [
      { name: 'web', about: 'docker · nginx', command: ['docker', 'exec', '-i', 'web'] },
      { name: 'db', about: 'podman · pg', command: ['podman', 'exec', '-i', 'db'] },
      { name: 'job', about: 'nerdctl · busybox', command: ['nerdctl', 'exec', '-i', 'job'] },
    ],
    nodes: [
      { name: 'lab-worker', about: 'kind', command: ['docker', 'exec', '-i', 'lab-worker'] },
      { name: 'mini', about: 'minikube · podman', command: ['podman', 'exec', '-i', 'mini'] },
    ],
    contexts: ['kind-lab', 'prod'],
  });
  const calls = readFileSync(path.join(directory, 'calls'), 'utf8').trim().split('\n').toSorted();
  expect(calls).toEqual([
    'docker ps --format {{json .}}',
    'kind get nodes --all-clusters',
    'kubectl config get-contexts --output name',
    'minikube profile list --output json --light',
    'nerdctl ps --format {{json .}}',
    'podman ps --format {{json .}}',
  ]);
});

test('a tool that is missing, fails or hangs lists nothing, and the others do', async () => {
  tool('docker', 'echo "permission denied" >&2; exit 1');
  tool('podman', 'exec sleep 60');
  tool('kubectl', 'echo prod');
  expect(await find(700)).toEqual({ containers: [], nodes: [], contexts: ['prod'] });
});

test('the nodes of kind are known without the program kind', async () => {
  tool('docker', `echo '{"Names":"lab-worker","Image":"kindest/node","Labels":"io.x-k8s.kind.cluster=lab"}'`);
  expect(await find()).toMatchObject({ containers: [], nodes: [{ name: 'lab-worker', about: 'kind' }] });
});
