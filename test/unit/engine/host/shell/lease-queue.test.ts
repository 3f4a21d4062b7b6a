import fc from 'fast-check';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { hostError, LeaseWorld } from './lease-world.ts';

const steps = [
  'request',
  'cancel',
  'release',
  'loseLease',
  'loseIdle',
  'probe',
  'borrow',
  'giveBack',
  'finishOpening',
  'refuseOpening',
] as const;

/** What happens most comes three times as often. */
const step = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...steps) },
  { weight: 1, arbitrary: fc.constantFrom<(typeof steps)[number]>('request', 'finishOpening', 'release') },
);
const life = fc.array(fc.record({ step, which: fc.nat({ max: 7 }) }), { maxLength: 80, size: 'max' });

const worlds = fc.record({ most: fc.integer({ min: 1, max: 4 }), isCostly: fc.boolean() });

/** Runs the steps, and looks after each of them. */
async function live(
  world: LeaseWorld,
  plan: readonly { readonly step: (typeof steps)[number]; readonly which: number }[],
): Promise<void> {
  for (const { step: name, which } of plan) {
    world[name](which);
    await turn();
    check(world, name);
  }
}

function check(world: LeaseWorld, name: string): void {
  const { queue, leases, borrowed, limit, pending, idle, openings, requests, complaints } = world;
  expect(complaints, 'first come, first served').toEqual([]);
  expect(leases.length, `leases after ${name}`).toBeLessThanOrEqual(limit);
  const kept = queue.items.length - borrowed.length;
  expect(kept, `items that are not borrowed, after ${name}`).toBeLessThanOrEqual(limit);
  const cancelled = requests.filter(({ state, cancel }) => cancel.signal.aborted && state === 'pending');
  expect(cancelled, 'whoever has given up is rejected at once').toEqual([]);
  const isIdling = pending.length > openings.length && idle.length > 0;
  expect(isIdling, `an item is idle while someone waits, after ${name}`).toBe(false);
  const isForgotten = pending.length > 0 && leases.length + openings.length === 0;
  expect(isForgotten, `someone waits and nothing is under way, after ${name}`).toBe(false);
}

test('leases are granted in turn, never more than the limit, and to everyone', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, life, async ({ most, isCostly }, plan) => {
      const world = new LeaseWorld(most, isCostly);
      await live(world, plan);
      // Everything that is still open ends well, lost items included: they are replaced.
      for (let rounds = 0; world.pending.length > 0; rounds += 1) {
        expect(rounds).toBeLessThan(1000);
        world.finishOpening(0);
        await turn();
        world[rounds % 3 === 0 ? 'loseLease' : 'release'](0);
        await turn();
        check(world, 'the end');
      }
    }),
  );
});

test('drain rejects everyone, cancels every opening and keeps nothing', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, life, async ({ most, isCostly }, plan) => {
      const world = new LeaseWorld(most, isCostly);
      await live(world, plan);
      const waiting = world.pending;
      const closed = hostError('Closed.');
      world.queue.drain(closed);
      world.request();
      await turn();
      for (const { state } of [...waiting, ...world.requests.slice(-1)]) {
        expect(state).toEqual({ refusal: closed });
      }
      expect(world.openings).toEqual([]);
      world.queue.retireIdle();
      while (world.leases.length + world.borrowed.length > 0) {
        world.release(0);
        world.giveBack(0);
      }
      expect(world.queue.size).toBe(0);
    }),
  );
});

test('a cancelled waiter does not affect the later ones', async () => {
  const world = new LeaseWorld(1, false);
  world.request();
  world.finishOpening(0);
  await turn();
  world.request();
  world.request();
  world.cancel(0);
  world.release(0);
  await turn();
  expect(world.requests.map(({ state }) => state)).toEqual(['granted', 'cancelled', 'granted']);
});

test('a lost item is replaced for those who wait, by one', async () => {
  const world = new LeaseWorld(1, false);
  world.request();
  world.finishOpening(0);
  await turn();
  world.request();
  world.request();
  world.loseLease(0);
  await turn();
  expect(world.openings).toHaveLength(1);
  world.finishOpening(0);
  await turn();
  expect(world.requests.map(({ state }) => state)).toEqual(['granted', 'granted', 'pending']);
});

test('while the first item is being opened no second one is', async () => {
  const world = new LeaseWorld(3, false);
  world.request();
  world.request();
  world.request();
  world.request();
  expect(world.openings).toHaveLength(1);
  world.finishOpening(0);
  await turn();
  expect(world.requests.map(({ state }) => state)).toEqual(['granted', 'pending', 'pending', 'pending']);
  expect(world.openings).toHaveLength(2);
  world.finishOpening(0);
  await turn();
  expect(world.requests.map(({ state }) => state)).toEqual(['granted', 'granted', 'pending', 'pending']);
});

test('an item that is opened in spite of a drain is retired', async () => {
  const world = new LeaseWorld(1, false);
  world.isDeaf = true;
  world.request();
  const closed = hostError('Closed.');
  world.queue.drain(closed);
  world.finishOpening(0);
  await turn();
  expect(world.requests.map(({ state }) => state)).toEqual([{ refusal: closed }]);
  expect(world.queue.size).toBe(0);
});

test('a host that rejects the first rejects all; a cancelled one leaves the opening to the next', async () => {
  const refusing = new LeaseWorld(2, false);
  refusing.request();
  refusing.request();
  refusing.refuseOpening(0);
  await turn();
  expect(refusing.requests.map(({ state }) => state)).toEqual([
    { refusal: hostError('No.') },
    { refusal: hostError('No.') },
  ]);
  const world = new LeaseWorld(2, false);
  world.request();
  world.request();
  world.cancel(0);
  await turn();
  expect(world.openings).toHaveLength(1);
  world.finishOpening(0);
  await turn();
  expect(world.requests.map(({ state }) => state)).toEqual(['cancelled', 'granted']);
});

test('a borrowed item is beyond the limit, and is kept only below it', async () => {
  const world = new LeaseWorld(1, false);
  world.request();
  world.finishOpening(0);
  await turn();
  world.borrow();
  world.finishOpening(0);
  await turn();
  expect(world.queue.size).toBe(2);
  world.giveBack(0);
  expect(world.queue.size).toBe(1);
});

test('an idle item that is lost is not lent again', async () => {
  const world = new LeaseWorld(1, false);
  world.request();
  world.finishOpening(0);
  await turn();
  world.release(0);
  world.loseIdle(0);
  world.request();
  expect(world.openings).toHaveLength(1);
});

test('a borrowed item is not kept if an opening will fill its place', async () => {
  const world = new LeaseWorld(1, false);
  world.borrow();
  world.request();
  expect(world.openings).toHaveLength(2);
  world.finishOpening(0);
  await turn();
  world.giveBack(0);
  world.finishOpening(0);
  await turn();
  expect(world.queue.size).toBe(1);
});
