/** Limits for globs, because the settings of a workspace are not trusted. */
const longestGlob = 250;
const mostGlobs = 200;

/** A compiled glob. */
export interface PathPattern {
  /** Whether a path, with `/` between its parts, matches. Takes time proportional to the lengths of path and glob. */
  test(path: string): boolean;
}

/** One step of a compiled glob: consumes one character, or continues at other steps without consuming any. */
type Step =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'anyInPart' | 'any' }
  | { readonly kind: 'fork'; readonly to: number[] };

/**
 * Compiles a glob: `*` and `?` match within a part of the path, `**` across parts, and `{a,b}` matches either. A glob that
 * does not start with `/` matches the end of a path: `net.d/10-x.conflist`, `*.conf`. Undefined for a glob that is empty or
 * too long.
 *
 * All possible matches advance together, character by character, so that there is no backtracking. Libraries convert globs
 * to regular expressions or expand them: `?*` × 30 makes picomatch 4 run forever, and `{a,b}` × 30 minimatch 10.
 */
export function globPattern(glob: string): PathPattern | undefined {
  if (glob === '' || glob.length > longestGlob) {
    return undefined;
  }
  const steps = stepsOf(glob.startsWith('/') ? glob : `**/${glob}`);
  // Each check of a file tests the same path again.
  let last = { path: '', isMatch: matches(steps, '') };
  return {
    test: (path) => {
      if (last.path !== path) {
        last = { path, isMatch: matches(steps, path) };
      }
      return last.isMatch;
    },
  };
}

/** Compiles the globs of a setting. Values that are not globs or too long, and those after the first 200, are ignored. */
export function globPatterns(setting: unknown): readonly PathPattern[] {
  const globs = Array.isArray(setting) ? setting.slice(0, mostGlobs) : [];
  return globs.flatMap((glob) => (typeof glob === 'string' ? (globPattern(glob) ?? []) : []));
}

/** Returns the entries of a setting whose keys are globs, with the limits of {@link globPatterns}. */
export function entriesByGlob(setting: object): readonly (readonly [pattern: PathPattern, value: unknown])[] {
  return Object.entries(setting)
    .slice(0, mostGlobs)
    .flatMap(([glob, value]) => {
      const pattern = globPattern(glob);
      return pattern === undefined ? [] : [[pattern, value] as const];
    });
}

/** Returns the ends of the alternatives in each pair of braces: its commas and closing brace, by the opening brace. */
function braces(glob: string): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, readonly number[]>();
  const open: { readonly at: number; readonly ends: number[] }[] = [];
  for (let at = 0; at < glob.length; at++) {
    if (glob[at] === '{') {
      open.push({ at, ends: [] });
    } else if (glob[at] === ',') {
      open.at(-1)?.ends.push(at);
    } else if (glob[at] === '}') {
      const pair = open.pop();
      // A pair without a comma is literal.
      if (pair !== undefined && pair.ends.length > 0) {
        found.set(pair.at, [...pair.ends, at]);
      }
    }
  }
  return found;
}

function stepsOf(glob: string): readonly Step[] {
  const pairs = braces(glob);
  const steps: Step[] = [];
  const fork = (...to: number[]): number[] => {
    steps.push({ kind: 'fork', to });
    return to;
  };
  const anyNumberOf = (kind: 'any' | 'anyInPart'): void => {
    const start = steps.length;
    fork(start + 1, start + 3);
    steps.push({ kind });
    fork(start);
  };
  const alternatives = (from: number, ends: readonly number[]): void => {
    const starts = fork();
    const exits: number[][] = [];
    let start = from;
    for (const end of ends) {
      starts.push(steps.length);
      compile(start, end);
      exits.push(fork());
      start = end + 1;
    }
    for (const exit of exits) {
      exit.push(steps.length);
    }
  };
  const compile = (from: number, to: number): void => {
    for (let at = from; at < to; at++) {
      const ends = pairs.get(at);
      if (ends !== undefined) {
        alternatives(at + 1, ends);
        at = ends.at(-1) ?? to;
      } else if (glob.startsWith('**/', at)) {
        const past = fork(steps.length + 1);
        anyNumberOf('any');
        steps.push({ kind: 'character', character: '/' });
        past.push(steps.length);
        at += 2;
      } else if (glob.startsWith('**', at)) {
        anyNumberOf('any');
        at += 1;
      } else if (glob[at] === '*') {
        anyNumberOf('anyInPart');
      } else if (glob[at] === '?') {
        steps.push({ kind: 'anyInPart' });
      } else {
        steps.push({ kind: 'character', character: glob[at] ?? '' });
      }
    }
  };
  compile(0, glob.length);
  return steps;
}

/** Runs the compiled glob: it is at several steps at once, and matches if one of them is after the last step. */
function matches(steps: readonly Step[], path: string): boolean {
  const machine = new Machine(steps);
  machine.enter(0);
  for (let at = 0; at < path.length; at++) {
    const character = path[at] ?? '';
    const entered = machine.advance();
    if (entered.length === 0) {
      return false;
    }
    for (const index of entered) {
      const step = steps[index];
      const takes =
        step?.kind === 'any' ||
        (step?.kind === 'anyInPart' && character !== '/') ||
        (step?.kind === 'character' && step.character === character);
      if (takes) {
        machine.enter(index + 1);
      }
    }
  }
  return machine.advance().includes(steps.length);
}

/** The current steps of a match, each once. */
class Machine {
  readonly #steps: readonly Step[];
  /** For each step, the character at which it was last entered. */
  readonly #enteredAt: Int32Array;
  #entered: number[] = [];
  #at = 1;

  constructor(steps: readonly Step[]) {
    this.#steps = steps;
    this.#enteredAt = new Int32Array(steps.length + 1);
  }

  /** Adds a step, and those that it reaches without consuming a character. */
  enter(index: number): void {
    if (this.#enteredAt[index] === this.#at) {
      return;
    }
    this.#enteredAt[index] = this.#at;
    const step = this.#steps[index];
    if (step?.kind === 'fork') {
      for (const to of step.to) {
        this.enter(to);
      }
    } else {
      this.#entered.push(index);
    }
  }

  /** Returns the steps that were entered since the last character. */
  advance(): readonly number[] {
    const entered = this.#entered;
    this.#entered = [];
    this.#at += 1;
    return entered;
  }
}
