declare const shellText: unique symbol;

/**
 * Text that a shell may read. It is kept as a "binary string": one character per byte (latin1), so that any bytes can
 * be in a script. Only this file and the `.sh` programs create it; only {@link quote} turns data into it.
 */
export type ShellText = string & { readonly [shellText]: true };

/** Marks text from this file, for the compiler only. */
function mark(_text: string): asserts _text is ShellText {}

function trusted(text: string): ShellText {
  mark(text);
  return text;
}

/** Returns shell text from a template with shell text and numbers. */
export function sh(parts: TemplateStringsArray, ...values: readonly (ShellText | number)[]): ShellText {
  return trusted(parts.map((part, index) => `${part}${values[index] ?? ''}`).join(''));
}

/** Returns the bytes of a UTF-8 text, or the given bytes, as one character per byte. */
function toBinary(data: string | Uint8Array): string {
  const bytes =
    typeof data === 'string' ? Buffer.from(data, 'utf8') : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return bytes.toString('latin1');
}

/**
 * Returns one shell word that any POSIX shell reads as exactly these bytes.
 * @throws TypeError for a NUL, which no argument or variable can have.
 */
export function quote(data: string | Uint8Array): ShellText {
  const binary = toBinary(data);
  if (binary.includes('\0')) {
    throw new TypeError(`A shell word cannot hold a NUL character: ${JSON.stringify(binary)}`);
  }
  return trusted(`'${binary.replaceAll("'", `'\\''`)}'`);
}

/** Returns {@link quote} of each word, separated by spaces. */
export function quoteWords(words: readonly (string | Uint8Array)[]): ShellText {
  return trusted(words.map((word) => quote(word)).join(' '));
}

/** Returns {@link quote} of a text, for an argument of a process, which Node encodes itself. */
export function quoteText(text: string): string {
  return Buffer.from(quote(text), 'latin1').toString();
}

/**
 * Returns the arguments with which `printf` writes exactly these bytes, including NUL. Without NUL, `%s` suffices and is faster
 * in every shell. A format that begins with a hyphen would be an option.
 */
export function quoteForPrintf(data: Uint8Array): ShellText {
  const binary = toBinary(data);
  if (!binary.includes('\0')) {
    return sh`%s ${quote(data)}`;
  }
  const format = binary.replaceAll('\\', '\\\\').replaceAll('%', '%%').replaceAll('\0', '\\000').replace(/^-/, '\\055');
  return trusted(`'${format.replaceAll("'", `'\\''`)}'`);
}

/** Returns `NAME='value' …` with a space after each, for use before a command. @throws TypeError for a name that no shell can assign. */
export function quoteAssignments(env: Readonly<Record<string, string>>): ShellText {
  let text = '';
  for (const [name, value] of Object.entries(env)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new TypeError(`Not a name that a shell can give to an environment variable: ${JSON.stringify(name)}`);
    }
    text += `${name}=${quote(value)} `;
  }
  return trusted(text);
}

/** Returns a command as a person would type it: only words with special characters are quoted. For display. */
export function readableCommand(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quoteText(word))).join(' ');
}
