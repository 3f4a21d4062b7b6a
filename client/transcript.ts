/** The last messages of a log, with the time of each. */
export class Transcript {
  readonly #limit: number;
  readonly #messages: string[] = [];

  /** `limit`: how many messages are kept. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(level: 'info' | 'warning' | 'error', message: string, time = new Date()): void {
    this.#messages.push(`${time.toISOString()} [${level}] ${message}`);
    if (this.#messages.length > this.#limit) {
      this.#messages.shift();
    }
  }

  /** All kept messages, oldest first, each ended by a line break. */
  get text(): string {
    return this.#messages.map((message) => `${message}\n`).join('');
  }
}
