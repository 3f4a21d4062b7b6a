import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readArguments } from '../../../cli/arguments.ts';
import { hostOfRequest, type RequestedHost } from '../../../cli/hosts.ts';

const place = mkdtempSync(path.join(tmpdir(), 'cni-hosts-'));
afterAll(() => rmSync(place, { recursive: true }));

const file = path.join(place, 'settings.json');
const edge = {
  name: 'edge',
  kind: 'ssh',
  destination: 'root@edge',
  pluginPath: ['/opt/cni/bin'],
  confDir: '/etc/net.d',
  cacheDir: '/var/cni',
};
writeFileSync(file, JSON.stringify({ 'cni.hosts': [edge, { name: 'lab', kind: 'kubernetes', via: 'debug' }] }));

/** The host that the arguments of `facts` ask for. */
function hostOf(...args: readonly string[]): RequestedHost {
  const read = readArguments(['facts', ...args]);
  if (read.kind !== 'facts') throw new Error(read.kind === 'usage' ? read.problem : read.kind);
  return hostOfRequest(read.options.host);
}

test('every verb takes a host by its name in a hosts file, with all that the file says of it', () => {
  const { name, destination, kind, ...places } = edge;
  expect(hostOf('--hosts', file, '--host', 'edge')).toEqual({ name, spec: { kind, destination }, ...places });
  expect(hostOf('--hosts', file, '--host', 'sandbox')).toEqual({ name: 'sandbox', spec: { kind: 'sandbox' } });
  expect(hostOf()).toEqual({ spec: { kind: 'local' } });
});

test.each([
  [['--hosts', file], '--hosts FILE has several hosts; give the name of one of them with --host NAME.'],
  [['--hosts', file, '--host', 'nope'], 'There is no host "nope".'],
  [['--hosts', file, '--host', 'lab'], '"lab" is a cluster.'],
  [['--hosts', path.join(place, 'none'), '--host', 'edge'], 'cannot be read: ENOENT'],
  [['--host', 'edge'], 'There is no host "edge".'],
])('%j is refused: %s', (args, said) => {
  expect(() => hostOf(...args)).toThrow(said);
});
