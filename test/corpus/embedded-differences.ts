/** Where a rule alone has findings, or other ones than on the other side, and why. */
interface Difference {
  readonly side: 'carrier' | 'extract' | 'both';
  readonly reason: string;
}

/**
 * The reviewed table of differences between the findings in an embedded configuration and in the same text in a separate
 * file, by rule. An entry that no configuration of the corpora needs fails a test.
 */
export const differences: ReadonlyMap<string, Difference> = new Map<string, Difference>(
  Object.entries({
    R019: { side: 'extract', reason: 'Multus fills in a missing name from the definition' },
    R021: { side: 'extract', reason: 'Multus fills in an empty name from the definition' },
    R029: { side: 'both', reason: 'Multus rejects a switch that is a string, which libcni accepts with a warning' },
    R099: { side: 'extract', reason: 'Multus adds the device where the definition names its resource' },
    R194: { side: 'carrier', reason: 'about the definitions of a file' },
    R195: { side: 'carrier', reason: 'about the definition' },
    R216: { side: 'extract', reason: 'an embedded configuration is not the first file of a directory' },
  } as const),
);
