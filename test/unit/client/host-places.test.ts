import { expect, test } from 'vitest';
import { placesOn } from '../../../client/host-places.ts';
import { node1 } from './hosts.ts';

const settings = { pluginPath: ['/home/me/plugins'], cacheDir: '/home/me/cache' };

test('this machine goes by the settings of this machine, another by the usual places', () => {
  expect(placesOn({ name: 'local', spec: { kind: 'local' } }, settings)).toEqual({
    ...settings,
    confDir: '/etc/cni/net.d',
    isThisMachine: true,
  });
  expect(placesOn(node1, settings)).toEqual({
    pluginPath: [],
    cacheDir: '/var/lib/cni',
    confDir: '/etc/cni/net.d',
    isThisMachine: false,
  });
});

test('what a host says of itself holds', () => {
  const own = { pluginPath: ['/opt/bin'], confDir: '/etc/net.d', cacheDir: '/run/cni' };
  expect(placesOn({ ...node1, ...own }, settings)).toEqual({ ...own, isThisMachine: false });
});
