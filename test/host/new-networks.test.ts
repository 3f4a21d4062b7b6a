import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answers, purposeTraits } from '../../client/start/answers.ts';
import { networkList } from '../../client/start/network-text.ts';
import { networkConfFromBytes } from '../../engine/libcni/index.ts';
import { skipBecause } from '../skip.ts';
import { everyAnswer, titleOf } from '../unit/client/start/every-answer.ts';
import { sandboxObstacle } from './machine.ts';
import { addressesOf } from './reference/reference-life.ts';
import { noReferencePlugins, referencePlugins, ReferenceSite } from './reference/reference-site.ts';

const obstacle = sandboxObstacle() ?? (referencePlugins === undefined ? noReferencePlugins : undefined);

/** Networks that need more than the reference plugins and this kernel: a device, a daemon, or the plugins of others. */
const needsMore = ({ purpose, assignment }: Answers): boolean =>
  purpose === 'podSriov' || purpose === 'flannel' || assignment === 'dhcp' || assignment === 'cluster';

/** With no optional part, or with all of them: the others differ from these in text only. */
const isPlainOrFull = ({ ipv4, ipv6, assignment }: Answers): boolean => {
  const parts = [ipv4?.gateway, ipv6?.gateway, ...(assignment === 'pool' ? [ipv4?.range] : [])];
  const asked = [ipv4, ipv6, ...(assignment === 'pool' ? [ipv4] : [])].filter((one) => one !== undefined);
  const given = parts.filter((one) => one !== undefined);
  return given.length === 0 || given.length === asked.length;
};

const runnable = everyAnswer.filter((answers) => !needsMore(answers) && isPlainOrFull(answers));

const withoutDuplicateDetection =
  'for f in /proc/sys/net/ipv6/conf/default /proc/sys/net/ipv6/conf/all; do echo 0 > $f/accept_dad; done';

describe('a new network', skipBecause(obstacle), () => {
  let site: ReferenceSite;
  beforeAll(async () => {
    site = new ReferenceSite({ kind: 'sandbox' }, referencePlugins ?? '');
    await site.host.connect();
    // Waiting for duplicate addresses takes seconds for each IPv6 address.
    await site.sh(withoutDuplicateDetection);
  });
  afterAll(() => site.close());

  it.for(runnable.map((answers) => [titleOf(answers), answers] as const))(
    '%s is added',
    async ([, answers], context) => {
      const place = site.place('1.0.0');
      await place.open();
      await site.sh(`ip netns exec "$1" sh -c '${withoutDuplicateDetection}'`, place.namespace('a'));
      try {
        const { bridge, master } = answers;
        const own: Answers = {
          ...answers,
          name: place.network,
          ...(bridge === undefined ? {} : { bridge: place.bridge }),
          ...(master === undefined ? {} : { master: `${place.bridge}m` }),
        };
        await site.sh(
          'ip link add "$1" type veth peer name "$2" && ip link set "$1" up',
          `${place.bridge}m`,
          `${place.bridge}p`,
        );
        const list = networkConfFromBytes(Buffer.from(JSON.stringify(networkList(own))));
        const attachment = place.attachment('a', 'eth0', {});
        const engine = site.engine(() => undefined);
        const result = await engine.addNetworkList(list, attachment).catch((error: unknown) => {
          const lacksType = String(error).includes('failed to create ipvlan: operation not supported');
          return lacksType ? context.skip('this kernel has no ipvlan') : Promise.reject(error);
        });
        expect(addressesOf(result)).toHaveLength(answers.families === 'dual' ? 2 : 1);
        await engine.checkNetworkList(list, attachment);
        const script = 'ip netns exec "$1" ip -j -4 route show default; ip netns exec "$1" ip -j -6 route show default';
        const routes = await site.sh(script, place.namespace('a'));
        expect(routes.includes('"default"')).toBe(!purposeTraits[answers.purpose].isDefinition);
        await engine.delNetworkList(list, attachment);
        expect(await place.cacheFiles()).toEqual([]);
      } finally {
        await place.close();
      }
    },
  );
});
