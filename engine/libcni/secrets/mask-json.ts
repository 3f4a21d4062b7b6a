import { maskSecrets } from './mask-text.ts';
import { isSecretKey, mask } from './secret-keys.ts';

/** A token of valid JSON: a string, a bracket, a colon or comma, or another scalar. */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/g;

/** An open object or array. */
interface Open {
  readonly isObject: boolean;
  /** Whether all values in it are secrets, because a key above it says so. */
  readonly isSecret: boolean;
  /** Whether the next string is a key. */
  atKey: boolean;
  /** Whether the value of the last key is a secret. */
  isValueSecret: boolean;
}

/** Masks the tokens of one JSON text in order. */
class Masker {
  readonly #open: Open[] = [];

  replace(token: string): string {
    const parent = this.#open.at(-1);
    const isSecret = parent !== undefined && (parent.isSecret || (parent.isObject && parent.isValueSecret));
    switch (token) {
      case '{':
      case '[':
        this.#open.push({ isObject: token === '{', isSecret, atKey: token === '{', isValueSecret: false });
        return token;
      case '}':
      case ']':
        this.#open.pop();
        return token;
      case ',':
        if (parent !== undefined) {
          parent.atKey = parent.isObject;
        }
        return token;
      case ':':
        return token;
      default:
        if (parent?.atKey === true) {
          parent.atKey = false;
          parent.isValueSecret = isSecretKey(parse(token));
          return token;
        }
        return isSecret ? maskScalar(token) : maskString(token);
    }
  }
}

function parse(token: string): string {
  return String(JSON.parse(token));
}

/** Masks a value of a secret key, but not an empty text, true, false or null. */
function maskScalar(token: string): string {
  return ['""', 'true', 'false', 'null'].includes(token) ? token : JSON.stringify(mask);
}

/** Masks what is in a string of another key, which may itself be JSON. */
function maskString(token: string): string {
  if (!token.startsWith('"')) {
    return token;
  }
  const text = parse(token);
  const masked = maskText(text);
  return masked === text ? token : JSON.stringify(masked);
}

/**
 * Returns a text with its secrets replaced by "***": in JSON the values of secret keys at any depth, and what looks like a
 * secret elsewhere. Nothing else of the text changes, not even its numbers and spaces.
 */
export function maskText(text: string): string {
  if (!isContainer(text)) {
    return maskSecrets(text);
  }
  const masker = new Masker();
  return text.replaceAll(tokens, (token) => masker.replace(token));
}

/** Returns true for the JSON of an object or array. */
function isContainer(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) {
    return false;
  }
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
