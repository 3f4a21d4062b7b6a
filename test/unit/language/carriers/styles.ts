/** How a text can be written as a YAML scalar. */
export const scalarStyles = [
  'literal',
  'literal with CRLF',
  'folded',
  'single quotes',
  'lines in single quotes',
  'double quotes',
  'lines in double quotes',
] as const;
export type Style = (typeof scalarStyles)[number];

const indented = (text: string): string => text.replaceAll(/^(?=[^\n])/gm, '    ');

function scalarOf(text: string, style: Style): string {
  switch (style) {
    case 'literal':
    case 'literal with CRLF':
      return `|\n${indented(text)}`;
    case 'folded':
      return `>\n${indented(text)}`;
    case 'single quotes':
      return `'${text.replaceAll(/\s*\n\s*/g, ' ').replaceAll("'", "''")}'\n`;
    case 'lines in single quotes':
      return `'${indented(text.replaceAll("'", "''")).trim()}'\n`;
    case 'double quotes':
      return `${JSON.stringify(text)}\n`;
    case 'lines in double quotes':
      return `"${indented(text.replaceAll(/["\\]/g, String.raw`\$&`)).trim()}"\n`;
  }
}

/** A NetworkAttachmentDefinition that holds a text in one style. */
export function definitionWith(text: string, style: Style): string {
  const head = 'apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata:\n  name: made\n';
  const whole = `${head}spec:\n  config: ${scalarOf(text, style)}`;
  return style === 'literal with CRLF' ? whole.replaceAll('\n', '\r\n') : whole;
}
