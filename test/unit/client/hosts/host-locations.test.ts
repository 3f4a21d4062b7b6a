import { expect, test } from 'vitest';
import { placesOn } from '../../../../client/hosts/host-locations.ts';
import { node1 } from './hosts.ts';

const settings = { pluginPath: ['/home/me/plugins'], cacheDir: '/home/me/cache' };

test('this machine uses its settings, another host the usual directories', () => {
  expect(placesOn({ name: 'local', spec: { kind: 'local' } }, settings)).toEqual({
    ...settings,
    confDir: undefined,
    isThisMachine: true,
  });
  // The sandbox cannot write to this machine.
  expect(placesOn({ name: 'sandbox', spec: { kind: 'sandbox' } }, settings)).toMatchObject({
    pluginPath: settings.pluginPath,
    cacheDir: '/var/lib/cni',
  });
  expect(placesOn(node1, settings)).toEqual({
    pluginPath: [],
    cacheDir: '/var/lib/cni',
    confDir: undefined,
    isThisMachine: false,
  });
});

test('the settings of a host take precedence', () => {
  const own = { pluginPath: ['/opt/bin'], confDir: '/etc/net.d', cacheDir: '/run/cni' };
  expect(placesOn({ ...node1, ...own }, settings)).toEqual({ ...own, isThisMachine: false });
});
