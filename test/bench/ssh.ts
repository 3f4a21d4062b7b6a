import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CNIConfig, networkConfFromBytes, type RuntimeConf } from '../../engine/libcni/index.ts';
import { Wire } from '../host/shell/wire.ts';
import { sshObstacle, SshNode } from '../host/ssh/ssh-node.ts';
import { median, round, row, type Absent, type Row } from './table.ts';

const LENGTHS = [1, 3, 6];
const ROUNDS = 5;
const DELAY = 100;
const NOOP = `#!/bin/sh
cat >/dev/null
printf '{"cniVersion":"1.0.0"}'
`;

const listOf = (length: number) => {
  const plugins = Array.from({ length }, () => ({ type: 'noop' }));
  return networkConfFromBytes(Buffer.from(JSON.stringify({ cniVersion: '1.0.0', name: 'bench', plugins })));
};

/** Round trips and time of ADD of a chain over an ssh connection that is 100 ms long, beside one ssh for each plugin. */
export async function chainOverSsh(): Promise<readonly (Row | Absent)[]> {
  const obstacle = sshObstacle();
  if (obstacle !== undefined) {
    return [{ what: `ADD of a chain over ssh at ${DELAY} ms`, skipped: obstacle }];
  }
  const node = await SshNode.start({ number: 99 });
  const wire = await Wire.start({ host: node.address, port: node.port }, DELAY);
  const own = mkdtempSync(join(tmpdir(), 'cni-bench-'));
  try {
    chmodSync(own, 0o755);
    writeFileSync(join(own, 'noop'), NOOP, { mode: 0o755 });
    const config = node.writeConfig({ HostName: '127.0.0.1', Port: String(wire.port) }, 'bench_config');
    const host = node.host('root', { config });
    await host.connect();
    const cni = new CNIConfig({ pluginDirs: [own], exec: host.exec, store: host.store });
    const rows: Row[] = [];
    const sshTrips = await tripsOfSsh(wire, config);
    for (const length of LENGTHS) {
      rows.push(await chainOf(length, cni, wire, sshTrips));
    }
    return rows;
  } finally {
    await wire.close();
    await node.close();
    rmSync(own, { recursive: true, force: true });
  }
}

/** The round trips of one ssh that runs a program. */
async function tripsOfSsh(wire: Wire, config: string): Promise<number> {
  wire.takeRoundTrips();
  const ssh = spawn('ssh', ['-F', config, 'root@node', '/bin/true'], { stdio: 'ignore' });
  const [code]: unknown[] = await once(ssh, 'exit');
  if (code !== 0) {
    throw new Error(`ssh ended with exit code ${String(code)}`);
  }
  return wire.takeRoundTrips();
}

async function chainOf(length: number, cni: CNIConfig, wire: Wire, sshTrips: number): Promise<Row> {
  const netNS = '/run/netns/none';
  const rt: RuntimeConf = { containerID: 'bench', netNS, ifName: 'eth0', args: [], capabilityArgs: {} };
  const list = listOf(length);
  const [trips, times]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    wire.takeRoundTrips();
    const began = performance.now();
    await cni.addNetworkList(list, rt);
    times.push(performance.now() - began);
    trips.push(wire.takeRoundTrips());
    await cni.delNetworkList(list, rt);
  }
  const ours = Math.max(...trips);
  const peer = { name: 'one ssh for each plugin', value: length * sshTrips };
  return row(
    `ADD of a chain of ${length} over ssh at ${DELAY} ms`,
    'round trips',
    { ours, peer, details: { ms: round(median(times)), trips } },
    [{ name: 'round trips', value: ours, most: length + 1 }],
  );
}
