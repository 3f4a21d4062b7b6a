/** A configuration inside a NetworkAttachmentDefinition. */
export interface Embedded {
  /** How the YAML writes it. */
  readonly style: string;
  /** The configuration; undefined if the definition has none. */
  readonly text: string | undefined;
  /** The document of the YAML file that holds it. */
  readonly document: string;
}

function dedent(block: string): string {
  const lines = block.split('\n');
  const depth = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(Number.isFinite(depth) ? depth : 0)).join('\n');
}

/** Reads the value of `config` from a document, without a YAML parser, so that it also reads YAML templates. */
function configOf(document: string): Omit<Embedded, 'document'> {
  const [, indent = '', after = ''] = /^([ \t]*)config:[ \t]*([\s\S]*)$/m.exec(document) ?? [];
  const header = /^([|>])([-+]?)\d?[ \t]*(?:#[^\n]*)?\n/.exec(after);
  if (header !== null) {
    const lines = after.slice(header[0].length).split('\n');
    const end = lines.findIndex((line) => line.trim() !== '' && line.search(/\S/) <= indent.length);
    return { style: `${header[1]}${header[2]}`, text: dedent((end < 0 ? lines : lines.slice(0, end)).join('\n')) };
  }
  const single = /^'((?:[^']|'')*)'/.exec(after)?.[1];
  if (single !== undefined) {
    return {
      style: single.includes('\n') ? 'single quotes, several lines' : 'single quotes, one line',
      text: single.replaceAll("''", "'"),
    };
  }
  const double = /^"((?:[^"\\]|\\[\s\S])*)"/.exec(after)?.[1];
  if (double !== undefined) {
    return { style: 'double quotes', text: double.replaceAll(/\\(["\\])/g, '$1').replaceAll('\\n', '\n') };
  }
  return after.trim() === '' ? { style: 'no config', text: undefined } : { style: 'no quotes', text: after };
}

/** The NetworkAttachmentDefinitions of a YAML file. */
export function embeddedIn(yaml: string): readonly Embedded[] {
  return yaml
    .replaceAll('\r\n', '\n')
    .split(/^---.*$/m)
    .filter((document) => /^\s*kind:\s*["']?NetworkAttachmentDefinition/m.test(document))
    .map((document) => ({ ...configOf(document), document }));
}

/** Shapes of a YAML file as a whole. */
export function* shapesOfYAML(yaml: string): Generator<string> {
  const documents = yaml.split(/^---.*$/m).filter((document) => /^\s*\w+:/m.test(document));
  const definitions = embeddedIn(yaml);
  if (definitions.length > 1) {
    yield 'several definitions';
  }
  if (documents.length > definitions.length) {
    yield 'other documents next to it';
  }
  if (/^\s*#/m.test(yaml)) {
    yield 'comments';
  }
  if (/\{\{|\{%/.test(yaml)) {
    yield 'a template';
  }
  if (/resourceName/.test(yaml)) {
    yield 'a resourceName';
  }
  if (/^\s*namespace:/m.test(yaml)) {
    yield 'a namespace';
  }
  if (/^kind:.*List$/m.test(yaml) || /^\s+- apiVersion/m.test(yaml)) {
    yield 'a definition inside a list';
  }
}
