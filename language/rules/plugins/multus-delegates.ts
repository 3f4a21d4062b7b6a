import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { catalog } from '../../schema/catalog.ts';
import { delegateMember, delegatesOf, ignoresDelegates, type Delegate } from '../../document/delegates.ts';
import { exactMember, foldedMember, textOf } from '../../document/members.ts';
import type { Model } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { releasedVersions } from '../../document/spec-version.ts';
import { changeTo, elementRemoval, insertion, ofType } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import { rejection } from '../list/version-fixes.ts';
import type { Finding, Rule } from '../rule.ts';

const validName = new RegExp(catalog.list.schema.properties?.['name']?.pattern ?? '');

/** Reports a delegate without a valid name, which Multus passes to libcni (pkg/multus, confAdd and conflistAdd). */
function* nameOf(model: Model, delegate: Delegate): Generator<Finding> {
  const { node, index, isList } = delegate;
  const value = delegateMember(delegate, 'name')?.value;
  const text = value === undefined || value.type === 'null' ? '' : textOf(value);
  if (text === undefined && isList && value !== undefined) {
    yield { span: value, message: failsWith('multus', 'LoadDelegateNetConf: … json: cannot unmarshal …') };
  }
  if (text === undefined || (text !== '' && validName.test(text))) {
    return;
  }
  const missing = isList
    ? 'error converting the raw bytes into a conflist: error parsing configuration list: no name'
    : 'missing network name';
  yield {
    span: value ?? { offset: node.offset, length: 1 },
    message:
      text === ''
        ? sentences(l10n.t('This delegate has no "name".'), failsWith('multus', missing))
        : sentences(
            l10n.t('"{0}" is not a valid name of a network.', text),
            failsWith('multus', 'invalid characters in network name'),
          ),
    fixes: () => {
      const name = `${textOf(model.name?.value) || 'mynet'}-${index}`;
      return value === undefined
        ? [insertion(model, node, 'name', JSON.stringify(name), undefined, false)]
        : [changeTo(value, name, false)];
    },
  };
}

/** Reports a version of a delegate that the plugins do not have. */
function* versionOf(delegate: Delegate): Generator<Finding> {
  const value = delegateMember(delegate, 'cniVersion')?.value;
  const text = textOf(value);
  if (value === undefined || value.type === 'null' || text === '' || releasedVersions.includes(text ?? '')) {
    return;
  }
  yield {
    span: value,
    message:
      text === undefined
        ? failsWith('multus', 'LoadDelegateNetConf: … json: cannot unmarshal …')
        : sentences(l10n.t('The specification has no version "{0}".', text), failsWith('multus', rejection(text))),
  };
}

/** Reports a list without plugins, or whose first plugin has no type (pkg/types, LoadDelegateNetConfList). */
function* pluginsOf({ node }: Delegate): Generator<Finding> {
  const value = exactMember(node, 'plugins')?.value;
  if (value === undefined || value.type === 'null' || textOf(foldedMember(node, 'type')?.value)) {
    return;
  }
  if (value.type !== 'array') {
    const error = 'LoadDelegateNetConfList: … json: cannot unmarshal …';
    yield {
      span: value,
      message: sentences(
        l10n.t('"{0}" must be of type {1}, not {2}.', 'plugins', 'array', value.type),
        failsWith('multus', error),
      ),
    };
    return;
  }
  const [first, ...others] = value.children ?? [];
  if (first === undefined) {
    const error = 'panic: runtime error: index out of range [0] with length 0';
    yield {
      span: value,
      message: sentences(l10n.t('The list of this delegate is empty.'), failsWith('multus', error)),
    };
    return;
  }
  yield* pluginOf(first, "LoadDelegateNetConfList: a plugin delegate must have the 'type' field");
  for (const [index, one] of others.entries()) {
    yield* pluginOf(one, `failed to parse plugin config ${index + 1}: error parsing configuration: missing 'type'`);
  }
}

/** Reports an element of the plugins of a list that is not a plugin with a type. */
function* pluginOf(node: Node, withoutType: string): Generator<Finding> {
  if (node.type === 'object') {
    if (!textOf(foldedMember(node, 'type')?.value)) {
      yield { span: { offset: node.offset, length: 1 }, message: failsWith('multus', withoutType) };
    }
    return;
  }
  // Multus dereferences the first one.
  const error =
    node.type === 'null'
      ? 'panic: runtime error: invalid memory address or nil pointer dereference'
      : 'LoadDelegateNetConfList: … json: cannot unmarshal …';
  yield {
    span: node,
    message: sentences(l10n.t('A plugin must be an object.'), failsWith('multus', error)),
    fixes: () => elementRemoval(node, l10n.t('Remove the entry')),
  };
}

const incomplete: Rule = {
  id: 'R220',
  name: 'multus-delegate',
  severity: 'error',
  *check(model): Iterable<Finding> {
    // What seems to be missing may be in the part that could not be parsed.
    for (const plugin of model.parsed.problems.length > 0 ? [] : ofType(model, 'multus')) {
      for (const delegate of ignoresDelegates(plugin) ? [] : delegatesOf(plugin)) {
        yield* nameOf(model, delegate);
        yield* versionOf(delegate);
        yield* pluginsOf(delegate);
      }
    }
  },
};

/** Rules about the configurations in "delegates" of Multus v4.3.0. */
export const multusDelegateRules: readonly Rule[] = [incomplete];
