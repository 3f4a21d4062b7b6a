import type { Translate } from './translate.ts';

/** What is wrong with a new namespace's name, or undefined. The name becomes a file below /run/netns and a word of `ip netns`. */
export function namespaceNameProblem(t: Translate, name: string, taken: readonly string[]): string | undefined {
  if (name === '') {
    return t('A namespace needs a name');
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
    return t('Use letters, digits, ".", "_" and "-", and begin with a letter or a digit');
  }
  if (name.length > 64) {
    return t('Use at most 64 characters');
  }
  return taken.includes(name) ? t('{0} exists already', name) : undefined;
}

/** The first of ns1, ns2 … that is not taken. */
export function freeNamespaceName(taken: readonly string[]): string {
  let number = 1;
  while (taken.includes(`ns${number}`)) {
    number += 1;
  }
  return `ns${number}`;
}
