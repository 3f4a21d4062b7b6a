import { containerd } from './containerd.ts';
import { criO } from './cri-o.ts';
import { libcni } from './libcni.ts';
import { nerdctl } from './nerdctl.ts';
import { nomad } from './nomad.ts';
import { podman } from './podman.ts';
import type { DirectoryFile, Outcome, RuntimeView } from './view.ts';

const runtimes = [libcni, containerd, criO, nerdctl, podman, nomad];

/**
 * How each runtime reads a directory of configuration files: which file wins, which are passed over or break the
 * loading, and what it says of them. What only the host can tell (missing plugins) is not in it.
 */
export function runtimeViews(files: readonly DirectoryFile[], directory: string): readonly RuntimeView[] {
  return runtimes.map((one) => ({ runtime: one.name, reads: one.reads, ...one.view(files, directory) }));
}

const WORDS: Readonly<Record<Outcome, string>> = {
  default: '**default**',
  loaded: 'loaded',
  ignored: 'ignored',
  skipped: '**skipped**',
  breaks: '**breaks**',
  unreached: 'not reached',
  unread: 'not read',
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');

/** {@link runtimeViews} as a Markdown page. */
export function runtimePage(views: readonly RuntimeView[], directory: string): string {
  const sections = views.map(({ runtime, reads, files, verdict }) => {
    const rows = files.map(({ file, outcome, network, why, says }) =>
      [
        `\`${file}\``,
        network === undefined ? '' : `\`${network}\``,
        WORDS[outcome],
        says === undefined ? why : `${why}: \`${says}\``,
      ]
        .map(cell)
        .join(' | '),
    );
    const table =
      rows.length === 0
        ? ''
        : `\n| File | Network | Outcome | Why |\n|---|---|---|---|\n${rows.map((row) => `| ${row} |\n`).join('')}`;
    return `## ${runtime}\n\n${reads}\n\n**${verdict}**\n${table}`;
  });
  const note =
    'Worked out from the texts alone: a runtime that checks plugins when it loads (CRI-O, Podman) also skips files whose plugins are missing.';
  return `# What each runtime loads\n\nFrom \`${directory}\`. ${note}\n\n${sections.join('\n')}`;
}
