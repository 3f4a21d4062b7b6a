import * as l10n from '@vscode/l10n';
import { portMappingText } from '../../../engine/arguments/shapes.ts';
import type { HostSpec } from '../../../engine/host/host.ts';
import { networkConfFromBytes } from '../../../engine/libcni/index.ts';
import type { JSONObject } from '../../../engine/libcni/result/types.ts';
import { type MappedPorts, mappedPorts, openPortText, portURL } from '../../operations/mapped-ports.ts';
import type { DataTable } from './result-model.ts';

/** Returns the ports that an attachment maps; none for a configuration that cannot be loaded. */
export function portsOf(config: Uint8Array, capabilityArgs: JSONObject): MappedPorts {
  try {
    return mappedPorts(networkConfFromBytes(config), { capabilityArgs });
  } catch {
    return { mappings: [], isOnLocalhost: false };
  }
}

/**
 * Returns the table of mapped ports, each with a button `open N` if this machine reaches it. Undefined without any.
 * @param host undefined if it is no longer in the settings
 */
export function portTable(ports: MappedPorts, host: HostSpec | undefined): DataTable | undefined {
  const { mappings } = ports;
  if (mappings.length === 0) {
    return undefined;
  }
  const urls = mappings.map((mapping) => (host === undefined ? undefined : portURL(mapping, ports, host)));
  const note = host?.kind === 'sandbox' ? l10n.t('inside the sandbox only') : undefined;
  const canOpen = urls.some((url) => url !== undefined);
  return {
    caption: l10n.t('Mapped ports'),
    empty: '',
    columns: [l10n.t('Port of the host → port of the container'), ...(canOpen ? [l10n.t('Browser')] : [])],
    rows: mappings.map((mapping, index) => [
      [{ text: portMappingText(mapping), note }],
      ...(canOpen ? [urls[index] === undefined ? [] : [{ text: openPortText(mapping), button: `open ${index}` }]] : []),
    ]),
  };
}
