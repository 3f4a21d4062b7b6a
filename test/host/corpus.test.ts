import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { networkConfFromBytes } from '../../engine/libcni/index.ts';
import { externalCorpus, ownCorpus } from '../corpus/files.ts';
import { externalSound, ownBroken, type Refusal } from '../corpus/refusal-table.ts';
import { sandboxObstacle } from './machine.ts';
import { failureOf } from './reference/reference-life.ts';
import { expectCause } from './right-cause.ts';
import { noReferencePlugins, referencePlugins, ReferenceSite } from './reference/reference-site.ts';
import { skipBecause } from '../skip.ts';

// The reviewed errors of the corpora that a reference plugin refuses: each is run, and says what the table says.

const obstacle = sandboxObstacle() ?? (referencePlugins === undefined ? noReferencePlugins : undefined);

type JSONMap = Readonly<Record<string, unknown>>;

/** A file that a plugin refuses. */
interface Case extends Refusal {
  readonly id: string;
  readonly text: string;
}

/** The plugin configuration that a row is about, alone in a list; an IPAM plugin as its plugin would call it. */
function alone({ plugin, runAs, refusedBy, id, text }: Case): { readonly list: JSONMap; readonly master: string } {
  const file: JSONMap & { plugins?: JSONMap[] } = JSON.parse(text);
  const found = (file.plugins ?? [file]).find(({ type }) => type === plugin);
  if (found === undefined) {
    throw new Error(`${id} has no ${plugin ?? 'plugin'}`);
  }
  const master = typeof found['master'] === 'string' ? found['master'] : 'master0';
  const ipam: { type?: string } = typeof found['ipam'] === 'object' && found['ipam'] !== null ? found['ipam'] : {};
  const type = refusedBy === 'ipam' ? ipam.type : (runAs ?? plugin);
  const { cniVersion = '0.1.0', name = 'nameless' } = file;
  return { list: { cniVersion, name, plugins: [{ ...found, type, ...(runAs ? { mode: 'bridge' } : {}) }] }, master };
}

const isRun = ({ refusedBy }: Refusal): boolean => refusedBy === 'plugin' || refusedBy === 'ipam';

/** The rows that a plugin refuses, one case for each file. */
function casesOf(
  rows: readonly Refusal[],
  idsOf: (index: number) => readonly string[],
  texts: ReadonlyMap<string, string>,
) {
  return rows.flatMap((row, index) =>
    isRun(row) ? idsOf(index).map((id): Case => ({ ...row, id, text: texts.get(id) ?? '' })) : [],
  );
}

const ownTexts = new Map(ownCorpus.files('broken').map(({ id, text }) => [id, text]));
const externalTexts = new Map((externalCorpus?.files('sound') ?? []).map(({ id, text }) => [id, text]));
const cases = [
  ...casesOf(ownBroken, (index) => Object.keys(ownBroken[index]?.files ?? {}), ownTexts),
  ...(externalCorpus === undefined
    ? []
    : casesOf(externalSound, (index) => externalSound[index]?.files ?? [], externalTexts)),
];

describe('a reference plugin refuses', skipBecause(obstacle), () => {
  let site: ReferenceSite;
  beforeAll(async () => {
    site = new ReferenceSite({ kind: 'sandbox' }, referencePlugins ?? '');
    await site.host.connect();
  });
  afterAll(() => site.close());

  it.each(cases)('$id: $says', async (row) => {
    const { list, master } = alone(row);
    const place = site.place('1.0.0');
    await place.open();
    await site.sh('ip link show "$1" || ip link add "$1" type veth peer name "$2"', master, `${place.bridge}p`);
    try {
      const adding = site
        .engine(() => undefined)
        .addNetworkList(networkConfFromBytes(Buffer.from(JSON.stringify(list))), place.attachment('a', 'eth0', {}));
      const error = await failureOf(adding);
      expect(error?.message).toContain(row.says);
      expectCause(error, row.cause);
    } finally {
      await place.close();
    }
  });
});
