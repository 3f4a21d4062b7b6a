import { Random } from '../conformance/generate/random.ts';
import { type Draft, draftOf, type Mutation, textOf, type WeightedMutation } from './draft.ts';
import { mutations } from './mutations.ts';
import { type GoodNetwork, goodNetworks } from './networks.ts';
import type { ConfigurationFile } from './stage.ts';

/** A good configuration with one thing changed. */
export interface Mutant {
  /** From 0; together with the seed it reproduces the mutant. */
  readonly index: number;
  readonly network: GoodNetwork;
  readonly kind: string;
  /** A description of the change. */
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

/** What mutants are made from. */
export interface Stock {
  /** For the random choices. */
  readonly name: string;
  readonly networks: readonly GoodNetwork[];
  readonly mutations: readonly WeightedMutation[];
}

/** The networks of the reference plugins. */
const referenceStock: Stock = { name: 'reality', networks: goodNetworks, mutations };

function pickMutation(choices: readonly WeightedMutation[], random: Random): readonly [string, Mutation] | undefined {
  let left = random.below(choices.reduce((sum, [, , weight]) => sum + weight, 0));
  for (const [kind, mutate, weight] of choices) {
    if (left < weight) {
      return [kind, mutate];
    }
    left -= weight;
  }
  return undefined;
}

function mutantOf(stock: Stock, network: GoodNetwork, index: number, random: Random): Mutant | undefined {
  const [kind, mutate] = pickMutation(stock.mutations, random) ?? [];
  const draft = draftOf(network);
  const change = mutate?.(draft, random);
  return kind === undefined || change === undefined ? undefined : { index, network, kind, change, file: fileOf(draft) };
}

/** `count` mutants that differ from their good network and from each other. */
export function mutants(seed: number, count: number, stock: Stock = referenceStock): readonly Mutant[] {
  const { name, networks } = stock;
  const known = new Set(networks.map((network) => keyOf(goodFile(network))));
  const made: Mutant[] = [];
  for (let index = 0; made.length < count; index += 1) {
    const network = networks[index % networks.length];
    const mutant = network && mutantOf(stock, network, index, Random.forCase(seed, name, index));
    if (mutant === undefined || known.has(keyOf(mutant.file))) {
      continue;
    }
    known.add(keyOf(mutant.file));
    made.push(mutant);
  }
  return made;
}

function keyOf({ name, text }: ConfigurationFile): string {
  return `${name}\n${text}`;
}
