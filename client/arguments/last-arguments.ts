import type { RuntimeArguments } from '../../engine/arguments/runtime-arguments.ts';

/** Storage beyond the window. */
interface Memento {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const memoryKey = 'cni.lastArguments';

/** Number of networks whose arguments are remembered. */
const most = 100;

/**
 * The arguments that the form of each network last held. A run without arguments keeps them for the next time. CNI_ARGS may
 * hold secrets, so they are forgotten with the window.
 */
export class LastArguments {
  readonly #memento: Memento;
  /** With CNI_ARGS. */
  readonly #ofWindow = new Map<string, RuntimeArguments>();

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  /** Returns the last arguments of a network; undefined if it was never added. */
  of(network: string): RuntimeArguments | undefined {
    return this.#ofWindow.get(network) ?? this.#stored().find(([name]) => name === network)?.[1];
  }

  async remember(network: string, values: RuntimeArguments): Promise<void> {
    this.#ofWindow.set(network, values);
    const { args: _, ...stored } = values;
    const others = this.#stored().filter(([name]) => name !== network);
    await this.#memento.update(memoryKey, [[network, stored], ...others].slice(0, most));
  }

  #stored(): readonly (readonly [network: string, values: RuntimeArguments])[] {
    const stored = this.#memento.get(memoryKey);
    return Array.isArray(stored) ? stored : [];
  }
}
