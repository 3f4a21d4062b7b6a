import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { buildIn, goPrograms } from '../conformance/oracle.ts';

const directory = path.join(goPrograms, 'third-party');

/** The plugins: the module that names their version, and the package. */
const PLUGINS = [
  ['whereabouts', path.join(import.meta.dirname, 'go/whereabouts'), 'github.com/k8snetworkplumbingwg/whereabouts/cmd'],
  [
    'multus',
    path.join(import.meta.dirname, '../conformance/multus/program'),
    'gopkg.in/k8snetworkplumbingwg/multus-cni.v4/cmd/multus',
  ],
  [
    'multus-shim',
    path.join(import.meta.dirname, '../conformance/multus/program'),
    'gopkg.in/k8snetworkplumbingwg/multus-cni.v4/cmd/multus-shim',
  ],
  // The last flannel in the reference plugins. That of the project of flannel reads the same keys. It has since learned several
  // networks in the subnet file, puts more text before its errors, and writes its file with fsync.
  [
    'flannel',
    path.join(import.meta.dirname, 'go/flannel'),
    'github.com/containernetworking/plugins/plugins/meta/flannel',
  ],
] as const;

/** The directory of Whereabouts, Multus and flannel, which Go builds from their modules; or why there is none. */
export function buildThirdPartyPlugins(): { readonly directory: string } | { readonly obstacle: string } {
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  for (const [name, module, goPackage] of PLUGINS) {
    const built = buildIn(module, path.join('third-party', name), ['-mod=readonly', goPackage]);
    if ('obstacle' in built) {
      return built;
    }
  }
  return { directory };
}
