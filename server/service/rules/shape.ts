import { insertMember, isMultiline, removeMember, replaceSpan, styleOf, wrapInArray } from '../edits/style.ts';
import { USUAL_VERSION, wrapInList } from '../edits/wrap.ts';
import { byteLength } from '../byte-length.ts';
import { exactMember, foldedMember, textOf, type Member } from '../members.ts';
import { fileOf, type Model } from '../model.ts';
import type { Node } from '../parse.ts';
import { typeFixes } from './chain-fixes.ts';
import { nameFromFile, openingOf } from './names.ts';
import type { Finding, Fix, Rule } from './rule.ts';

const listError = (text: string): string => `libcni says "error parsing configuration list: ${text}"`;

const rootNotObject: Rule = {
  id: 'R018',
  name: 'root-not-object',
  severity: 'error',
  *check(model) {
    const { root } = model;
    if (root === undefined || root.type === 'object' || root.type === 'property') return;
    const message = `A CNI configuration is a JSON object; this is ${article(root.type)}`;
    yield { span: root, message, fixes: () => listOfArray(model) };
  },
};

/** An array of plugin configurations is the chain of a list. */
function listOfArray({ root, loadedAs, document, parsed }: Model): readonly Fix[] {
  const isChain = root?.children?.every((one) => foldedMember(one, 'type') !== undefined) ?? false;
  if (root?.type !== 'array' || root.children?.length === 0 || !isChain || loadedAs === 'single') return [];
  const { colon, gap, eol, unit } = styleOf(parsed.text);
  const isLong = isMultiline(parsed.text, root);
  const array = parsed.text.slice(root.offset, root.offset + root.length).replaceAll('\n', `\n${unit}`);
  const parts = [
    `"cniVersion"${colon}"${USUAL_VERSION}"`,
    `"name"${colon}"${nameFromFile(document.uri)}"`,
    `"plugins"${colon}${array}`,
  ];
  const text = isLong ? `{${eol}${unit}${parts.join(`,${eol}${unit}`)}${eol}}` : `{${parts.join(`,${gap}`)}}`;
  return [{ title: 'Make a list of these plugins', preferred: true, changes: [replaceSpan(root, text)] }];
}

function article(kind: string): string {
  if (kind === 'null') return 'null';
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

/** `name` and `plugins` have rules of their own for any wrong type. */
const NULL_KEYS = ['cniVersion', 'cniVersions', 'disableCheck', 'disableGC', 'loadOnlyInlinedPlugins'];

const nullRefused: Rule = {
  id: 'R017',
  name: 'null-where-refused',
  severity: 'error',
  *check(model) {
    const { root } = model;
    if (root === undefined || model.content !== 'list') return;
    for (const key of NULL_KEYS) {
      const member = exactMember(root, key);
      if (member?.value?.type !== 'null') continue;
      const change = removeMember(root, key);
      yield {
        span: member.value,
        message: `In a list null is not the same as absent: libcni refuses it for "${key}". Remove the key`,
        fixes: () => (change === undefined ? [] : [{ title: `Remove "${key}"`, preferred: true, changes: [change] }]),
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
    if (root?.type !== 'object' || model.content !== 'list' || model.pluginsMember !== undefined) return;
    if (onlyInlined(root) !== undefined) return; // R030
    yield {
      span: openingOf(model),
      message:
        'The list has no "plugins": libcni says "no plugin configs found" (before 1.3: "no \'plugins\' key"), ' +
        'unless plugin files lie in the directory named as the network',
      fixes: () => [pluginsFix(model, root)],
    };
  },
};

/** A chain to begin with: of a bridge, which needs no settings. */
function pluginsFix(model: Model, root: Node): Fix {
  const { text } = model.parsed;
  const { colon } = styleOf(text);
  const pad = colon.slice(1);
  const chain = `[{${pad}"type"${colon}"bridge"${pad}}]`;
  return {
    title: 'Insert "plugins" with a bridge',
    changes: [insertMember(text, root, 'plugins', chain, lastKey(model))],
  };
}

/** `loadOnlyInlinedPlugins`, where libcni takes it for true (conf.go: a string too, whatever its case). */
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
    if (root === undefined || content !== 'list' || pluginsMember !== undefined || member === undefined) return;
    yield {
      span: member.node,
      message: `Nothing but the list's own plugins is to be loaded, and it has none: ${listError("`loadOnlyInlinedPlugins` is true, and no 'plugins' key")}`,
      fixes: () => [pluginsFix(model, root)],
    };
  },
};

function lastKey(model: Model): string | undefined {
  return model.name?.key ?? model.cniVersion?.key;
}

const GO_PLUGINS: ReadonlyMap<string, string> = new Map(
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
    if (value === undefined) return;
    if (value.type === 'array') {
      if ((value.children ?? []).length === 0) {
        yield { span: value, message: `The list needs at least one plugin: ${listError('no plugins in list')}` };
      }
      return;
    }
    yield {
      span: value,
      message: `"plugins" is an array: ${listError(`invalid 'plugins' type ${GO_PLUGINS.get(value.type) ?? value.type}`)}`,
      ...(value.type === 'object'
        ? {
            fixes: () => [{ title: 'Put it in an array', preferred: true, changes: [wrapInArray(parsed.text, value)] }],
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
    if (value?.type !== 'array') return;
    for (const [index, node] of (value.children ?? []).entries()) {
      if (node.type === 'object') continue;
      const text = parsed.text.slice(node.offset, node.offset + node.length);
      yield {
        span: node,
        message: `A plugin configuration is an object with a "type": libcni says "failed to parse plugin config ${index}"`,
        ...(textOf(node)
          ? {
              fixes: () => [
                {
                  title: `Write {"type": ${text}}`,
                  preferred: true,
                  changes: [replaceSpan(node, `{"type": ${text}}`)],
                },
              ],
            }
          : {}),
      };
    }
  },
};

const typeMissing: Rule = {
  id: 'R027',
  name: 'plugin-type-missing',
  severity: 'error',
  scope: 'plugin',
  *check(model) {
    const { plugins, content } = model;
    for (const plugin of plugins) {
      const value = plugin.type?.value;
      const absent = plugin.type === undefined || value?.type === 'null' || plugin.typeName === '';
      if (!absent) continue;
      const place = content === 'list' ? `failed to parse plugin config ${plugin.index}: ` : '';
      yield {
        span: value ?? { offset: plugin.node.offset, length: 1 },
        message: `The plugin has no "type", the program to run: libcni says "${place}error parsing configuration: missing 'type'"`,
        fixes: () => typeFixes(model, plugin),
      };
    }
  },
};

/** Linux's limit for one name in a path, in bytes. */
const NAME_MAX = 255;

/** Whether no executable file of a directory can have this name. */
function isNoFile(name: string): boolean {
  return /^\s+$|^\.\.?$/.test(name) || byteLength(name) > NAME_MAX;
}

const typePath: Rule = {
  id: 'R028',
  name: 'plugin-type-path',
  severity: 'error',
  scope: 'plugin',
  *check({ plugins }) {
    for (const { type, typeName, ipam } of plugins) {
      for (const [name, value] of [
        [typeName, type?.value],
        [ipam?.typeName, ipam?.type?.value],
      ] as const) {
        if (name === undefined || value === undefined) continue;
        if (isNoFile(name)) {
          const message = `No file has this name, so it is no plugin: running it fails with "failed to find plugin"`;
          yield { span: value, message };
        }
        if (!name.includes('/')) continue;
        const base = name.split('/').at(-1) ?? '';
        yield {
          span: value,
          message: `"type" is a file name without path: running it fails with "invalid plugin name: ${name}"`,
          ...(base === ''
            ? {}
            : {
                fixes: () => [
                  { title: `Write "${base}"`, preferred: true, changes: [replaceSpan(value, JSON.stringify(base))] },
                ],
              }),
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
    if (loadedAs !== 'single' || content !== 'list' || pluginsMember === undefined) return;
    if (foldedMember(model.root, 'type') !== undefined) return;
    // Elsewhere a .json may well be a list that a program reads by itself; no loader of a directory would take it.
    const certain = extension === '.conf' || model.path.includes('/net.d/');
    const name = fileOf(model).replace(/\.[^.]+$/, '.conflist');
    yield {
      span: pluginsMember.keyNode,
      severity: certain ? 'error' : 'information',
      message: `A ${extension} file holds a single plugin; this is a list, and a loader says "error parsing configuration: missing 'type'". Name the file .conflist`,
      fixes: () => [{ title: `Rename the file to ${name}`, preferred: true, rename: name }],
    };
  },
};

const singleInList: Rule = {
  id: 'R032',
  name: 'single-in-conflist',
  severity: 'error',
  *check(model) {
    if (model.loadedAs !== 'list' || model.content !== 'single' || model.root === undefined) return;
    if (exactMember(model.root, 'plugins') !== undefined) return;
    const type = foldedMember(model.root, 'type');
    yield {
      span: type?.node ?? openingOf(model),
      message:
        'A .conflist holds a list, and this is a single plugin configuration: libcni says "no plugin configs found" ' +
        '(before 1.3: "error parsing configuration list: no \'plugins\' key"). Wrap it into "plugins"',
      fixes: () => {
        const change = wrapInList(model);
        return change === undefined
          ? []
          : [{ title: 'Wrap into a list with "plugins"', preferred: true, changes: [change] }];
      },
    };
  },
};

export const shapeRules: readonly Rule[] = [
  rootNotObject,
  nullRefused,
  pluginsMissing,
  onlyInlinedMissing,
  pluginsType,
  entryType,
  typeMissing,
  typePath,
  listInConf,
  singleInList,
];
