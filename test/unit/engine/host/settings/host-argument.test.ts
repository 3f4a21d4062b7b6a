import { expect, test } from 'vitest';
import { commandWords, readHostArgument } from '../../../../../engine/host/settings/host-argument.ts';
import { splitWords } from '../../../../../engine/host/settings/split-words.ts';

test.each([
  ['local', { kind: 'local' }],
  ['sandbox', { kind: 'sandbox' }],
  ['ssh:node1', { kind: 'ssh', destination: 'node1' }],
  ['ssh:ssh://me@node1:2222', { kind: 'ssh', destination: 'ssh://me@node1:2222' }],
  ['exec:a b~c#d', { kind: 'exec', argv: ['a', 'b~c#d'] }],
  ['exec:docker exec -i kind-worker', { kind: 'exec', argv: ['docker', 'exec', '-i', 'kind-worker'] }],
  [
    String.raw`exec:wsl -d 'My Linux' -u "ro\"ot" a\ b --`,
    { kind: 'exec', argv: ['wsl', '-d', 'My Linux', '-u', 'ro"ot', 'a b', '--'] },
  ],
])('%s is a host', (text, spec) => {
  expect(readHostArgument(text)).toEqual(spec);
});

test('an ssh configuration belongs to ssh', () => {
  expect(readHostArgument('ssh:n', '/c')).toEqual({ kind: 'ssh', destination: 'n', configFile: '/c' });
  expect(() => readHostArgument('local', '/c')).toThrow('--ssh-config needs an ssh host, but --host is "local".');
  expect(() => readHostArgument('ssh:n', '')).toThrow('--ssh-config is empty.');
});

test.each([
  ['mars', 'There is no host "mars".'],
  ['ssh', 'There is no host "ssh".'],
  ['ssh:', 'The ssh destination is empty.'],
  ['ssh:-oProxyCommand=touch x', 'begins with a hyphen'],
  ['exec:', 'The command is missing.'],
  ["exec:a 'b", "a ' is not closed"],
  ['exec:a $(b)', 'it has "$", which only a shell interprets'],
  ['exec:a "$b"', 'it has "$", which only a shell interprets'],
  ['exec:a | b', 'it has "|", which only a shell interprets'],
  ['exec:a \\', 'it ends with a backslash'],
  ['exec:a ~/b', 'it has "~", which only a shell interprets'],
  ['exec:a #b', 'it has "#", which only a shell interprets'],
  ['exec:a pod*', 'it has "*", which only a shell interprets'],
])('%s is refused', (text, said) => {
  expect(() => readHostArgument(text)).toThrow(expect.objectContaining({ code: 'hostSetting' }));
  expect(() => readHostArgument(text)).toThrow(said);
});

test('words are split as a shell splits them', () => {
  expect(splitWords(String.raw` a  'b c'"d"\'e ""	"\x\\" `).words).toEqual(['a', "b cd'e", '', String.raw`\x` + '\\']);
});

test('on Windows a backslash is part of a path', () => {
  expect(splitWords(String.raw`C:\Windows\wsl.exe -d "My \"own\" Linux" \\host\share\ 'a b'`, 'win32').words).toEqual([
    String.raw`C:\Windows\wsl.exe`,
    '-d',
    'My "own" Linux',
    String.raw`\\host\share` + '\\',
    'a b',
  ]);
});

test('a command line is split into words as a shell would, without one; its errors name nothing but it', () => {
  expect(commandWords(`docker exec -i 'my box'`)).toEqual(['docker', 'exec', '-i', 'my box']);
  expect(() => commandWords('')).toThrow('The command is missing.');
  expect(() => commandWords(`docker exec 'my box`)).toThrow(/^The command 'docker exec 'my box' is invalid: /);
});
