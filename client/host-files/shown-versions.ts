interface Reading<Version> {
  readonly version: Version;
  readonly text: string;
}

/**
 * The version of each file that its editor shows, which saving may replace. Not only the editor reads a file
 * (also checks of neighboring files, other extensions), and the editor discards what it read when the user typed meanwhile.
 * So a version counts as shown when the document has its text.
 */
export class ShownVersions<Version> {
  readonly #shown = new Map<string, Version>();
  readonly #readings = new Map<string, Reading<Version>>();

  /** Returns the version that the editor shows, if it is known. */
  of(address: string): Version | undefined {
    return this.#shown.get(address);
  }

  /** Sets what the editor shows, for example after it wrote the file. */
  set(address: string, version: Version): void {
    this.#readings.delete(address);
    this.#shown.set(address, version);
  }

  /** Records a reading; `documentText` is the text of the document if it is open. */
  addReading(address: string, version: Version, bytes: Uint8Array, documentText: string | undefined): void {
    if (documentText === undefined) {
      this.set(address, version);
      return;
    }
    this.#readings.set(address, { version, text: normalized(new TextDecoder().decode(bytes)) });
    this.documentChanged(address, documentText);
  }

  /** Compares the new text of the document with the last reading. */
  documentChanged(address: string, text: string): void {
    const reading = this.#readings.get(address);
    if (reading?.text === normalized(text)) {
      this.set(address, reading.version);
    }
  }

  /** Forgets a file that was deleted, or whose change was reported to the user. */
  delete(address: string): void {
    this.#readings.delete(address);
    this.#shown.delete(address);
  }
}

/** The editor uses one line ending for a whole document. */
function normalized(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
