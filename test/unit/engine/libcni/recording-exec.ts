import type { Exec, PluginCommand, PluginOutcome } from '../../../../engine/libcni/plugin/exec.ts';

/** What a plugin of a {@link RecordingExec} does with one command. */
export type FakePlugin = (command: PluginCommand) => PluginOutcome | Promise<PluginOutcome>;

const encoder = new TextEncoder();

/** A plugin run that ended with `exitCode`, having printed `stdout` and `stderr`. */
export function exited(exitCode: number, stdout = '', stderr = ''): PluginOutcome {
  return {
    kind: 'exited',
    exitCode,
    pluginPath: '/plugins/fake',
    stdout: encoder.encode(stdout),
    stderr: encoder.encode(stderr),
    startedAt: 0,
    durationMs: 0,
  };
}

/** An {@link Exec} whose plugins are functions; it keeps every command it was given. */
export class RecordingExec implements Exec {
  readonly commands: PluginCommand[] = [];
  readonly #plugins: Readonly<Record<string, FakePlugin>>;

  constructor(plugins: Readonly<Record<string, FakePlugin>>) {
    this.#plugins = plugins;
  }

  /** `VERB type` of each command, in order. */
  get calls(): readonly string[] {
    return this.commands.map(({ env, type }) => `${env['CNI_COMMAND']} ${type}`);
  }

  /** The standard input of the n-th command, as text. */
  stdin(index: number): string {
    return new TextDecoder().decode(this.commands[index]?.stdin);
  }

  async execPlugin(command: PluginCommand): Promise<PluginOutcome> {
    this.commands.push(command);
    const plugin = this.#plugins[command.type];
    return plugin === undefined ? { kind: 'notFound' } : plugin(command);
  }

  async findPlugin(type: string, pluginDirs: readonly string[]): Promise<string | undefined> {
    return type in this.#plugins ? `${pluginDirs[0]}/${type}` : undefined;
  }
}
