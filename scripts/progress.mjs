import process from 'node:process';

const started = Date.now();
const seconds = (from) => `${((Date.now() - from) / 1000).toFixed(1)} s`;

/** A failure that the person at the terminal can mend: shown without a stack. */
export class Hindrance extends Error {
  /**
   * @param {string} message what is missing or went wrong
   * @param {string} [cure] what to do about it
   */
  constructor(message, cure) {
    super(cure === undefined ? message : `${message}\n  ${cure}`);
    this.name = 'Hindrance';
  }
}

/** @param {string} text a line of detail below a step */
export const note = (text) => console.log(`  ${text}`);

/** A numbered account of what a script does. */
export function steps() {
  let count = 0;
  return async (title, work) => {
    count += 1;
    console.log(`\n${count}. ${title}`);
    const from = Date.now();
    const result = await work();
    note(`(${seconds(from)})`);
    return result;
  };
}

/**
 * Runs a script's main function; a failure ends the process with exit code 1 and its message.
 * @param {() => Promise<unknown>} main
 */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Hindrance ? `\n✖ ${error.message}` : error);
    console.error(`✖ stopped after ${seconds(started)}`);
    process.exitCode = 1;
  }
}
