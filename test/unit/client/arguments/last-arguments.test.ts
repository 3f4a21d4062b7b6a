import { expect, test } from 'vitest';
import { LastArguments } from '../../../../client/arguments/last-arguments.ts';
import { mementoOf } from '../commands/run-services.ts';

const capabilityArgs = { mac: '02:00:00:00:00:01' };

test('the last arguments of a network outlive the window, except CNI_ARGS', async () => {
  const stored = new Map<string, unknown>();
  const last = new LastArguments(mementoOf(stored));
  expect(last.of('web')).toBeUndefined();
  await last.remember('web', { ifName: 'net0', args: [['TOKEN', 'x']], capabilityArgs });
  await last.remember('web', { ifName: 'net1', args: [['TOKEN', 'x']], capabilityArgs });
  await last.remember('other', {});
  expect(last.of('web')).toEqual({ ifName: 'net1', args: [['TOKEN', 'x']], capabilityArgs });
  const later = new LastArguments(mementoOf(stored));
  expect(later.of('web')).toEqual({ ifName: 'net1', capabilityArgs });
  expect(later.of('other')).toEqual({});
  expect(JSON.stringify([...stored])).not.toContain('TOKEN');
});

test('a hundred networks are remembered', async () => {
  const stored = new Map<string, unknown>();
  const last = new LastArguments(mementoOf(stored));
  for (let number = 0; number <= 100; number += 1) {
    await last.remember(`n${number}`, { ifName: 'net0' });
  }
  const later = new LastArguments(mementoOf(stored));
  expect([later.of('n0'), later.of('n1')]).toEqual([undefined, { ifName: 'net0' }]);
});
