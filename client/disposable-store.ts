/** Anything that can be let go of. */
interface Disposable {
  dispose(): unknown;
}

/** Holds what belongs to one owner and lets go of it at once, last in first out. A throwing member does not keep the others. */
export class DisposableStore {
  readonly #members: Disposable[] = [];
  #disposed = false;

  /** Keeps `member` and gives it back. In a store that was already disposed the member is disposed at once. */
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
