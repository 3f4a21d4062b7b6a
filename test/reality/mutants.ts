import { Random } from '../conformance/generate/random.ts';
import { type Draft, draftOf, type Mutation, textOf } from './draft.ts';
import { mutations } from './mutations.ts';
import { type GoodNetwork, goodNetworks } from './networks.ts';
import type { ConfigurationFile } from './stage.ts';

/** A good configuration with one thing changed. */
export interface Mutant {
  /** From 0: with the seed it makes the mutant again. */
  readonly index: number;
  readonly network: GoodNetwork;
  readonly kind: string;
  /** What was changed, in words. */
  readonly change: string;
  readonly file: ConfigurationFile;
}

/** The file of a draft. */
function fileOf(draft: Draft): ConfigurationFile {
  return { name: `10-mutant${draft.extension}`, text: textOf(draft) };
}

/** The file of a good network as it is. */
export function goodFile(network: GoodNetwork): ConfigurationFile {
  return fileOf(draftOf(network));
}

const total = mutations.reduce((sum, [, , weight]) => sum + weight, 0);

function pickMutation(random: Random): readonly [string, Mutation] | undefined {
  let left = random.below(total);
  for (const [kind, mutate, weight] of mutations) {
    if (left < weight) return [kind, mutate];
    left -= weight;
  }
  return undefined;
}

function mutantOf(network: GoodNetwork, random: Random, index: number): Mutant | undefined {
  const [kind, mutate] = pickMutation(random) ?? [];
  const draft = draftOf(network);
  const change = mutate?.(draft, random);
  return kind === undefined || change === undefined ? undefined : { index, network, kind, change, file: fileOf(draft) };
}

/** `count` mutants that are neither their good network nor one another. */
export function mutants(seed: number, count: number): readonly Mutant[] {
  const known = new Set(goodNetworks.map((network) => keyOf(goodFile(network))));
  const made: Mutant[] = [];
  for (let index = 0; made.length < count; index += 1) {
    const network = goodNetworks[index % goodNetworks.length];
    const mutant = network && mutantOf(network, Random.forCase(seed, 'reality', index), index);
    if (mutant === undefined || known.has(keyOf(mutant.file))) continue;
    known.add(keyOf(mutant.file));
    made.push(mutant);
  }
  return made;
}

function keyOf({ name, text }: ConfigurationFile): string {
  return `${name}\n${text}`;
}
