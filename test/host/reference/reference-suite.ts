import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HostSpec, isHostError } from '../../../engine/host/index.ts';
import { greaterThanOrEqualTo } from '../../../engine/libcni/index.ts';
import { readTraces, restoreMachine } from '../machine-traces.ts';
import { referenceChains } from './reference-chains.ts';
import { beRefused, type KernelLink, live, type ReferenceChain } from './reference-life.ts';
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

async function inPlace<T>(
  site: ReferenceSite,
  version: string,
  chain: ReferenceChain,
  body: (place: Place) => Promise<T>,
): Promise<T> {
  const place = site.place(version);
  try {
    await place.open();
    await chain.prepare?.(place);
    return await body(place);
  } finally {
    await place.close();
  }
}

function describeChain(site: ReferenceSite, { chain, versions, supported }: Surveyed): void {
  describe(`${chain.name} in ${site.host.label}`, () => {
    test('is supported by its plugins in the newest spec version', () => expect(versions.at(-1)).toBe('1.1.0'));
    if (supported || chain.kernel === undefined) {
      describeLife(site, chain, versions);
    } else {
      describeRefusal(site, chain, versions, chain.kernel);
    }
  });
}

function describeLife(site: ReferenceSite, chain: ReferenceChain, versions: readonly string[]): void {
  test.for(versions)('in spec %s lives through STATUS, ADD, CHECK, GC, DEL and DEL again', async (version) => {
    const verbs = await inPlace(site, version, chain, (place) => live(chain, place));
    expect([...verbs].toSorted()).toEqual(verbsOf(version));
  });
}

/** The verbs that reach plugins in a spec version. */
function verbsOf(version: string): readonly string[] {
  if (greaterThanOrEqualTo(version, '1.1.0')) {
    return ['ADD', 'CHECK', 'DEL', 'GC', 'STATUS'];
  }
  return greaterThanOrEqualTo(version, '0.4.0') ? ['ADD', 'CHECK', 'DEL'] : ['ADD', 'DEL'];
}

function describeRefusal(
  site: ReferenceSite,
  chain: ReferenceChain,
  versions: readonly string[],
  kernel: KernelLink,
): void {
  test.for(versions)('in spec %s is refused here, in the words of the plugin', async (version) => {
    const { msg } = await inPlace(site, version, chain, (place) => beRefused(chain, place, kernel));
    expect(msg).toMatch(kernel.refusal);
  });
}

/** In the end the machine must be as it was. */
function describeMachineUnchanged(site: ReferenceSite): void {
  const marks = [site.tag, '198.18.77.', 'fd00:77:', ':31801', ':31802'];
  let before: Awaited<ReturnType<typeof readTraces>> | undefined;
  beforeAll(async () => {
    before = await readTraces(site, marks);
  });
  afterAll(async () => {
    if (before !== undefined) {
      await restoreMachine(site, before);
      await site.sh('rm -rf "$1"', site.dir);
      const after = await readTraces(site, marks);
      // A table that was empty may be in use by others by now.
      const { tables } = before;
      expect({ ...after, tables: after.tables.filter((table) => !tables.includes(table)) }).toEqual({
        ...before,
        tables: [],
      });
    }
  });
}

/** The chains on a host, or why none of them can be tested there. */
async function surveyOf(site: ReferenceSite): Promise<readonly Surveyed[] | string> {
  try {
    return await survey(site);
  } catch (error) {
    if (isHostError(error)) {
      return error.message;
    }
    throw error;
  }
}

/**
 * Declares the life of every chain of {@link referenceChains} on a host: in every spec version that its plugins report.
 * Where the kernel has no such link, the test is of what the user is told then.
 */
export async function describeReferencePlugins(spec: HostSpec): Promise<void> {
  const site = new ReferenceSite(spec, referencePlugins ?? '');
  const surveyed = referencePlugins === undefined ? noReferencePlugins : await surveyOf(site);
  afterAll(() => site.close());
  test(`there are reference plugins v1.9.1 for ${site.host.label}`, ({ skip }) => {
    skip(typeof surveyed === 'string', typeof surveyed === 'string' ? surveyed : '');
    expect(surveyed).not.toHaveLength(0);
  });
  if (typeof surveyed === 'string') {
    return;
  }
  if (spec.kind === 'local') {
    describeMachineUnchanged(site);
  }
  for (const one of surveyed) {
    describeChain(site, one);
  }
}
