import * as l10n from '@vscode/l10n';
import { encodeJSON, encodeString, encodeStruct } from '../../engine/libcni/json/encode.ts';
import { indentJSON } from '../../engine/libcni/json/indent.ts';
import { anyMapShape, unmarshal } from '../../engine/libcni/json/typed.ts';
import type { NetworkConfigList, PluginConfig } from '../../engine/libcni/index.ts';
import type { CommonOptions } from '../command-line/arguments.ts';
import { type CliProcess, exitCodes } from '../output/cli-process.ts';
import { loadOrExplain } from './network-source.ts';
import { printJSON } from '../output/print-json.ts';

/** Runs `show`: prints the network as libcni loads it, and its files on stderr. Returns the exit code. */
export async function showNetwork(cli: CliProcess, network: string, options: CommonOptions): Promise<number> {
  const { list, file, pluginFiles } = await loadOrExplain(cli, network);
  const text = listText(list);
  if (options.json) {
    const plugins = list.plugins.map(({ network: { type } }, index) => ({
      type,
      file: pluginFiles.get(index) ?? file,
    }));
    cli.stdout(printJSON({ file, plugins, list: JSON.parse(text) }));
    return exitCodes.ok;
  }
  cli.stderr(`note: ${l10n.t('The network is from {0}.', file)}\n`);
  for (const [index, pluginFile] of pluginFiles) {
    const type = list.plugins[index]?.network.type ?? '';
    const note = l10n.t('Plugin {number} ({type}) is from {file}.', { number: index + 1, type, file: pluginFile });
    cli.stderr(`note: ${note}\n`);
  }
  cli.stdout(`${text}\n`);
  return exitCodes.ok;
}

const flag = (value: boolean): string | undefined => (value ? 'true' : undefined);

/** Returns the list as JSON, in the layout of results in cnitool, with each plugin as libcni encodes it. */
function listText(list: NetworkConfigList): string {
  return indentJSON(
    encodeStruct([
      ['cniVersion', list.cniVersion === '' ? undefined : encodeString(list.cniVersion)],
      ['name', encodeString(list.name)],
      ['disableCheck', flag(list.disableCheck)],
      ['disableGC', flag(list.disableGC)],
      ['loadOnlyInlinedPlugins', flag(list.loadOnlyInlinedPlugins)],
      ['plugins', `[${list.plugins.map(pluginText).join(',')}]`],
    ]),
  );
}

function pluginText({ bytes }: PluginConfig): string {
  // This always succeeds, because it was decoded when it was loaded.
  return encodeJSON(unmarshal(bytes, anyMapShape).value ?? {});
}
