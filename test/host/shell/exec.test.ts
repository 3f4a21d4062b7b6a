import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createHost, type Host, isHostError, readHostArgument } from '../../../engine/host/index.ts';
import { textOf } from '../../integration/engine/host/shell/shell-host.ts';
import { useNode } from '../tests-on-a-node.ts';

let bin: string;

/**
 * Stands in for `docker exec`, by the part of its command line that is used here: without -i it gives no stdin, as
 * docker does. Arguments of the template: the pid whose namespaces the "container" is.
 */
const docker = (pid: string): string => `#!/bin/sh
[ "$1" = exec ] || { echo "docker: '$1' is not a docker command." >&2; exit 1; }
shift; interactive=; user=
while :; do case $1 in
  -i|--interactive) interactive=1; shift ;;
  -u|--user) user=$2; shift 2 ;;
  -*) echo "unknown shorthand flag: '$1'" >&2; exit 125 ;;
  *) break ;;
esac; done
[ "$1" = kind-worker ] || { echo "Error response from daemon: No such container: $1" >&2; exit 1; }
shift
[ -n "$interactive" ] || exec </dev/null
[ -z "$user" ] || set -- setpriv --reuid "$user" --regid "$user" --init-groups -- "$@"
exec nsenter --target ${pid} --mount --net --pid -- "$@"
`;

/** Stands in for `kubectl exec`: wants `--` before the command, as kubectl does. */
const kubectl = (pid: string): string => `#!/bin/sh
[ "$1" = exec ] || { echo "error: unknown command \\"$1\\" for \\"kubectl\\"" >&2; exit 1; }
shift; interactive=; pod=
while [ $# -gt 0 ]; do case $1 in
  -i|--stdin) interactive=1; shift ;;
  -n|-c) shift 2 ;;
  --) shift; break ;;
  -*) echo "error: unknown flag: $1" >&2; exit 1 ;;
  *) pod=$1; shift ;;
esac; done
[ $# -gt 0 ] || { echo "error: you must specify at least one command for the container" >&2; exit 1; }
[ "$pod" = cni-node ] || { echo "Error from server (NotFound): pods \\"$pod\\" not found" >&2; exit 1; }
[ -n "$interactive" ] || exec </dev/null
exec nsenter --target ${pid} --mount --net --pid -- "$@"
`;

const node = useNode({
  what: 'hosts by docker and kubectl',
  number: 90,
  setUp: ({ pid }) => {
    bin = mkdtempSync(path.join(tmpdir(), 'cni-exec-'));
    writeFileSync(path.join(bin, 'docker'), docker(pid), { mode: 0o755 });
    writeFileSync(path.join(bin, 'kubectl'), kubectl(pid), { mode: 0o755 });
  },
  tearDown: () => rmSync(bin, { recursive: true }),
});

/** Does something with the host of a command line. */
async function withHost<T>(argument: string, body: (host: Host) => Promise<T>): Promise<T> {
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}` };
  const host = createHost(readHostArgument(argument), { env });
  try {
    return await body(host);
  } finally {
    await host.dispose();
  }
}

async function self(host: Host): Promise<string> {
  const outcome = await host.run({ argv: ['/bin/sh', '-c', 'id -u; readlink /proc/self/ns/net'] });
  return 'stdout' in outcome ? textOf(outcome.stdout) : outcome.kind;
}

/** The environments of all processes. */
const environments = (): readonly string[] =>
  readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [`/proc/${name}/environ`] : []));

const problemOf = (argument: string): Promise<string> =>
  withHost(argument, async (host) => {
    const error: unknown = await host.connect().catch((reason: unknown) => reason);
    if (!isHostError(error)) {
      throw new Error('It should have been refused.');
    }
    return `${error.code}: ${error.message} ${error.remedy}`;
  });

test.each([
  'exec:docker exec -i kind-worker',
  'exec:docker exec --interactive kind-worker sh',
  'exec:docker exec -i -u easy kind-worker',
  'exec:kubectl exec -i -n kube-system cni-node -c agent --',
])('%s is a root shell in the container', async (argument) => {
  expect(await withHost(argument, self)).toBe(`0\n${node().run('readlink', '/proc/1/ns/net')}`);
});

test.each([
  [
    'exec:docker exec kind-worker',
    'unreachable: Could not start a shell with "docker exec kind-worker /bin/sh" (exit status 0). Run',
  ],
  ['exec:docker exec -i gone', 'Error response from daemon: No such container: gone'],
  ['exec:kubectl exec -i cni-node', 'error: you must specify at least one command'],
  ['exec:kubectl exec -i other --', 'pods "other" not found'],
  ['exec:podman-nonesuch exec -i x', 'missingTool: The program "podman-nonesuch" is missing on this machine.'],
  [
    'exec:docker exec -i -u plain kind-worker',
    'sudoPassword: Plugins on docker exec -i -u plain kind-worker need root',
  ],
])('%s reports why it starts no shell', async (argument, said) => {
  expect(await problemOf(argument)).toContain(said);
});

test('a command that ends before its shell is rejected, and that shell ends too', async () => {
  const marked = 'exec:env CNI_TEST_MARK=4716 setsid sh';
  expect(await problemOf(marked)).toMatch(
    /^unreachable: Could not start a shell with "env CNI_TEST_MARK=4716 setsid sh" \((?:it ended while a shell that it had started was still running|exit status 0)\)[:.] .*setsid --wait/,
  );
  await expect
    .poll(() => spawnSync('grep', ['-l', 'CNI_TEST_MARK=4716', ...environments()]).stdout.toString())
    .toBe('');
});

test('cancel kills what runs in the container, through another shell there', async () => {
  await withHost('exec:docker exec -i kind-worker', async (host) => {
    const stop = new AbortController();
    const running = host.run({ argv: ['/bin/sh', '-c', 'sleep 4713 & sleep 4714; wait'] }, { signal: stop.signal });
    await expect.poll(() => node().run('ps', '-eo', 'args')).toMatch(/sleep 4713[^]*sleep 4714/);
    stop.abort();
    expect(await running).toMatchObject({ kind: 'aborted', reason: 'cancelled' });
    expect(node().run('ps', '-eo', 'args')).not.toContain('sleep 471');
  });
});

/** The processes of this machine that are called so. */
const named = (args: string): number[] =>
  execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.trim().replace(/^\d+ /, '') === args)
    .map((line) => Number.parseInt(line, 10));

test('with separate process numbers for each shell, a cancelled command that runs on is not reported as killed', async () => {
  await withHost('exec:unshare --pid --fork --mount-proc', async (host) => {
    const stop = new AbortController();
    const running = host.run({ argv: ['sleep', '4715'] }, { signal: stop.signal });
    await expect.poll(() => named('sleep 4715')).toHaveLength(1);
    stop.abort();
    expect(await running).toMatchObject({ kind: 'unknown' });
    // Other shells of the host are as they were.
    expect(await host.run({ argv: ['true'] })).toMatchObject({ kind: 'exited', exitCode: 0 });
  });
  for (const pid of named('sleep 4715')) {
    process.kill(pid, 'SIGKILL');
  }
});
