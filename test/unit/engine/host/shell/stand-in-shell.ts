import type { ShellText } from '../../../../../engine/host/shell/quote.ts';
import type { ShellLoss, ShellReply } from '../../../../../engine/host/shell/shell.ts';

const nothing = Buffer.alloc(0);

/** A shell without a process. It answers and ends when a test says so. */
export class StandInShell {
  readonly processGroup = 7;
  readonly born = '42';
  endedByUs = false;
  runs = 0;
  kills = 0;
  readonly scripts: string[] = [];
  #isEnded = false;
  readonly #endListeners: (() => void)[] = [];
  #settle: (outcome: ShellReply | ShellLoss) => void = () => undefined;

  onDidEnd(listener: () => void): void {
    this.#endListeners.push(listener);
  }

  whenEnded(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isEnded) {
        resolve();
      }
      this.onDidEnd(resolve);
    });
  }

  run(script: ShellText): Promise<ShellReply | ShellLoss> {
    this.runs += 1;
    this.scripts.push(script);
    return new Promise((resolve) => (this.#settle = resolve));
  }

  answer(status = 0): void {
    this.#settle({ kind: 'done', status, stdout: nothing, stderr: nothing, how: 'ran', diagnostic: '' });
  }

  killNow(): void {
    this.kills += 1;
    this.end();
  }

  end(): void {
    this.#settle({ kind: 'lost', stdout: nothing, stderr: nothing, reason: 'signal SIGKILL' });
    this.#isEnded = true;
    for (const listener of this.#endListeners) {
      listener();
    }
  }
}
