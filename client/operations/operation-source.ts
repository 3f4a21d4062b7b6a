import type * as vscode from 'vscode';
import { type NetworkConfigList, type OperationExtras, textOrBase64 } from '../../engine/libcni/index.ts';

/** Where a configuration is. */
export interface ConfigurationPlace {
  readonly uri?: vscode.Uri;
  readonly fileName?: string;
  /** The range of a configuration inside another file. */
  readonly range?: vscode.Range;
}

/** Returns the configuration that runs, for the document of an operation. The fragment is the line where it starts in its file. */
export function operationSource({
  list,
  uri,
  fileName,
  range,
}: ConfigurationPlace & { readonly list: NetworkConfigList }): OperationExtras['source'] {
  const address = range === undefined ? uri : uri?.with({ fragment: `L${range.start.line + 1}` });
  return {
    path: uri?.scheme === 'file' ? uri.fsPath : fileName,
    uri: address?.toString(),
    config: textOrBase64(list.bytes),
  };
}
