import { globPatterns } from './globs.ts';
import { looksLikeCNI } from '../document/looks-like-cni.ts';

/**
 * Whether a file is a network configuration, or a plugin that is side-loaded into one (`net.d/<network>/x.conf`), by its
 * path alone. package.json has the same patterns for the language.
 */
export function isOursByPath(path: string): boolean {
  return /\.conflist$/i.test(path) || /(?:^|\/)net\.d\/(?:[^/]*\.(?:conf|json)|[^/]+\/[^/]*\.conf)$/i.test(path);
}

/** Whether a file matches the globs of the setting `cni.files.include`. */
export function isOursBySetting(path: string, include: unknown): boolean {
  return globPatterns(include).some((pattern) => pattern.test(path));
}

/** Names of templates, by the extension of the template language. */
const templateName = /(?<!\.ya?ml)\.(?:j2|jinja2?|tmpl|tpl|template|tftpl|gotmpl|in|erb)$/i;

/** Whether the content of a file decides, because its name is ambiguous; also for files that no runtime reads. */
export function leavesItToContent(path: string): boolean {
  return /\.(?:conf|json)$/.test(path) || /(?:^|\/)net\.d\/[^/]+$/.test(path) || templateName.test(path);
}

/** Whether a file that {@link isOursByPath} rejects is a network configuration by its content. */
export function isOursByContent(path: string, text: () => string): boolean {
  return leavesItToContent(path) && looksLikeCNI(text());
}

/**
 * Whether an open document is a network configuration. A client that uses another language than `cni` may send every file
 * of that language; those of other programs are ignored.
 */
export function isOurs(languageId: string, path: string, text: () => string): boolean {
  return languageId === 'cni' || isOursByPath(path) || looksLikeCNI(text());
}
