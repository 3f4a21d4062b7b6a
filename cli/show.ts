import { encodeJSON, encodeString, encodeStruct } from '../engine/libcni/json/encode.ts';
import { indentJSON } from '../engine/libcni/json/indent.ts';
import { anyMapShape, unmarshal } from '../engine/libcni/json/typed.ts';
import type { NetworkConfigList, PluginConfig } from '../engine/libcni/index.ts';
import type { CommonOptions } from './arguments.ts';
import { type CliProcess, exitCodes } from './cli-process.ts';
import { loadOrExplain } from './network-source.ts';
import { printJSON } from './operation-json.ts';

/** `show`: the network as libcni loads it, on stdout; where it came from, on stderr. Gives the exit code. */
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
  cli.stderr(`note: from ${file}\n`);
  for (const [index, pluginFile] of pluginFiles) {
    cli.stderr(`note: plugin ${index + 1} (${list.plugins[index]?.network.type ?? ''}) from ${pluginFile}\n`);
  }
  cli.stdout(`${text}\n`);
  return exitCodes.ok;
}

const flag = (value: boolean): string | undefined => (value ? 'true' : undefined);

/** The list as JSON, laid out as cnitool lays out results; each plugin as libcni encodes it. */
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
  // It was decoded before, when it was loaded.
  return encodeJSON(unmarshal(bytes, anyMapShape).value ?? {});
}
