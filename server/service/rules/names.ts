import { insertMember, replaceSpan } from '../edits/style.ts';
import { textOf } from '../members.ts';
import { pathOf, type Model } from '../model.ts';
import type { Span } from '../parse.ts';
import { catalogue } from '../schema/catalogue.ts';
import type { Finding, Rule } from './rule.ts';

const VALID_NAME = new RegExp(catalogue.list.schema.properties?.['name']?.pattern ?? '');

/** A network name made of any text: allowed characters only, never empty. */
export function networkName(text: string): string {
  const name = text
    .replaceAll(/[^a-zA-Z0-9_.-]+/g, '-')
    .replace(/^[^a-zA-Z0-9]+/, '')
    .replace(/-+$/, '');
  return name === '' ? 'mynet' : name;
}

/** The name that a file suggests for its network: its stem without extension and leading number. */
export function nameFromFile(uri: string): string {
  const file = pathOf(uri).split('/').at(-1) ?? '';
  return networkName(file.replace(/(\.(conflist|conf|json))+$/i, '').replace(/^\d+[-_]/, ''));
}

/** Where a complaint about the whole document is shown: on its opening brace. */
export function openingOf(model: Model): Span {
  return { offset: model.root?.offset ?? 0, length: model.root === undefined ? 0 : 1 };
}

const missing: Rule = {
  id: 'R019',
  name: 'name-missing',
  severity: 'error',
  *check(model): Iterable<Finding> {
    const { root, content } = model;
    if (root === undefined || content === 'none' || model.name !== undefined || model.sideLoaded) return;
    const says =
      content === 'list' && model.loadedAs !== 'single'
        ? 'libcni says "error parsing configuration list: no name"'
        : 'it loads, but ADD fails with "missing network name"';
    const name = nameFromFile(model.document.uri);
    const after = model.cniVersion?.key;
    yield {
      span: openingOf(model),
      message: `The network has no "name": ${says}`,
      fixes: () => [
        {
          title: `Insert "name": "${name}"`,
          preferred: true,
          changes: [insertMember(model.parsed.text, root, 'name', JSON.stringify(name), after)],
        },
      ],
    };
  },
};

/** Go's name for the kind of a JSON value in `invalid name type …`. */
const GO_TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    number: 'float64',
    boolean: 'bool',
    array: '[]interface {}',
    object: 'map[string]interface {}',
    null: '<nil>',
  }),
);

const type: Rule = {
  id: 'R020',
  name: 'name-type',
  severity: 'error',
  *check(model) {
    const value = model.name?.value;
    if (model.content !== 'list' || value === undefined || value.type === 'string') return;
    const says = `error parsing configuration list: invalid name type ${GO_TYPES.get(value.type) ?? value.type}`;
    const text = model.parsed.text.slice(value.offset, value.offset + value.length);
    const simple = value.type === 'number' || value.type === 'boolean';
    yield {
      span: value,
      message: `The name of a network is a string: libcni says "${says}"`,
      ...(simple
        ? { fixes: () => [{ title: 'Put it in quotes', preferred: true, changes: [replaceSpan(value, `"${text}"`)] }] }
        : {}),
    };
  },
};

const empty: Rule = {
  id: 'R021',
  name: 'name-empty',
  severity: 'error',
  *check(model) {
    const value = model.name?.value;
    if (value === undefined || textOf(value) !== '') return;
    const name = nameFromFile(model.document.uri);
    yield {
      span: value,
      message: 'The network needs a name: this loads, but ADD fails with "missing network name"',
      fixes: () => [{ title: `Name it "${name}"`, preferred: true, changes: [replaceSpan(value, `"${name}"`)] }],
    };
  },
};

/** Linux's limit for the name of a file. */
const NAME_MAX = 255;

/** What is in the name of a cached result beside the network's: with IDs as cnitool's and ours, and as containers' are. */
const [SHORT, LONG] = ['-cnitool-77383ca0a0715733ca6f-eth0'.length, 1 + 64 + '-eth0'.length];

const tooLong: Rule = {
  id: 'R022',
  name: 'name-charset',
  severity: 'error',
  *check(model) {
    const value = model.name?.value;
    const length = textOf(value)?.length ?? 0;
    if (value === undefined || length + LONG <= NAME_MAX) return;
    const fails = length + SHORT > NAME_MAX;
    yield {
      span: value,
      ...(fails ? {} : { severity: 'warning' as const }),
      message: `The name is part of a file name, and too long for it${fails ? '' : ' where the container ID has 64 letters'}: ADD fails with "failed to set network … cached result: … file name too long"`,
    };
  },
};

const characters: Rule = {
  id: 'R022',
  name: 'name-charset',
  severity: 'error',
  *check(model) {
    const value = model.name?.value;
    const text = textOf(value);
    if (value === undefined || text === undefined || text === '' || VALID_NAME.test(text)) return;
    if (isPath(model, text)) return;
    const name = networkName(text);
    yield {
      span: value,
      message:
        'A network name begins with a letter or digit and holds only letters, digits, "_", "." and "-": ' +
        `ADD fails with "invalid characters found in network name; ${text}"`,
      fixes: () => [{ title: `Rename to "${name}"`, preferred: true, changes: [replaceSpan(value, `"${name}"`)] }],
    };
  },
};

/** A name that leads out of the directory: in a list libcni joins it to the directory (loadSubDir). */
function isPath(model: Model, name: string): boolean {
  return model.content === 'list' && (name.includes('/') || name === '.' || name === '..');
}

const pathEscape: Rule = {
  id: 'R023',
  name: 'name-path-escape',
  severity: 'error',
  *check(model) {
    const value = model.name?.value;
    const text = textOf(value);
    if (value === undefined || text === undefined || !isPath(model, text)) return;
    const name = networkName(text);
    yield {
      span: value,
      message:
        `The name of a network is no path: ADD fails with "invalid characters found in network name; ${text}", ` +
        'and before that libcni looks for plugin files in the directory that it leads to',
      fixes: () => [{ title: `Rename to "${name}"`, preferred: true, changes: [replaceSpan(value, `"${name}"`)] }],
    };
  },
};

export const nameRules: readonly Rule[] = [missing, type, empty, characters, tooLong, pathEscape];
