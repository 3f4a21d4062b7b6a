import * as l10n from '@vscode/l10n';
import { changeTo } from '../../edits/simple-fixes.ts';
import { insertMember, isMultiline, removeMember, replaceSpan, styleOf, wrapInArray } from '../../edits/style.ts';
import { usualVersion, wrapInList } from '../../edits/wrap.ts';
import { byteLength } from '../../document/byte-length.ts';
import { exactMember, foldedMember, textOf, type Member } from '../../document/members.ts';
import { fileOf, type Model } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { typeFixes } from './chain-fixes.ts';
import { openingOf, suggestedName } from './names.ts';
import { inDelegates } from '../delegated.ts';
import type { Finding, Fix, Rule } from '../rule.ts';

const rootNotObject: Rule = {
  id: 'R018',
  name: 'root-not-object',
  severity: 'error',
  *check(model, context) {
    const { root } = model;
    if (root === undefined || root.type === 'object' || root.type === 'property') {
      return;
    }
    const message = l10n.t('A CNI configuration must be a JSON object. libcni does not load this file.');
    yield { span: root, message, fixes: () => listOfArray(model, suggestedName(model, context)) };
  },
};

/** Returns a fix that makes a list from an array of plugin configurations. */
function listOfArray({ root, loadedAs, parsed }: Model, name: string): readonly Fix[] {
  const isChain = root?.children?.every((one) => foldedMember(one, 'type') !== undefined) ?? false;
  if (root?.type !== 'array' || root.children?.length === 0 || !isChain || loadedAs === 'single') {
    return [];
  }
  const { colon, gap, eol, unit } = styleOf(parsed.text);
  const isLong = isMultiline(parsed.text, root);
  const array = parsed.text.slice(root.offset, root.offset + root.length).replaceAll('\n', `\n${unit}`);
  const parts = [`"cniVersion"${colon}"${usualVersion}"`, `"name"${colon}"${name}"`, `"plugins"${colon}${array}`];
  const text = isLong ? `{${eol}${unit}${parts.join(`,${eol}${unit}`)}${eol}}` : `{${parts.join(`,${gap}`)}}`;
  return [{ title: l10n.t('Convert to a list of these plugins'), preferred: true, changes: [replaceSpan(root, text)] }];
}

/** Keys of a list for which libcni does not accept null; R020 and R025 report `name` and `plugins`. */
const nullKeys = ['cniVersion', 'cniVersions', 'disableCheck', 'disableGC', 'loadOnlyInlinedPlugins'];

const nullRejected: Rule = {
  id: 'R017',
  name: 'null-where-refused',
  severity: 'error',
  *check(model) {
    const { root } = model;
    if (root === undefined || model.content !== 'list') {
      return;
    }
    for (const key of nullKeys) {
      const member = exactMember(root, key);
      if (member?.value?.type !== 'null') {
        continue;
      }
      const change = removeMember(root, key);
      yield {
        span: member.value,
        message: l10n.t('libcni does not accept null for "{0}" in a list. Remove the key.', key),
        fixes: () =>
          change === undefined ? [] : [{ title: l10n.t('Remove {0}', `"${key}"`), preferred: true, changes: [change] }],
      };
    }
  },
};

const pluginsMissing: Rule = {
  id: 'R024',
  name: 'plugins-missing',
  severity: 'error',
  *check(model): Iterable<Finding> {
    const { root } = model;
    if (root?.type !== 'object' || model.content !== 'list' || model.pluginsMember !== undefined) {
      return;
    }
    // R030 reports it.
    if (onlyInlined(root) !== undefined) {
      return;
    }
    yield {
      span: openingOf(model),
      message: l10n.t(
        'The list has no "plugins". libcni fails with "no plugin configs found" (before 1.3: "no \'plugins\' key") unless the directory of the network holds plugin files.',
      ),
      fixes: () => [pluginsFix(model, root)],
    };
  },
};

/** Returns a fix that adds a chain with a bridge, which needs no settings. */
function pluginsFix(model: Model, root: Node): Fix {
  const { text } = model.parsed;
  const { colon } = styleOf(text);
  const pad = colon.slice(1);
  const chain = `[{${pad}"type"${colon}"bridge"${pad}}]`;
  return {
    title: l10n.t('Add "plugins" with a bridge'),
    changes: [insertMember(text, root, 'plugins', chain, lastKey(model))],
  };
}

/** Returns `loadOnlyInlinedPlugins` if libcni reads it as true (conf.go: also from a string, in any case). */
function onlyInlined(root: Model['root']): Member | undefined {
  const member = exactMember(root, 'loadOnlyInlinedPlugins');
  const value: unknown = member?.value?.value;
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true') ? member : undefined;
}

const onlyInlinedMissing: Rule = {
  id: 'R030',
  name: 'load-only-inlined-without-plugins',
  severity: 'error',
  *check(model) {
    const { root, content, pluginsMember } = model;
    const member = onlyInlined(root);
    if (root === undefined || content !== 'list' || pluginsMember !== undefined || member === undefined) {
      return;
    }
    yield {
      span: member.node,
      message: l10n.t(
        'The list loads only its own plugins, but it has none. libcni fails with "error parsing configuration list: `loadOnlyInlinedPlugins` is true, and no \'plugins\' key".',
      ),
      fixes: () => [pluginsFix(model, root)],
    };
  },
};

function lastKey(model: Model): string | undefined {
  return model.name?.key ?? model.cniVersion?.key;
}

const goPlugins: ReadonlyMap<string, string> = new Map(
  Object.entries({
    object: 'map[string]interface {}',
    string: 'string',
    number: 'float64',
    boolean: 'bool',
    null: '<nil>',
  }),
);

const pluginsType: Rule = {
  id: 'R025',
  name: 'plugins-type',
  severity: 'error',
  *check({ pluginsMember, parsed }) {
    const value = pluginsMember?.value;
    if (value === undefined) {
      return;
    }
    if (value.type === 'array') {
      if ((value.children ?? []).length === 0) {
        const message = l10n.t(
          'The list needs at least one plugin. libcni fails with "error parsing configuration list: no plugins in list".',
        );
        yield { span: value, message };
      }
      return;
    }
    yield {
      span: value,
      message: l10n.t(
        '"plugins" must be an array. libcni fails with "error parsing configuration list: invalid \'plugins\' type {0}".',
        goPlugins.get(value.type) ?? value.type,
      ),
      ...(value.type === 'object'
        ? {
            fixes: () => [
              {
                title: l10n.t('Wrap in an array'),
                preferred: true,
                certain: 'content',
                changes: [wrapInArray(parsed.text, value)],
              },
            ],
          }
        : {}),
    };
  },
};

const entryType: Rule = {
  id: 'R026',
  name: 'plugin-entry-type',
  severity: 'error',
  *check({ pluginsMember, parsed }) {
    const value = pluginsMember?.value;
    if (value?.type !== 'array') {
      return;
    }
    for (const [index, node] of (value.children ?? []).entries()) {
      if (node.type === 'object') {
        continue;
      }
      const object = `{"type": ${parsed.text.slice(node.offset, node.offset + node.length)}}`;
      const fix = (): Fix => ({
        title: l10n.t('Change to {0}', object),
        preferred: true,
        changes: [replaceSpan(node, object)],
      });
      yield {
        span: node,
        message: l10n.t(
          'A plugin configuration must be an object with a "type". libcni fails with "failed to parse plugin config {0}".',
          index,
        ),
        ...(textOf(node) ? { fixes: () => [fix()] } : {}),
      };
    }
  },
};

const typeMissing: Rule = {
  id: 'R027',
  name: 'plugin-type-missing',
  severity: 'error',
  *check(model) {
    const { plugins, content } = model;
    for (const plugin of plugins) {
      const value = plugin.type?.value;
      const absent = plugin.type === undefined || value?.type === 'null' || plugin.typeName === '';
      if (!absent) {
        continue;
      }
      yield {
        span: value ?? { offset: plugin.node.offset, length: 1 },
        message:
          content === 'list'
            ? l10n.t(
                'The plugin has no "type", which names the program to run. libcni fails with "failed to parse plugin config {0}: error parsing configuration: missing \'type\'".',
                plugin.index,
              )
            : l10n.t(
                'The plugin has no "type", which names the program to run. libcni fails with "error parsing configuration: missing \'type\'".',
              ),
        fixes: () => typeFixes(model, plugin),
      };
    }
  },
};

/** Linux's limit for one name in a path, in bytes. */
const nameMax = 255;

/** Whether an executable file of a directory cannot have this name. */
function isInvalidFileName(name: string): boolean {
  return /^\s+$|^\.\.?$/.test(name) || byteLength(name) > nameMax;
}

const typePath: Rule = {
  id: 'R028',
  name: 'plugin-type-path',
  severity: 'error',
  *check({ plugins }) {
    for (const { type, typeName, ipam } of plugins) {
      for (const [name, value] of [
        [typeName, type?.value],
        [ipam?.typeName, ipam?.type?.value],
      ] as const) {
        if (name === undefined || value === undefined) {
          continue;
        }
        if (isInvalidFileName(name)) {
          const message = l10n.t('A plugin file cannot have this name. ADD fails with "failed to find plugin".');
          yield { span: value, message };
        }
        if (!name.includes('/')) {
          continue;
        }
        const base = name.split('/').at(-1) ?? '';
        yield {
          span: value,
          message: l10n.t('"type" must be a file name without a path. ADD fails with: invalid plugin name: {0}', name),
          fixes: base === '' ? undefined : () => [changeTo(value, base)],
        };
      }
    }
  },
};

const listInConf: Rule = {
  id: 'R031',
  name: 'list-in-conf-file',
  severity: 'error',
  *check(model) {
    const { loadedAs, content, pluginsMember, extension } = model;
    if (loadedAs !== 'single' || content !== 'list' || pluginsMember === undefined) {
      return;
    }
    if (foldedMember(model.root, 'type') !== undefined) {
      return;
    }
    // A .json elsewhere may be a list that a program reads by its path; a runtime does not load it from a directory.
    const certain = extension === '.conf' || model.path.includes('/net.d/');
    const name = fileOf(model).replace(/\.[^.]+$/, '.conflist');
    yield {
      span: pluginsMember.keyNode,
      severity: certain ? 'error' : 'information',
      message: l10n.t(
        'This is a list, but runtimes load a {0} file as a single plugin and report "error parsing configuration: missing \'type\'". Rename the file to .conflist.',
        extension,
      ),
      fixes: () => [{ title: l10n.t('Rename the file to {0}', name), preferred: true, rename: name }],
    };
  },
};

const singleInList: Rule = {
  id: 'R032',
  name: 'single-in-conflist',
  severity: 'error',
  *check(model) {
    if (model.loadedAs !== 'list' || model.content !== 'single' || model.root === undefined) {
      return;
    }
    if (exactMember(model.root, 'plugins') !== undefined) {
      return;
    }
    const type = foldedMember(model.root, 'type');
    yield {
      span: type?.node ?? openingOf(model),
      message: l10n.t(
        'A .conflist must hold a list, but this is a single plugin, so libcni fails with "no plugin configs found" (before 1.3: "error parsing configuration list: no \'plugins\' key"). Wrap it in "plugins".',
      ),
      fixes: () => {
        const change = wrapInList(model);
        return change === undefined
          ? []
          : [
              {
                title: l10n.t('Wrap in a list with "plugins"'),
                preferred: true,
                certain: 'content',
                changes: [change],
              },
            ];
      },
    };
  },
};

export const shapeRules: readonly Rule[] = [
  rootNotObject,
  nullRejected,
  pluginsMissing,
  onlyInlinedMissing,
  pluginsType,
  entryType,
  typeMissing,
  ...inDelegates([typePath]),
  listInConf,
  singleInList,
];
