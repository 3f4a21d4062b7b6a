/** How a text is encoded that should be a configuration, and the configuration if it can be decoded. */
export interface EncodedText {
  readonly kind: 'base64' | 'gzip' | 'vault' | 'sops' | 'encrypted';
  readonly decoded?: string;
}

/** Shortest text that is taken for base64. */
const shortestBase64 = 16;
const base64Text = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;
/** The beginning of gzip data in base64. */
const gzipStart = 'H4sI';

/** Returns the encoding of a text; undefined if it is plain. */
export function encodingOf(text: string): EncodedText | undefined {
  const start = text.trimStart().slice(0, 100);
  if (start === '' || /^[{[/\uFEFF]/.test(start)) {
    return undefined;
  }
  if (start.startsWith('$ANSIBLE_VAULT;')) {
    return { kind: 'vault' };
  }
  if (start.startsWith('ENC[')) {
    return { kind: 'sops' };
  }
  if (/^-----BEGIN (?:PGP MESSAGE|AGE ENCRYPTED FILE)/.test(start)) {
    return { kind: 'encrypted' };
  }
  if (text.trim().length < shortestBase64 || !base64Text.test(text)) {
    return undefined;
  }
  if (start.startsWith(gzipStart)) {
    return { kind: 'gzip' };
  }
  const decoded = decodeBase64(text);
  return decoded !== undefined && /^\s*[{[]/.test(decoded) ? { kind: 'base64', decoded } : undefined;
}

/** Returns the text for base64; undefined if it is not UTF-8. */
export function decodeBase64(text: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64'));
  } catch {
    return undefined;
  }
}

/** Whether SOPS encrypted the values of a JSON text. */
export function isSOPS(text: string): boolean {
  return text.includes('ENC[') && /"sops"\s*:\s*\{/.test(text);
}
