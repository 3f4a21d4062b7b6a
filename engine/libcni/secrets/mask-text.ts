import { mask, secretWords } from './secret-keys.ts';

/**
 * Texts with secrets, as they occur in logs, kubeconfigs and configurations. The group `before` stays, and the rest is
 * hidden. Every repetition has a limit.
 */
export const secretPatterns: readonly RegExp[] = [
  // Authorization headers.
  /(?<before>\b(?:Bearer|Basic)\s{1,4})[\w+/.~=-]{8,4096}/gi,
  // JSON Web Tokens, such as those of service accounts.
  /\beyJ[\w-]{8,4096}\.[\w-]{8,4096}(?:\.[\w-]{0,4096})?/g,
  // Values in quotes, which may be escaped, up to the matching quote; if that is far away, the rest of the text.
  new RegExp(
    String.raw`(?<before>\b[\w-]{0,64}(?:${secretWords})[\w-]{0,32}\\{0,8}["']?\s{0,4}[:=]\s{0,4}(?<quote>\\{0,8}["']))(?!\k<quote>)(?:[\s\S]{1,4096}?(?=(?<!\\)\k<quote>|$)|[\s\S]{4096,65536})`,
    'gi',
  ),
  // User and password of a registry in the configuration of Docker.
  /(?<before>["']auth\\{0,8}["']\s{0,4}:\s{0,4}(?<quote>\\{0,8}["']))(?!\k<quote>)(?:[\s\S]{1,4096}?(?=(?<!\\)\k<quote>|$)|[\s\S]{4096,65536})/gi,
  // Keys of logfmt and query strings.
  new RegExp(
    String.raw`(?<before>\b[\w-]{0,64}(?:${secretWords})[\w-]{0,32}\\{0,8}["']?(?:\s{0,4}=\s{0,4}|:)\\{0,8}["']?)[^\s"'\\,;&}\])]{1,4096}`,
    'gi',
  ),
  // After a colon and a space, a text can be the cause of a failure: "error getting token: Unauthorized".
  /(?<before>\b[\w-]{0,64}(?:password|passwd|passphrase)[\w-]{0,32}\\{0,8}["']?\s{0,4}:\s{1,4})[^\s"'\\,;&}\])]{1,4096}/gi,
  new RegExp(
    String.raw`(?<before>\b[\w-]{0,64}(?:${secretWords})[\w-]{0,32}\\{0,8}["']?\s{0,4}:\s{1,4})(?!\/)[\w+/=-]{16,4096}`,
    'gi',
  ),
  // Options of command lines.
  /(?<before>--(?:token|password|secret)[ =])[^\s"']{1,4096}/gi,
  // User and password of an address.
  /(?<before>\b[a-z][a-z\d+.-]{1,32}:\/\/[^\s/:@"']{0,256}:)[^\s/"']{1,512}(?=@)/gi,
  // Bootstrap tokens of kubeadm.
  /\b[a-z\d]{6}\.[a-z\d]{16}\b/g,
  // Keys of cloud providers and GitHub.
  /\b(?:AKIA|ASIA)[A-Z\d]{16}\b/g,
  /\bgh[pousr]_[A-Za-z\d]{20,255}\b/g,
  // Private keys, even without their end.
  /-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----[\s\S]{0,16384}?(?:-----END [A-Z ]{0,32}PRIVATE KEY-----|$)/g,
];

/** Returns a text with its secrets replaced by "***". */
export function maskSecrets(text: string): string {
  return secretPatterns.reduce((masked, pattern) => masked.replaceAll(pattern, maskOne), text);
}

function maskOne(...match: readonly unknown[]): string {
  const groups = match.at(-1);
  const before =
    typeof groups === 'object' && groups !== null && 'before' in groups && typeof groups.before === 'string'
      ? groups.before
      : '';
  return `${before}${mask}`;
}
