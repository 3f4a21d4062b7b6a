import process from 'node:process';

const started = Date.now();
const seconds = (from) => `${((Date.now() - from) / 1000).toFixed(1)} s`;

/** A failure that the person at the terminal can fix: shown without a stack. */
export class Hindrance extends Error {
  /**
   * @param {string} message the problem
   * @param {string} [remedy] what to do about it
   */
  constructor(message, remedy) {
    super(remedy === undefined ? message : `${message}\n  ${remedy}`);
    this.name = 'Hindrance';
  }
}

/** Prints a detail below a step. @param {string} text one line */
export const note = (text) => console.log(`  ${text}`);

/** Returns a function that prints and runs numbered steps. */
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
 * Runs a script's main function. After a failure, prints its message and ends the process with exit code 1.
 * @param {() => Promise<unknown>} main
 */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Hindrance ? `\n✖ ${error.message}` : error);
    console.error(`✖ Stopped after ${seconds(started)}.`);
    process.exitCode = 1;
  }
}
