import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  collectFacts,
  createNamespace,
  deleteNamespace,
  type Host,
  inspectAttachment,
} from '../../../engine/host/index.ts';
import {
  attachmentContainerID,
  CNIConfig,
  networkConfFromBytes,
  runOperation,
  type RuntimeConf,
} from '../../../engine/libcni/index.ts';
import { useMachine } from '../../machine-lock.ts';
import { pluginDir } from '../machine.ts';
import { sshObstacle, SshNode } from './ssh-node.ts';
import { expectCause } from '../right-cause.ts';
import { Wire } from '../shell/wire.ts';

const obstacle = sshObstacle() ?? (pluginDir === undefined ? 'there are no plugins' : undefined);
let node: SshNode;
let wire: Wire;
let host: Host;
let own: string;

useMachine();

beforeAll(async () => {
  if (obstacle !== undefined) {
    return console.log(`skipped: round trips and cuts over ssh, as ${obstacle}`);
  }
  node = await SshNode.start({ number: 79 });
  wire = await Wire.start({ host: node.address, port: node.port }, 100);
  const config = node.writeConfig({ HostName: '127.0.0.1', Port: String(wire.port) }, 'wire_config');
  host = node.host('root', { config });
  own = mkdtempSync(path.join(tmpdir(), 'cni-wire-'));
  chmodSync(own, 0o755);
  mkdirSync(path.join(own, 'run'));
  // Says that it began, and waits until it may go on, as a plugin does that talks to something slow.
  const slow = `#!/bin/sh
input=$(cat)
if [ "$CNI_COMMAND" = ADD ]; then echo >${own}/run/began; while [ -e ${own}/run/wait ]; do sleep 0.05; done; fi
printf '{"cniVersion":"1.0.0","ips":[{"address":"10.9.9.9/24"}]}'
`;
  writeFileSync(path.join(own, 'slow'), slow, { mode: 0o755 });
  writeFileSync(path.join(own, 'noop'), slow.replace(/^if.*$/m, ''), { mode: 0o755 });
}, 300_000);

beforeEach((context) => {
  if (obstacle !== undefined) {
    context.skip(obstacle);
  }
});

afterAll(async () => {
  if (obstacle !== undefined) {
    return;
  }
  await wire.close();
  await node.close();
  rmSync(own, { recursive: true });
});

const runtime = (netNS: string): RuntimeConf => ({
  containerID: attachmentContainerID(netNS),
  netNS,
  ifName: 'eth0',
  args: [],
  capabilityArgs: {},
});

const engine = (): CNIConfig =>
  new CNIConfig({ pluginDirs: [own, node.pluginDir], exec: host.exec, store: host.store });

const listOf = (...plugins: readonly object[]) =>
  networkConfFromBytes(Buffer.from(JSON.stringify({ cniVersion: '1.0.0', name: 'over-the-wire', plugins })));

/** How many round trips some work takes. */
async function trips(work: Promise<unknown>): Promise<number> {
  wire.takeRoundTrips();
  await work;
  return wire.takeRoundTrips();
}

describe('at 100 ms from here', () => {
  test.each([1, 3, 6])(
    'a chain of %i takes one round trip for each plugin and one for the cache, whatever is done',
    async (length) => {
      await host.connect();
      const list = listOf(...Array.from({ length }, () => ({ type: 'noop' })));
      const rt = runtime('/run/netns/none');
      expect(await trips(engine().addNetworkList(list, rt))).toBe(length + 1);
      expect(await trips(engine().checkNetworkList(list, rt))).toBe(length + 1);
      expect(await trips(engine().delNetworkList(list, rt))).toBe(length + 1);
    },
  );

  test('all facts of the host take one', async () => {
    await host.connect();
    wire.takeRoundTrips();
    const facts = await collectFacts(host, { pluginDirs: [node.pluginDir], confDir: '/etc/cni/net.d' });
    expect(facts.plugins.find(({ name }) => name === 'bridge')?.supportedVersions).toContain('1.0.0');
    expect(wire.takeRoundTrips()).toBe(1);
  });
});

const bridge = {
  type: 'bridge',
  bridge: 'wire0',
  ipam: { type: 'host-local', ranges: [[{ subnet: '10.88.7.0/24' }]] },
};

describe('a connection that is cut', () => {
  test('in the middle of ADD leaves an unknown outcome, and the remains are found', async () => {
    const { path: netNS } = await createNamespace(host, 'cut');
    const rt = runtime(netNS);
    const states: string[] = [];
    const watch = host.onDidChangeState((state) => states.push(state.kind));
    node.run('sh', '-c', `rm -f ${own}/run/began; : >${own}/run/wait`);
    const list = listOf(bridge, { type: 'slow' });
    const adding = runOperation({ verb: 'ADD', network: 'over-the-wire' }, (observer) =>
      engine().withObserver(observer).addNetworkList(list, rt),
    );
    await expect.poll(() => node.run('sh', '-c', `ls ${own}/run`), { timeout: 10_000 }).toContain('began');
    wire.cut();
    const { operation } = await adding;
    expect(operation.steps.map(({ outcome }) => outcome?.kind)).toEqual(['exited', 'unknown']);
    expect(operation.error?.message).toContain('was lost while plugin "slow" ran: the outcome is unknown');
    expectCause(operation.error, 'pluginLost', operation.steps.at(-1));
    expect(states).toEqual(['failed']);
    node.run('rm', `${own}/run/wait`);

    const query = { network: 'over-the-wire', containerID: rt.containerID, ifName: 'eth0', netNS };
    const found = await inspectAttachment(host, query);
    expect(states).toEqual(['failed', 'connecting', 'ready']);
    expect(found).toEqual({
      cached: false,
      namespace: true,
      interface: true,
      addresses: expect.arrayContaining(['10.88.7.2/24']),
      reservations: [{ directory: '/var/lib/cni/networks/over-the-wire', address: '10.88.7.2' }],
      advice: 'delete',
    });
    await engine().delNetworkList(list, rt);
    expect(await inspectAttachment(host, query)).toMatchObject({
      interface: false,
      reservations: [],
      advice: 'nothing',
    });
    watch.dispose();
  });

  test('after ADD leaves an attachment that can be checked', async () => {
    const netNS = '/var/run/netns/cut';
    const rt = runtime(netNS);
    const list = listOf(bridge);
    await engine().addNetworkList(list, rt);
    wire.cut();
    const query = { network: 'over-the-wire', containerID: rt.containerID, ifName: 'eth0', netNS };
    await expect.poll(() => host.state.kind).toBe('failed');
    expect(await inspectAttachment(host, query)).toMatchObject({ cached: true, interface: true, advice: 'check' });
    await engine().checkNetworkList(list, rt);
    await engine().delNetworkList(list, rt);
    await deleteNamespace(host, 'cut');
    expect(await inspectAttachment(host, query)).toEqual({
      cached: false,
      namespace: false,
      interface: false,
      addresses: [],
      reservations: [],
      advice: 'nothing',
    });
  });
});

test('a lost connection ends the idle shells, and the next command uses a new one', async () => {
  const marker = path.join(own, 'run', 'two');
  const long = { argv: ['/bin/sh', '-c', ': >"$0"; while [ -e "$0" ]; do sleep 0.05; done', marker] } as const;
  // Two at once, so that there are two shells, and then one of them idle.
  const [short, running] = [host.run({ argv: ['sleep', '0.5'] }), host.run(long)];
  await expect.poll(() => node.run('sh', '-c', `ls ${own}/run`), { timeout: 10_000 }).toContain('two');
  await short;
  wire.cut();
  expect(await running).toMatchObject({ kind: 'unknown' });
  expect(await host.run({ argv: ['echo', 'here'] })).toMatchObject({ kind: 'exited', exitCode: 0 });
  rmSync(marker);
});
