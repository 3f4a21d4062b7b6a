import { looksLikeCNI } from './looks-like-cni.ts';

/**
 * Whether a file is a network configuration, or a plugin that is side-loaded into one (`net.d/<network>/x.conf`), by its
 * path alone: what package.json tells VS Code of the language.
 */
export function isOursByPath(path: string): boolean {
  return /\.conflist$/i.test(path) || /(?:^|\/)net\.d\/(?:[^/]*\.(?:conf|json)|[^/]+\/[^/]*\.conf)$/i.test(path);
}

/** Whether the name of a file leaves it to its content what it is: also what no runtime reads of a directory of theirs. */
export function leavesItToContent(path: string): boolean {
  return /\.(?:conf|json)$/.test(path) || /(?:^|\/)net\.d\/[^/]+$/.test(path);
}

/** Whether a file that {@link isOursByPath} does not know is one by its content. */
export function isOursByContent(path: string, text: () => string): boolean {
  return leavesItToContent(path) && looksLikeCNI(text());
}

/**
 * Whether an open document is ours. A client that gives it another language than `cni` may send us every file of that
 * language; those of other programs are left alone.
 */
export function isOurs(languageId: string, path: string, text: () => string): boolean {
  return languageId === 'cni' || isOursByPath(path) || looksLikeCNI(text());
}
