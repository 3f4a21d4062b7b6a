import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createHost, type Host, listReservations } from '../../../engine/host/index.ts';
import { Shell } from '../../../engine/host/shell/shell.ts';
import { CNIConfig } from '../../../engine/libcni/index.ts';
import { furnishManyFiles } from './many-files.ts';
import { sandboxObstacle } from '../machine.ts';

const obstacle = sandboxObstacle();
const count = 10_000;
let host: Host;

beforeAll(async () => {
  if (obstacle !== undefined) {
    return console.log(`skipped: 10,000 cached results, as ${obstacle}`);
  }
  host = createHost({ kind: 'sandbox' });
  await furnishManyFiles(host, count);
}, 120_000);

beforeEach((context) => {
  if (obstacle !== undefined) {
    context.skip(obstacle);
  }
});

afterAll(() => host?.dispose());

/** The result of some work, and how many scripts the host's shells were sent for it. */
async function scripts<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly scripts: number }> {
  const run = vi.spyOn(Shell.prototype, 'run');
  try {
    return { value: await work(), scripts: run.mock.calls.length };
  } finally {
    run.mockRestore();
  }
}

const ids = Array.from({ length: count }, (_, index) => `container-${String(index).padStart(5, '0')}`);

test('10,000 cached results are listed whole in one round trip', async () => {
  const cni = new CNIConfig({ pluginDirs: [], exec: host.exec, store: host.store });
  const listed = await scripts(() => cni.getCachedAttachments(''));
  expect(listed.scripts).toBe(1);
  expect(listed.value.map(({ containerID }) => containerID).toSorted()).toEqual(ids);
});

test('10,000 reservations are listed whole in one round trip', async () => {
  const listed = await scripts(() => listReservations(host));
  expect(listed.scripts).toBe(1);
  expect(listed.value.map(({ containerID }) => containerID).toSorted()).toEqual(ids);
  expect(listed.value.find(({ address }) => address === '10.0.1.2')).toEqual({
    directory: '/var/lib/cni/networks/many',
    address: '10.0.1.2',
    containerID: 'container-00258',
    ifName: 'eth0',
  });
});
