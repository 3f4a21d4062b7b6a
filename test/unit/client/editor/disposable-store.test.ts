import { expect, test } from 'vitest';
import { DisposableStore } from '../../../../client/editor/disposable-store.ts';

test('members are disposed once, last in first out', () => {
  const disposed: string[] = [];
  const store = new DisposableStore();
  store.add({ dispose: () => disposed.push('first') });
  store.add({ dispose: () => disposed.push('second') });
  store.dispose();
  store.dispose();
  expect(disposed).toEqual(['second', 'first']);
});

test('a member that throws does not stop the others', () => {
  const disposed: string[] = [];
  const store = new DisposableStore();
  store.add({ dispose: () => disposed.push('first') });
  store.add({
    dispose: () => {
      throw new Error('no');
    },
  });
  expect(() => store.dispose()).toThrow(AggregateError);
  expect(disposed).toEqual(['first']);
});

test('members of a disposed store are disposed immediately', () => {
  const disposed: string[] = [];
  const store = new DisposableStore();
  store.dispose();
  store.add({ dispose: () => disposed.push('late') });
  expect(disposed).toEqual(['late']);
});
