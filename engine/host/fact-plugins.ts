import type { Section } from './sections.ts';

/** A file in one of the plugin directories. */
export interface CollectedPlugin {
  readonly name: string;
  readonly path: string;
  readonly supportedVersions?: readonly string[];
  /** Release of the reference plugins that it says it is, as in `v1.9.1`. */
  readonly release?: string;
  /** Why it cannot run, as in "it …". */
  readonly problem?: string;
}

/** e_machine of ELF, as the script prints it (bytes 18 and 19 in the file's own order), little end first. */
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

/** The plugins that the script found, the first of each name, as libcni finds it: it passes over a broken link. */
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
      return [{ name, path, ...answerOf(section.text), ...(release === undefined ? {} : { release }) }];
    }
    const problem = problemOf(section);
    return problem === undefined ? [] : [{ name, path, problem }];
  });
  const first = new Map<string, CollectedPlugin>();
  for (const plugin of found) {
    if (!first.has(plugin.name)) first.set(plugin.name, plugin);
  }
  return [...first.values()];
}

function problemOf({ kind, text }: Section): string | undefined {
  const [first = '', second = ''] = text.trim().split('\n');
  switch (kind) {
    case 'broken':
      return `it is a link to ${first}, which is not there`;
    case 'data':
      return 'it is neither a program nor a script';
    case 'foreign':
      return foreignProblem(first);
    case 'plain':
      return /[1357]/.test(first) && second.split(',').includes('noexec')
        ? 'it lies on a file system that is mounted noexec'
        : `it may not be executed (mode ${first})`;
    default:
      return undefined;
  }
}

/** `0201b700 02013e00`: class, byte order and machine of the file, and of the host's own shell. */
function foreignProblem(text: string): string {
  const [theirs, ours] = text.split(' ').map((one) => machines.get(one.slice(4)) ?? `ELF machine ${one.slice(4)}`);
  return `it is for another architecture (${theirs}; this host is ${ours})`;
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
    return {}; // it is none that answers VERSION
  }
}
