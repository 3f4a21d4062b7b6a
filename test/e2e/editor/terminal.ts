import type { Locator, Page } from 'playwright-core';

/** The terminal in the panel. It needs the setting `terminal.integrated.gpuAcceleration: off`, which draws text as elements. */
export class Terminal {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get #active(): Locator {
    return this.#page.locator('.terminal-wrapper.active .xterm');
  }

  /** Returns the visible text. */
  async text(): Promise<string> {
    const rows = await this.#active.locator('.xterm-rows > div').allInnerTexts();
    return rows.map((row) => row.replaceAll('\u00A0', ' ').trimEnd()).join('\n');
  }

  /** Types a line into the shell. */
  async enter(line: string): Promise<void> {
    await this.#active.locator('.xterm-helper-textarea').focus();
    await this.#page.keyboard.type(line);
    await this.#page.keyboard.press('Enter');
  }
}
