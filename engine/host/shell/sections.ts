/** One part of the output of a script: a line `NONCE KIND NAME`, and the text up to the next such line. */
export interface Section {
  readonly kind: string;
  readonly name: string;
  readonly text: string;
}

/** Returns the sections of an output. Nothing on the host can know the nonce. */
export function readSections(output: string, nonce: string): readonly Section[] {
  return output.split(`\n${nonce} `).slice(1).map(sectionOf);
}

function sectionOf(text: string): Section {
  const end = text.indexOf('\n');
  const [, kind = '', name = ''] = /^(\S+) (.*)$/.exec(text.slice(0, end)) ?? [];
  return { kind, name, text: text.slice(end + 1) };
}
