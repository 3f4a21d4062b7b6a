/** Every command of the extension: the same set as `contributes.commands` in package.json, which a test compares. */
export const commandIds = [
  'cni.addToNamespace',
  'cni.check',
  'cni.delete',
  'cni.testInSandbox',
  'cni.createNamespace',
  'cni.deleteNamespace',
  'cni.selectHost',
  'cni.useHost',
  'cni.addHost',
  'cni.connectHost',
  'cni.disconnectHost',
  'cni.forgetHost',
  'cni.editHosts',
  'cni.refreshHosts',
  'cni.openHostFile',
  'cni.compareWithHost',
  'cni.saveToHost',
  'cni.compareHosts',
  'cni.installPlugins',
  'cni.showLog',
  'cni.showRuntimes',
  'cni.showRuntimesPage',
  'cni.refresh',
  'cni.openCachedResult',
  'cni.copyAddress',
  'cni.restartServer',
  'cni.ignoreFinding',
  'cni.openPath',
] as const;

export type CommandId = (typeof commandIds)[number];

/** What a command does. The arguments are the editor's: a Uri, a tree node, or nothing. */
export type CommandHandler = (...args: readonly unknown[]) => Promise<void>;

/** One handler for each command. */
export type CommandTable = Readonly<Record<CommandId, CommandHandler>>;
