/** Lays out compact JSON as Go's json.MarshalIndent(v, "", "    ") does: empty arrays and objects stay closed. */
export function indentJSON(compact: string): string {
  const out: string[] = [];
  let depth = 0;
  let inString = false;
  const newline = (): void => {
    out.push('\n', '    '.repeat(depth));
  };
  for (let at = 0; at < compact.length; at++) {
    const char = compact.charAt(at);
    if (inString) {
      out.push(char);
      if (char === '\\') {
        at++;
        out.push(compact.charAt(at));
      } else if (char === '"') {
        inString = false;
      }
      continue;
    }
    switch (char) {
      case '{':
      case '[':
        out.push(char);
        if (compact.charAt(at + 1) === '}' || compact.charAt(at + 1) === ']') {
          at++;
          out.push(compact.charAt(at));
        } else {
          depth++;
          newline();
        }
        break;
      case '}':
      case ']':
        depth--;
        newline();
        out.push(char);
        break;
      case ',':
        out.push(char);
        newline();
        break;
      case ':':
        out.push(': ');
        break;
      default:
        inString = char === '"';
        out.push(char);
    }
  }
  return out.join('');
}
