import { expect, test } from 'vitest';
import { deleteCommand } from '../../../../cli/networks/delete-command.ts';

test.each([
  ['add net /run/netns/a', 'cnitool del net /run/netns/a'],
  ['--host ssh:add add add /run/netns/a --rollback', 'cnitool --host ssh:add del add /run/netns/a'],
])('%s is undone by %s', (args, command) => {
  expect(deleteCommand('cnitool', args.split(' '))).toBe(command);
});

test('words that a shell would read are quoted', () => {
  const args = ['add', "it's $x", '/n', '--host', 'exec:docker exec -i a'];
  expect(deleteCommand('cnitool', args)).toBe(String.raw`cnitool del 'it'\''s $x' /n --host 'exec:docker exec -i a'`);
});
