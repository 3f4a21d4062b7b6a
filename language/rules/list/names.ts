import * as l10n from '@vscode/l10n';
import { changeTo, insertion } from '../../edits/simple-fixes.ts';
import { textOf } from '../../document/members.ts';
import { pathOf, type Model } from '../../document/model.ts';
import type { Span } from '../../document/span.ts';
import { catalog } from '../../schema/catalog.ts';
import type { RuleContext } from '../../workspace/context.ts';
import type { Finding, Rule } from '../rule.ts';

const validName = new RegExp(catalog.list.schema.properties?.['name']?.pattern ?? '');

/** Returns a valid network name made from any text. */
export function networkName(text: string): string {
  const name = text
    .replaceAll(/[^a-zA-Z0-9_.-]+/g, '-')
    .replace(/^[^a-zA-Z0-9]+/, '')
    .replace(/-+$/, '');
  return name === '' ? 'mynet' : name;
}

/** Returns the name that a file suggests for its network: without extension and leading number. */
export function nameFromFile(uri: string): string {
  const file = pathOf(uri).split('/').at(-1) ?? '';
  return networkName(file.replace(/(\.(conflist|conf|json))+$/i, '').replace(/^\d+[-_]/, ''));
}

/** Returns the name to propose for a network. */
export function suggestedName({ document }: Pick<Model, 'document'>, { suggestedName: given }: RuleContext): string {
  return given ?? nameFromFile(document.uri);
}

/** Returns the span for findings about the whole document: its opening brace. */
export function openingOf(model: Model): Span {
  return { offset: model.root?.offset ?? 0, length: model.root === undefined ? 0 : 1 };
}

const missing: Rule = {
  id: 'R019',
  name: 'name-missing',
  severity: 'error',
  *check(model, context): Iterable<Finding> {
    const { root, content } = model;
    if (root === undefined || content === 'none' || model.name !== undefined || model.sideLoaded) {
      return;
    }
    const name = suggestedName(model, context);
    const after = model.cniVersion?.key;
    yield {
      span: openingOf(model),
      message:
        content === 'list' && model.loadedAs !== 'single'
          ? l10n.t('The network has no "name". libcni fails with "error parsing configuration list: no name".')
          : l10n.t('The network has no "name". libcni loads it, but ADD fails with "missing network name".'),
      fixes: () => [insertion(model, root, 'name', JSON.stringify(name), after)],
    };
  },
};

/** Go's names for the types of JSON values in `invalid name type …`. */
const goTypes: ReadonlyMap<string, string> = new Map(
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
    if (model.content !== 'list' || value === undefined || value.type === 'string') {
      return;
    }
    const text = model.parsed.text.slice(value.offset, value.offset + value.length);
    const simple = value.type === 'number' || value.type === 'boolean';
    yield {
      span: value,
      message: l10n.t(
        'The name of a network must be a string. libcni fails with "error parsing configuration list: invalid name type {0}".',
        goTypes.get(value.type) ?? value.type,
      ),
      fixes: simple ? () => [changeTo(value, text)] : undefined,
    };
  },
};

const empty: Rule = {
  id: 'R021',
  name: 'name-empty',
  severity: 'error',
  *check(model, context) {
    const value = model.name?.value;
    if (value === undefined || textOf(value) !== '') {
      return;
    }
    const name = suggestedName(model, context);
    yield {
      span: value,
      message: l10n.t('The name of the network is empty. libcni loads it, but ADD fails with "missing network name".'),
      fixes: () => [changeTo(value, name)],
    };
  },
};

/** Linux's limit for file names, in bytes. */
const nameMax = 255;

/** Length of the other parts of a cached result's file name: with a container ID of cnitool, and with a real one. */
const [short, longestRest] = ['-cnitool-77383ca0a0715733ca6f-eth0'.length, 1 + 64 + '-eth0'.length];

function* tooLong(model: Model): Generator<Finding> {
  const value = model.name?.value;
  const length = textOf(value)?.length ?? 0;
  if (value === undefined || length + longestRest <= nameMax) {
    return;
  }
  const fails = length + short > nameMax;
  yield {
    span: value,
    severity: fails ? undefined : 'warning',
    message: fails
      ? l10n.t(
          'The name is too long to be part of a file name. ADD fails with "failed to set network … cached result: … file name too long".',
        )
      : l10n.t(
          'The name is too long to be in a file name together with a container ID of 64 characters. ADD of such a container fails with "failed to set network … cached result: … file name too long".',
        ),
  };
}

function* forbiddenCharacters(model: Model): Generator<Finding> {
  const value = model.name?.value;
  const text = textOf(value);
  if (value === undefined || text === undefined || text === '' || validName.test(text)) {
    return;
  }
  if (isPath(model, text)) {
    return;
  }
  const name = networkName(text);
  yield {
    span: value,
    message: l10n.t(
      'A network name must begin with a letter or digit and contain only letters, digits, "_", "." and "-". ADD fails with: invalid characters found in network name; {0}',
      text,
    ),
    fixes: () => [changeTo(value, name)],
  };
}

/** Whether a name leads to another directory: libcni joins the name of a list to its directory (loadSubDir). */
function isPath(model: Model, name: string): boolean {
  return model.content === 'list' && (name.includes('/') || name === '.' || name === '..');
}

const characters: Rule = {
  id: 'R022',
  name: 'name-charset',
  severity: 'error',
  *check(model) {
    yield* forbiddenCharacters(model);
    yield* tooLong(model);
  },
};

const pathEscape: Rule = {
  id: 'R023',
  name: 'name-path-escape',
  severity: 'error',
  *check(model) {
    const value = model.name?.value;
    const text = textOf(value);
    if (value === undefined || text === undefined || !isPath(model, text)) {
      return;
    }
    const name = networkName(text);
    yield {
      span: value,
      message: l10n.t(
        'The name of a network must not be a path, because libcni looks for plugin files there. ADD then fails with: invalid characters found in network name; {0}',
        text,
      ),
      fixes: () => [changeTo(value, name)],
    };
  },
};

export const nameRules: readonly Rule[] = [missing, type, empty, characters, pathEscape];
