import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HostSpec, isHostError } from '../../engine/host/index.ts';
import { lockMachine, readTraces, restoreMachine, unlockMachine } from './machine-traces.ts';
import { referenceChains } from './reference-chains.ts';
import { Life, type ReferenceChain } from './reference-life.ts';
import { noReferencePlugins, type Place, ReferenceSite, referencePlugins } from './reference-site.ts';

/** Makes a link of a kind in a namespace of its own, which goes with the shell; fails where the kernel has no such link. */
const linkProbe = `unshare --net sh -c '
ip link add probe0 type veth peer name probe1
case $1 in
  tap) ip tuntap add name probe mode tap ;;
  vrf) ip link add probe type vrf table 10 ;;
  vlan) ip link add link probe0 name probe type vlan id 5 ;;
  macvlan|ipvlan) ip link add link probe0 name probe type "$1" ;;
  *) ip link add probe type "$1" ;;
esac' sh "$1" >/dev/null 2>&1 && echo yes || echo no`;

/** A chain with what this host says of it. */
interface Surveyed {
  readonly chain: ReferenceChain;
  readonly versions: readonly string[];
  readonly supported: boolean;
}

async function survey(site: ReferenceSite): Promise<readonly Surveyed[]> {
  const surveyed: Surveyed[] = [];
  for (const chain of referenceChains) {
    const { types, kernel } = chain;
    const supported = kernel === undefined || (await site.sh(linkProbe, kernel.linkKind)) === 'yes\n';
    surveyed.push({ chain, versions: await site.versionsOf(types), supported });
  }
  return surveyed;
}

async function inPlace(
  site: ReferenceSite,
  version: string,
  chain: ReferenceChain,
  body: (place: Place) => Promise<void>,
): Promise<void> {
  const place = site.place(version);
  try {
    await place.open();
    await chain.prepare?.(place);
    await body(place);
  } finally {
    await place.close();
  }
}

function describeChain(site: ReferenceSite, { chain, versions, supported }: Surveyed): void {
  const fate = supported
    ? 'lives through STATUS, ADD, CHECK, DEL, DEL again and GC'
    : 'is refused by this kernel, in the words of the plugin';
  describe(`${chain.name} in ${site.host.label}`, () => {
    test('is supported by its plugins in some spec version', () => expect(versions).toContain('1.1.0'));
    test.for(versions)(`in spec %s ${fate}`, (version) =>
      inPlace(site, version, chain, (place) => {
        const life = new Life(chain, place);
        return supported || chain.kernel === undefined ? life.live() : life.refused(chain.kernel.refusal);
      }),
    );
  });
}

/** The machine is this test's alone meanwhile; in the end it must be as it was. */
function describeMachineUnchanged(site: ReferenceSite): void {
  const marks = [site.tag, '198.18.77.', 'fd00:77:', ':31801', ':31802'];
  let before: Awaited<ReturnType<typeof readTraces>> | undefined;
  beforeAll(async () => {
    await lockMachine(site, 100);
    before = await readTraces(site, marks);
  });
  afterAll(async () => {
    if (before !== undefined) {
      await restoreMachine(site, before);
      await site.sh('rm -rf "$1"', site.dir);
      const after = await readTraces(site, marks);
      await unlockMachine(site);
      expect(after, 'the machine as it was before').toEqual(before);
    }
  });
}

/**
 * Declares the life of every chain of {@link referenceChains} on a host: in every spec version that its plugins report.
 * Where the kernel has no such link, the test is of what the user is told then.
 */
export async function describeReferencePlugins(spec: HostSpec): Promise<void> {
  if (referencePlugins === undefined) {
    test(`reference plugins on the host "${spec.kind}"`, ({ skip }) => skip(noReferencePlugins));
    return;
  }
  const site = new ReferenceSite(spec, referencePlugins);
  let surveyed: readonly Surveyed[];
  try {
    surveyed = await survey(site);
  } catch (error) {
    if (!isHostError(error)) {
      throw error;
    }
    test(`reference plugins in ${site.host.label}`, ({ skip }) => skip(error.message));
    return;
  }
  afterAll(() => site.close());
  if (spec.kind === 'local') {
    describeMachineUnchanged(site);
  }
  for (const one of surveyed) {
    describeChain(site, one);
  }
}
