import { WorkbenchError } from '../../../../engine/errors/workbench-error.ts';
import { expect, it } from 'vitest';
import { askHosts, type FleetHost } from '../../../../engine/fleet/ask-hosts.ts';
import { type HostError, type Host, type HostProblem } from '../../../../engine/host/host.ts';
import { exited, madeUpHost } from './made-up-host.ts';

const never = new Promise<never>(() => undefined);
const problem = (code: HostProblem['code']): HostError =>
  new WorkbenchError({ code, message: 'It is gone.', remedy: 'Look.' });

/** Hosts of these names, with how many were open at once and which were released. */
function fleet(names: readonly string[]): { hosts: FleetHost[]; released: string[]; most: () => number } {
  let open = 0;
  let most = 0;
  const released: string[] = [];
  const hosts = names.map((name): FleetHost => ({
    name,
    open: () => {
      open += 1;
      most = Math.max(most, open);
      return { ...madeUpHost(() => Promise.resolve(exited(''))), label: name };
    },
    release: async (host) => {
      open -= 1;
      released.push(host.label);
    },
  }));
  return { hosts, released, most: () => most };
}

/** Its label, the first host's later. */
const labelOf = async (host: Host): Promise<string> => {
  await new Promise((resolve) => setTimeout(resolve, host.label === 'node-0' ? 30 : 1));
  return host.label;
};

/** An answer of each kind. */
const askByName = (host: Host): Promise<string> => {
  if (host.label === 'dead') {
    return Promise.reject(problem('noShell'));
  }
  if (host.label === 'lost') {
    return Promise.reject(problem('connectionLost'));
  }
  if (host.label === 'throwing') {
    return Promise.reject(new Error('odd'));
  }
  return host.label === 'hanging' ? never : Promise.resolve('yes');
};

const askFine = (host: Host): Promise<string> => (host.label === 'fine' ? Promise.resolve('yes') : never);

it('gives one answer per host in their order, and opens no more than allowed at once', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `node-${index}`);
  const { hosts, released, most } = fleet(names);
  const seen: number[] = [];
  const answers = await askHosts(hosts, labelOf, { concurrency: 3, onAnswer: (_answer, done) => seen.push(done) });
  expect(answers.map(({ host, answer }) => [host, answer])).toEqual(
    names.map((name) => [name, { kind: 'ok', value: name }]),
  );
  expect(most()).toBe(3);
  expect(seen).toEqual(names.map((_, index) => index + 1));
  expect(released.toSorted()).toEqual(names.toSorted());
});

it('adds no listener to the signal for each host: Node warns of a leak at more than ten', async () => {
  const warnings: string[] = [];
  const onWarning = ({ name }: Error): unknown => warnings.push(name);
  process.on('warning', onWarning);
  const { hosts, most } = fleet(Array.from({ length: 32 }, (_, index) => `node-${index}`));
  await askHosts(hosts, labelOf, { concurrency: 32, signal: new AbortController().signal });
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', onWarning);
  expect([most(), warnings]).toEqual([32, []]);
});

it('distinguishes failed, unknown and timed out, and none affects another', async () => {
  const { hosts, released } = fleet(['dead', 'lost', 'hanging', 'throwing', 'fine']);
  const answers = await askHosts(hosts, askByName, { timeoutMs: 50 });
  expect(answers.map(({ answer }) => answer)).toEqual([
    { kind: 'failed', reason: 'It is gone.', remedy: 'Look.' },
    { kind: 'unknown', reason: 'It is gone.', remedy: 'Look.' },
    { kind: 'timedOut', afterMs: 50 },
    { kind: 'failed', reason: 'odd' },
    { kind: 'ok', value: 'yes' },
  ]);
  expect(released).toHaveLength(5);
});

it('is a failure of that host alone when it cannot even be opened', async () => {
  const { hosts } = fleet(['fine']);
  const broken: FleetHost = {
    name: 'broken',
    open: () => {
      throw problem('notLinux');
    },
    release: () => Promise.reject(new Error('was never open')),
  };
  const answers = await askHosts([broken, ...hosts], () => Promise.resolve(1));
  expect(answers.map(({ answer }) => answer.kind)).toEqual(['failed', 'ok']);
});

it('cancels those under way and those still waiting, and keeps the answers that are there', async () => {
  const { hosts } = fleet(['fine', 'hanging', 'waiting']);
  const stop = new AbortController();
  const answers = await askHosts(hosts, askFine, {
    concurrency: 1,
    signal: stop.signal,
    onAnswer: ({ host }) => {
      if (host === 'fine') {
        setTimeout(() => stop.abort(), 5);
      }
    },
  });
  expect(answers.map(({ answer }) => answer.kind)).toEqual(['ok', 'cancelled', 'cancelled']);
});

it('does not wait for a host that never lets go', async () => {
  const [stuck] = fleet(['stuck']).hosts;
  if (stuck === undefined) {
    throw new Error('no host');
  }
  const answers = await askHosts([{ ...stuck, release: () => never }], () => Promise.resolve('yes'));
  expect(answers).toMatchObject([{ answer: { kind: 'ok' } }]);
});

it('does not count the time in which the user is asked something', async () => {
  const { hosts } = fleet(['asking', 'hanging']);
  let asked = 0;
  const began = performance.now();
  // The user answers three times later than a host has time.
  const answered = new Promise<string>((resolve) => {
    setTimeout(() => {
      asked = performance.now() - began;
      resolve('typed');
    }, 150);
  });
  const ask = (host: Host): Promise<string> => (host.label === 'asking' ? answered : never);
  const askedMs = (): number => (asked === 0 ? performance.now() - began : asked);
  const answers = await askHosts(hosts, ask, { timeoutMs: 50, askedMs });
  expect(answers.map(({ answer: one }) => one)).toEqual([
    { kind: 'ok', value: 'typed' },
    { kind: 'timedOut', afterMs: 50 },
  ]);
});

/** Hosts that are still being looked for, and what settles the search. */
function toBeFound() {
  const settle: { resolve?: (hosts: FleetHost[]) => void; reject?: (why: Error) => void } = {};
  const found = new Promise<FleetHost[]>((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return { found, settle };
}

it('keeps no host waiting for those that are still being looked for', async () => {
  const { hosts } = fleet(['one', 'two']);
  const nodes = fleet(['node-1', 'node-2']).hosts.map((host) => ({ ...host, group: 'cluster' }));
  const { found, settle } = toBeFound();
  const seen: string[] = [];
  const answers = await askHosts([...hosts.slice(0, 1), found, ...hosts.slice(1)], () => Promise.resolve('yes'), {
    onAnswer: ({ host }, done, total) => {
      seen.push(`${host} ${done}/${total}`);
      // The nodes are found only when all others have answered.
      if (done === 2) {
        settle.resolve?.(nodes);
      }
    },
  });
  expect(seen).toEqual(['one 1/2', 'two 2/2', 'node-1 3/4', 'node-2 4/4']);
  expect(answers.map(({ host, group }) => [host, group])).toEqual([
    ['one', undefined],
    ['node-1', 'cluster'],
    ['node-2', 'cluster'],
    ['two', undefined],
  ]);
});

it('rejects with the error of a search after the others have answered and are released', async () => {
  const { hosts, released } = fleet(['one', 'two']);
  const { found, settle } = toBeFound();
  const asked = askHosts([found, ...hosts], labelOf, {
    onAnswer: (_answer, done) => done === 1 && settle.reject?.(new Error('no')),
  });
  await expect(asked).rejects.toThrow('no');
  expect(released).toEqual(['one', 'two']);
});
