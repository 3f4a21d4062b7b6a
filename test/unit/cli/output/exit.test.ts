import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { exitWith } from '../../../../cli/output/exit.ts';

/** A process that ends on request. */
function program() {
  const said: string[] = [];
  const made = Object.assign(new EventEmitter(), { exitCode: 0 });
  return { made, said, tell: (text: string) => said.push(text) };
}

test('the status is that of the work', async () => {
  const { made, said, tell } = program();
  await exitWith(Promise.resolve(2), made, tell);
  made.emit('beforeExit');
  expect([made.exitCode, said]).toEqual([2, []]);
});

test('work that nothing can settle any more is a failure, and is reported', () => {
  const { made, said, tell } = program();
  void exitWith(new Promise(() => undefined), made, tell);
  made.emit('beforeExit');
  expect(made.exitCode).toBe(1);
  expect(said).toEqual(['The command ended unexpectedly. Its outcome is unknown.\n']);
});
