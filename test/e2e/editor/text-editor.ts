import type { Locator, Page } from 'playwright-core';

/** Monaco pads with no-break spaces. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

/** A text editor: the one that has the focus, or the one in a given group. */
export class TextEditor {
  readonly #page: Page;
  readonly #group: Locator;

  constructor(page: Page, group: Locator = page.locator('.editor-group-container.active')) {
    this.#page = page;
    this.#group = group;
  }

  get #lines(): Locator {
    return this.#group.locator('.monaco-editor[role="code"] .view-line');
  }

  /** The name on the tab. */
  title(): Promise<string> {
    return this.#group.locator('.tab.active .label-name').first().innerText();
  }

  /** The visible lines from top to bottom. */
  async text(): Promise<string> {
    return (await this.#rows('.view-line')).map((line) => line.text).join('\n');
  }

  /** What stands in a text editor's column of lines or of line numbers, from top to bottom. */
  async #rows(part: '.view-line' | '.margin .line-numbers'): Promise<{ top: number; text: string }[]> {
    const rows = await this.#group
      .locator(`.monaco-editor[role="code"] ${part}`)
      .evaluateAll((elements) =>
        elements.map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent ?? '' })),
      );
    return rows.map(({ top, text }) => ({ top, text: plain(text) })).toSorted((a, b) => a.top - b.top);
  }

  /** The line that holds a text, to click or to point at. */
  line(text: string): Locator {
    return this.#lines.filter({ hasText: text }).first();
  }

  /** Underlines of errors or warnings. */
  squiggles(severity: 'error' | 'warning' | 'info' = 'error'): Locator {
    return this.#group.locator(`.squiggly-${severity}`);
  }

  /** Puts the cursor behind the first place where a text stands, by «Go to Line/Column…». */
  async cursorAfter(text: string): Promise<void> {
    await this.line(text).waitFor();
    const { line, column } = await this.#positionAfter(text);
    await this.#page.keyboard.press('Control+G');
    await this.#page.locator('.quick-input-widget:visible .quick-input-box input').fill(`:${line}:${column}`);
    await this.#page.keyboard.press('Enter');
    const position = this.#page.locator('[id="status.editor.selection"]', { hasText: `Ln ${line}, Col ${column}` });
    await position.waitFor();
  }

  /** Where a text ends. Lenses that come between the two readings move the lines away from their numbers: it is read anew then. */
  async #positionAfter(text: string): Promise<{ line: string; column: number }> {
    for (let attempt = 0; attempt < 25; attempt += 1) {
      const found = (await this.#rows('.view-line')).find((row) => row.text.includes(text));
      const numbers = await this.#rows('.margin .line-numbers');
      const line = numbers.find(({ top }) => Math.abs(top - (found?.top ?? NaN)) < 3)?.text;
      if (found !== undefined && line !== undefined)
        return { line, column: found.text.indexOf(text) + text.length + 1 };
      await this.#page.waitForTimeout(200);
    }
    throw new Error(`No line number stands beside ${text}`);
  }

  /** What can be clicked between the lines. */
  lenses(): Promise<string[]> {
    return this.#group.locator('.codelens-decoration a').allInnerTexts();
  }

  lens(title: string): Locator {
    return this.#group.locator('.codelens-decoration a', { hasText: title }).first();
  }

  /** Waits until it has the keyboard and shows a file below this folder. */
  async focused(folder: string): Promise<void> {
    await this.#group.locator('.monaco-breadcrumb-item', { hasText: folder }).first().waitFor();
    await this.#group.locator('.monaco-editor.focused').waitFor();
  }

  async focus(): Promise<void> {
    await this.#group.locator('.monaco-editor[role="code"] .view-lines').click({ position: { x: 400, y: 5 } });
  }

  /** Opens the quick fixes at the cursor. */
  quickFixes(): Promise<Locator> {
    return this.#pressUntil('Control+.', '.action-widget .monaco-list-row.action');
  }

  /** Opens the suggestions at the cursor. */
  suggestions(): Promise<Locator> {
    return this.#pressUntil('Control+Space', '.suggest-widget.visible .monaco-list-row');
  }

  /** As a person does: the editor drops a list that it asked for while the document was still being analysed. */
  async #pressUntil(keys: string, rows: string): Promise<Locator> {
    const found = this.#page.locator(rows);
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await this.#page.keyboard.press(keys);
      try {
        await found.first().waitFor({ timeout: 2000 });
        return found;
      } catch {
        await this.#page.keyboard.press('Escape');
      }
    }
    throw new Error(
      `${keys} showed nothing at ${await this.#page.locator('[id="status.editor.selection"]').innerText()}`,
    );
  }

  /** Rests the mouse on a word; the hints in the text are not the word. */
  async hoverOver(word: string): Promise<void> {
    const exactly = new RegExp(`^"?${word.replaceAll('.', String.raw`\.`)}"?$`);
    await this.#group.locator('.view-line span', { hasText: exactly }).last().hover();
  }

  /** What is told of the word under the mouse by now, its problems aside: each provider adds its part when it has it. */
  async hovered(): Promise<string> {
    const parts = this.#page.locator('.monaco-hover:visible .markdown-hover .hover-contents');
    return plain((await parts.allInnerTexts()).join('\n'));
  }

  /** The language as the status bar names it. */
  language(): Promise<string> {
    return this.#page.locator('[id="status.editor.mode"]').innerText();
  }
}
