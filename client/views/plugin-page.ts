import * as l10n from '@vscode/l10n';
import { commaList } from '../../engine/text/listing.ts';
import type { HostContents } from '../hosts/host-knowledge.ts';
import { isRecord } from '../../engine/libcni/json/record.ts';

type Facts = HostContents['facts'];

/** The facts about a program in a plugin directory. */
export type PluginFact = Facts['plugins'][number];

/** Returns the facts about the program at `path`; undefined when it is not in a plugin directory. */
export function pluginAt({ plugins }: Facts, path: string): PluginFact | undefined {
  return plugins.find((plugin) => plugin.path === path);
}

/** Returns a Markdown page about a plugin. */
export function pluginPage(plugin: PluginFact, { host, configFiles }: Facts): string {
  const { name, path, release, supportedVersions, problem } = plugin;
  const users = configFiles.filter(({ text }) => pluginTypes(text).includes(name)).map((file) => file.path);
  const rows: readonly (readonly [string, string])[] = [
    [l10n.t('Host'), host],
    [l10n.t('Program'), path],
    ...(problem === undefined ? [] : [[l10n.t('Problem'), problem] as const]),
    [l10n.t('Release'), release ?? l10n.t('not reported')],
    [l10n.t('CNI versions'), supportedVersions === undefined ? l10n.t('not reported') : commaList(supportedVersions)],
    [l10n.t('Used by'), users.length === 0 ? l10n.t('no configuration on this host') : commaList(users)],
  ];
  const table = rows.map(([key, value]) => `| ${escaped(key)} | ${escaped(value)} |\n`);
  return `# ${escaped(name)}\n\n| | |\n|---|---|\n${table.join('')}`;
}

/** Returns the types of plugins and IPAM plugins in a configuration; none when the text is not one. */
function pluginTypes(text: string): readonly unknown[] {
  const value = parsed(text);
  const plugins = Array.isArray(value?.['plugins']) ? value['plugins'] : [value];
  return plugins.filter(isRecord).flatMap(({ type, ipam }) => [type, ...(isRecord(ipam) ? [ipam['type']] : [])]);
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Escapes a name of a host as plain text in a table cell. */
function escaped(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ').replaceAll(/[\\`*_[\]<>|#&!~]/g, String.raw`\$&`);
}
