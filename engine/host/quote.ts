/**
 * Shell text of this project is kept as a "binary string": one character per byte (latin1), so that any bytes can
 * stand in a script. {@link quote} is the only way from data into it.
 */
export type ShellText = string;

/** Bytes of a UTF-8 text, or the bytes themselves, as one character per byte. */
function toBinary(data: string | Uint8Array): string {
  const bytes =
    typeof data === 'string' ? Buffer.from(data, 'utf8') : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return bytes.toString('latin1');
}

/**
 * One shell word that any POSIX shell reads as exactly these bytes.
 * @throws TypeError when the data holds a NUL, which neither an argument nor a variable can carry.
 */
export function quote(data: string | Uint8Array): ShellText {
  const binary = toBinary(data);
  if (binary.includes('\0')) {
    throw new TypeError(`A shell word cannot hold a NUL character: ${JSON.stringify(binary)}`);
  }
  return `'${binary.replaceAll("'", `'\\''`)}'`;
}

/**
 * The arguments for `printf` that make it write exactly these bytes, NUL included. Without NUL and backslash trouble
 * `%s` is enough, and it is the faster of the two in every shell. A format that began with a hyphen would be an option.
 */
export function quoteForPrintf(data: Uint8Array): ShellText {
  const binary = toBinary(data);
  if (!binary.includes('\0')) {
    return `%s ${quote(data)}`;
  }
  const format = binary.replaceAll('\\', '\\\\').replaceAll('%', '%%').replaceAll('\0', '\\000').replace(/^-/, '\\055');
  return `'${format.replaceAll("'", `'\\''`)}'`;
}

/** `NAME='value' …` with a blank behind each, to stand before a command. @throws TypeError for a name no shell can assign. */
export function quoteAssignments(env: Readonly<Record<string, string>>): ShellText {
  let text = '';
  for (const [name, value] of Object.entries(env)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new TypeError(`Not a name that a shell can give to an environment variable: ${JSON.stringify(name)}`);
    }
    text += `${name}=${quote(value)} `;
  }
  return text;
}
