import type { HostState } from '../../../engine/host/host.ts';
import { NamespaceHost } from './commands/run-services.ts';

/** A host that is ready once it is used, and idle again when it is disposed of. */
export class ExtensionHost extends NamespaceHost {
  override state: HostState = { kind: 'idle' };
  disposals = 0;
  readonly #listeners = new Set<(state: HostState) => void>();

  constructor() {
    super('');
  }

  override onDidChangeState(listener: (state: HostState) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  become(state: HostState): void {
    this.state = state;
    this.#listeners.forEach((listener) => listener(state));
  }

  override connect(): Promise<void> {
    if (this.state.kind !== 'ready') {
      this.become({ kind: 'ready' });
    }
    return Promise.resolve();
  }

  override async run(command: Parameters<NamespaceHost['run']>[0]): ReturnType<NamespaceHost['run']> {
    await this.connect();
    return super.run(command);
  }

  override dispose(): Promise<void> {
    this.disposals += 1;
    this.become({ kind: 'idle' });
    return Promise.resolve();
  }
}
