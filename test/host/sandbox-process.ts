import { readFileSync } from 'node:fs';
import { createHost, createNamespace, type Host } from '../../engine/host/index.ts';
import { CNIConfig, networkConfFromBytes, type PluginCommand } from '../../engine/libcni/index.ts';

/** What {@link main} is given, as a JSON file: plugins to run one after the other in one sandbox. */
export interface SandboxScenario {
  readonly pluginDirs: readonly string[];
  readonly plugins: readonly {
    readonly type: string;
    readonly pluginDirs: readonly string[];
    readonly config: object;
  }[];
  /** Networks that are added, checked and deleted before, with the plugins of `pluginDirs`. */
  readonly networks?: readonly { readonly name: string }[];
}

/** What it prints. */
export interface SandboxEvents {
  readonly uid: number | undefined;
  readonly reports: readonly string[];
  /** What each plugin wrote to stdout and stderr, or what became of it instead. */
  readonly said: readonly string[];
  /** What became of each network: "well", or what failed. */
  readonly networks: readonly string[];
}

// A sandbox with plugins as a separate program, which any user can run.
void main();

async function main(): Promise<void> {
  const scenario: SandboxScenario = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
  const reports: string[] = [];
  const said: string[] = [];
  const host = createHost(
    { kind: 'sandbox' },
    { pluginDirs: scenario.pluginDirs, report: (line) => reports.push(line) },
  );
  const networks: string[] = [];
  try {
    for (const network of scenario.networks ?? []) {
      networks.push(await live(host, scenario.pluginDirs, network));
    }
    for (const { type, pluginDirs, config } of scenario.plugins) {
      const stdin = Buffer.from(JSON.stringify(config));
      const command: PluginCommand = { type, pluginDirs, env: { CNI_COMMAND: 'ADD' }, stdin };
      const outcome = await host.exec.execPlugin(command);
      said.push('stdout' in outcome ? Buffer.concat([outcome.stdout, outcome.stderr]).toString() : outcome.kind);
    }
    const events: SandboxEvents = { uid: process.getuid?.(), reports, said, networks };
    process.stdout.write(JSON.stringify(events));
  } finally {
    await host.dispose();
  }
}

/** Runs ADD, CHECK and DEL of a network in a separate namespace. */
async function live(host: Host, pluginDirs: readonly string[], network: { readonly name: string }): Promise<string> {
  const list = networkConfFromBytes(Buffer.from(JSON.stringify(network)));
  const cni = new CNIConfig({ pluginDirs, exec: host.exec, store: host.store });
  const { path: netNS } = await createNamespace(host, network.name);
  const portMappings = [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }];
  const rt = { containerID: network.name, netNS, ifName: 'eth0', args: [], capabilityArgs: { portMappings } };
  try {
    await cni.addNetworkList(list, rt);
    await cni.checkNetworkList(list, rt);
    await cni.delNetworkList(list, rt);
    return 'well';
  } catch (error) {
    return String(error);
  }
}
