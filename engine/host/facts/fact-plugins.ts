import * as l10n from '@vscode/l10n';
import type { Section } from '../shell/sections.ts';

/** A file in one of the plugin directories. */
export interface CollectedPlugin {
  readonly name: string;
  readonly path: string;
  readonly supportedVersions?: readonly string[];
  /** Release of the reference plugins that it reports, such as `v1.9.1`. */
  readonly release?: string | undefined;
  /** Why it cannot run, as a clause such as "it is …". */
  readonly problem?: string;
}

/** e_machine of ELF as printed by the script: bytes 18 and 19 in file order. */
const machines: ReadonlyMap<string, string> = new Map([
  ['0300', '32-bit x86'],
  ['3e00', 'x86-64'],
  ['2800', '32-bit ARM'],
  ['b700', 'ARM64'],
  ['f300', 'RISC-V'],
  ['1500', 'ppc64le'],
  ['0016', 's390x'],
  ['0002', 'SPARC'],
]);

/** Returns the first plugin of each name, as libcni finds it: libcni skips a broken link. */
export function pluginsOf(sections: readonly Section[]): readonly CollectedPlugin[] {
  const about = new Map(
    sections
      .filter(({ kind }) => kind === 'about')
      .map(({ name, text }) => [name, / plugin (v\d+\.\d+\.\d+)/.exec(text)?.[1]]),
  );
  const inOrder = sections.toSorted((a, b) => Number(a.kind === 'broken') - Number(b.kind === 'broken'));
  const found = inOrder.flatMap((section): CollectedPlugin[] => {
    const { name: path } = section;
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (section.kind === 'plugin') {
      const release = about.get(path);
      return [{ name, path, ...answerOf(section.text), release }];
    }
    const problem = problemOf(section);
    return problem === undefined ? [] : [{ name, path, problem }];
  });
  const first = new Map<string, CollectedPlugin>();
  for (const plugin of found) {
    if (!first.has(plugin.name)) {
      first.set(plugin.name, plugin);
    }
  }
  return [...first.values()];
}

function problemOf({ kind, text }: Section): string | undefined {
  const [first = '', second = ''] = text.trim().split('\n');
  switch (kind) {
    case 'broken':
      return l10n.t('it is a link to {0}, which does not exist', first);
    case 'data':
      return l10n.t('it is neither a program nor a script');
    case 'foreign':
      return foreignProblem(first);
    case 'plain':
      return /[1357]/.test(first) && second.split(',').includes('noexec')
        ? l10n.t('it is on a file system that is mounted noexec')
        : l10n.t('it is not executable (mode {0})', first);
    default:
      return undefined;
  }
}

/** Words `0201b700 02013e00`: class, byte order and machine of the file, and of the shell of the host. */
function foreignProblem(text: string): string {
  const [theirs, ours] = text.split(' ').map((one) => machines.get(one.slice(4)) ?? `ELF machine ${one.slice(4)}`);
  return l10n.t('it is for {0}, but this host is {1}', theirs ?? '', ours ?? '');
}

function answerOf(text: string): { readonly supportedVersions?: readonly string[] } {
  try {
    const answer: unknown = JSON.parse(text);
    const versions: unknown =
      typeof answer === 'object' && answer !== null && 'supportedVersions' in answer ? answer.supportedVersions : [];
    return Array.isArray(versions) && 'supportedVersions' in Object(answer)
      ? { supportedVersions: versions.filter((one) => typeof one === 'string') }
      : {};
  } catch {
    return {}; // It does not answer VERSION.
  }
}
