import type { WeightedMutation } from './draft.ts';
import { addressMutations } from './mutations-of-addresses.ts';
import { chainMutations } from './mutations-of-chains.ts';
import { keyMutations } from './mutations-of-keys.ts';
import { textMutations } from './mutations-of-text.ts';
import { valueMutations } from './mutations-of-values.ts';

/** Every kind of mutation. */
export const mutations: readonly WeightedMutation[] = [
  ...keyMutations,
  ...valueMutations,
  ...addressMutations,
  ...chainMutations,
  ...textMutations,
];
