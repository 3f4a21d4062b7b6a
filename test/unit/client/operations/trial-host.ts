import type {
  Command,
  CommandOutcome,
  Host,
  HostSpec,
  HostState,
  TerminalCommand,
} from '../../../../engine/host/host.ts';
import type { Exec, PluginCommand, PluginOutcome, ResultStore, StoredFile } from '../../../../engine/libcni/index.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A host whose plugins answer with an address, but for the `COMMAND type` in `failing`, and whose files are a map. */
export class TrialHost implements Host, Exec, ResultStore {
  readonly spec: HostSpec = { kind: 'sandbox' };
  readonly label = 'the sandbox';
  readonly state: HostState = { kind: 'ready' };
  /** What ran, as `COMMAND type`. */
  readonly ran: string[] = [];
  /** Their stdin, decoded. */
  readonly inputs: unknown[] = [];
  /** Their environments. */
  readonly environments: Readonly<Record<string, string>>[] = [];
  readonly #files = new Map<string, Uint8Array>();
  readonly #failing: string;

  constructor(failing: string) {
    this.#failing = failing;
  }

  get exec(): Exec {
    return this;
  }

  get store(): ResultStore {
    return this;
  }

  get configFiles(): never {
    throw new Error('no configuration file of the host is needed');
  }

  connect(): Promise<void> {
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }

  onDidChangeState(_listener: (state: HostState) => void): { dispose(): void } {
    return { dispose: () => undefined };
  }

  terminal(file: string): Promise<TerminalCommand> {
    return Promise.resolve({ argv: ['/bin/sh', file] });
  }

  run(_command: Command): Promise<CommandOutcome> {
    throw new Error('nothing but plugins is to run');
  }

  findPlugin(type: string): Promise<string> {
    return Promise.resolve(`/plugins/${type}`);
  }

  execPlugin({ type, env, stdin }: PluginCommand): Promise<PluginOutcome> {
    const command = `${env['CNI_COMMAND'] ?? ''} ${type}`;
    this.ran.push(command);
    this.environments.push(env);
    this.inputs.push(JSON.parse(new TextDecoder().decode(stdin)));
    const fails = this.#failing === command;
    const failure = '{"cniVersion":"1.0.0","code":100,"msg":"no room"}';
    const success = '{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.2/24"}]}';
    return Promise.resolve({
      kind: 'exited',
      exitCode: fails ? 1 : 0,
      pluginPath: `/plugins/${type}`,
      stdout: encode(fails ? failure : success),
      stderr: encode(''),
      startedAt: 0,
      durationMs: 1,
    });
  }

  read(path: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.#files.get(path));
  }

  write(path: string, bytes: Uint8Array): Promise<void> {
    this.#files.set(path, bytes);
    return Promise.resolve();
  }

  remove(path: string): Promise<void> {
    this.#files.delete(path);
    return Promise.resolve();
  }

  list(dir: string): Promise<readonly StoredFile[]> {
    const files = [...this.#files].filter(([path]) => path.startsWith(`${dir}/`));
    return Promise.resolve(files.map(([path, bytes]) => ({ path, bytes })));
  }
}
