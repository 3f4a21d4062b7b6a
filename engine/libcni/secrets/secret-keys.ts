/** What hides a secret. */
export const mask = '***';

/**
 * The one list of keys whose values are secrets: each is part of a key, in any case. A regular expression without groups
 * that capture.
 */
const secretKeys: readonly string[] = [
  'password',
  'passwd',
  'passphrase',
  'secret',
  'token',
  'api[_-]?key',
  'access[_-]?key',
  'private[_-]?key',
  'pre[_-]?shared[_-]?key',
  'client-key-data',
  'credentials?',
];

/** {@link secretKeys} as alternatives of a regular expression that ignores case. */
export const secretWords = secretKeys.join('|');

/** A key in the configuration of Docker holds user and password of a registry. */
const secretKey = new RegExp(`(?:${secretWords})|^auth$`, 'i');

/** Returns true for a key of JSON, of CNI_ARGS or of the environment whose value is a secret. */
export function isSecretKey(key: string): boolean {
  return secretKey.test(key);
}
