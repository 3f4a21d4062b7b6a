import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { createHost, listReservations } from '../../engine/host/index.ts';
import { CNIConfig } from '../../engine/libcni/index.ts';
import { furnishManyFiles } from '../host/many-files.ts';
import { sshObstacle, SshNode } from '../host/ssh-node.ts';
import { ratio, summarize, type Summary } from './samples.ts';
import type { Absent, Row } from './table.ts';

const ROUNDS = 10;
const COUNT = 10_000;

/** How long some work takes, over and over. */
async function times(rounds: number, work: () => Promise<unknown>): Promise<Summary> {
  const measured: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    await work();
    measured.push(performance.now() - began);
  }
  return summarize(measured);
}

/** 10,000 cached results and reservations of a host, beside reading the files alone; ours does both in one round trip each. */
export async function manyFiles(): Promise<readonly (Row | Absent)[]> {
  const host = createHost({ kind: 'sandbox' });
  try {
    await furnishManyFiles(host, COUNT);
    const cni = new CNIConfig({ pluginDirs: [], exec: host.exec, store: host.store });
    const cat = { argv: ['/bin/sh', '-c', 'cd /var/lib/cni/results && ls | xargs cat >/dev/null'] } as const;
    const peer = await times(ROUNDS, () => host.run(cat));
    const cached = await times(ROUNDS, () => cni.getCachedAttachments(''));
    const reserved = await times(ROUNDS, () => listReservations(host));
    return [listed('cached results', cached, peer), listed('reservations', reserved, peer)];
  } finally {
    await host.dispose();
  }
}

function listed(name: string, ours: Summary, peer: Summary): Row {
  return {
    what: `${COUNT} ${name} of the sandbox listed, ms`,
    measured: { ours, cat: peer, ratio: ratio(ours, peer) },
    budget: '≤ 1000',
    holds: ours.p50 <= 1000,
  };
}

/** A plugin that does nothing over an open ssh shell, beside one ssh for each. */
export async function pluginOverSsh(): Promise<readonly (Row | Absent)[]> {
  const obstacle = sshObstacle();
  if (obstacle !== undefined) return [{ what: 'plugin over ssh', skipped: obstacle }];
  const node = await SshNode.start({ number: 99 });
  try {
    const host = node.host('root');
    const plugin = { type: 'true', pluginDirs: ['/bin'], env: { CNI_COMMAND: 'ADD' }, stdin: Buffer.from('{}') };
    await host.connect();
    const config = path.join(node.directory, 'ssh_config');
    const ours = await times(ROUNDS * 10, () => host.exec.execPlugin(plugin));
    const peer = await times(ROUNDS, () =>
      Promise.resolve(spawnSync('ssh', ['-F', config, 'root@node', '/bin/true'], { stdio: 'ignore' })),
    );
    return [
      {
        what: 'a plugin that does nothing, over ssh, ms',
        measured: { ours, sshEach: peer, ratio: ratio(ours, peer) },
        budget: 'ratio ≤ 0.1',
        holds: ratio(ours, peer) <= 0.1,
      },
    ];
  } finally {
    await node.close();
  }
}
