import * as l10n from '@vscode/l10n';

/** Returns why a name is not valid for a new namespace, or undefined. `ip netns` makes a file of that name in /run/netns. */
export function namespaceNameProblem(name: string, taken: readonly string[]): string | undefined {
  if (name === '') {
    return l10n.t('Enter a name.');
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
    return l10n.t('Use only letters, digits, ".", "_" and "-". Start with a letter or a digit.');
  }
  if (name.length > 64) {
    return l10n.t('Use at most 64 characters.');
  }
  return taken.includes(name) ? l10n.t('"{0}" already exists.', name) : undefined;
}

/** Returns the first of ns1, ns2 … that is not taken. */
export function freeNamespaceName(taken: readonly string[]): string {
  let number = 1;
  while (taken.includes(`ns${number}`)) {
    number += 1;
  }
  return `ns${number}`;
}
