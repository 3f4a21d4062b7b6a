/** Anything that can be disposed. */
interface Disposable {
  dispose(): unknown;
}

/** Holds the disposables of one owner and disposes all of them, last in first out, even if one throws. */
export class DisposableStore {
  readonly #members: Disposable[] = [];
  #disposed = false;

  /** Adds `member` and returns it. Disposes it immediately when the store is already disposed. */
  add<T extends Disposable>(member: T): T {
    if (this.#disposed) {
      member.dispose();
    } else {
      this.#members.push(member);
    }
    return member;
  }

  dispose(): void {
    this.#disposed = true;
    const errors: unknown[] = [];
    for (let member = this.#members.pop(); member !== undefined; member = this.#members.pop()) {
      try {
        member.dispose();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) {
      throw new AggregateError(errors, 'Some members could not be disposed');
    }
  }
}
