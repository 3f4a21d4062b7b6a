import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

export const project = join(import.meta.dirname, '../../..');

/** Returns the text of a file of the project. */
export const textOf = (file: string): string => readFileSync(join(project, file), 'utf8');

/** A link to a file of the project. */
export interface Link {
  /** Path from the root of the project. */
  readonly file: string;
  /** What follows `#`, or nothing. */
  readonly anchor: string;
}

/** A page without its code. */
const proseOf = (text: string): string => text.replaceAll(/^```[^]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, '');

/** Returns the code blocks of a page with their language, without comments and the space before them. */
export function codeBlocksOf(text: string): string[] {
  return [...text.matchAll(/^```[^]*?^```$/gm)].map(([block]) =>
    block.replaceAll(block.startsWith('```sh') ? / *#.*$/gm : /^ *\/\/.*$/gm, ''),
  );
}

/** Returns the level of each heading of a page, in order. */
export function headingLevelsOf(text: string): number[] {
  return headingsOf(text).map(({ level }) => level);
}

function headingsOf(text: string): { readonly level: number; readonly title: string }[] {
  const withoutBlocks = text.replaceAll(/^```[^]*?^```$/gm, '');
  return [...withoutBlocks.matchAll(/^(#+) (.*)$/gm)].map(([, marks = '', title = '']) => ({
    level: marks.length,
    title,
  }));
}

/** Returns the anchors that GitHub gives to the headings of a page. */
export function anchorsOf(text: string): Set<string> {
  return new Set(
    headingsOf(text).map(({ title }) =>
      title
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Returns the links of a page to files of the project, pictures included, in order. */
export function linksOf(page: string, text: string): Link[] {
  return targetsOf(text)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor = ''] = target.split('#');
      const file = path === '' ? page : posix.join(posix.dirname(page), path);
      return { file, anchor: decodeURIComponent(anchor) };
    });
}

/** Returns the links of a page to other places. */
export function webLinksOf(text: string): string[] {
  return targetsOf(text).filter((target) => /^[a-z]+:/.test(target));
}

function targetsOf(text: string): string[] {
  return [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** The pages for people, rule pages included. */
export function pages(): string[] {
  const inDocs = readdirSync(join(project, 'docs'), { recursive: true, encoding: 'utf8' }).map(
    (file) => `docs/${file}`,
  );
  const atTop = readdirSync(project);
  const others = ['examples/README.md', 'release/README.md', 'test/conformance/README.md'];
  return [...atTop, ...inDocs, ...others]
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.md'));
}
