/** What went wrong and what to do about it, both in whole sentences. Plain data, which each surface shows through one function. */
export interface Problem<Code extends string = string> {
  /** One of the codes of an area. Code that reacts to a problem checks this, never the text. */
  readonly code: Code;
  readonly message: string;
  readonly remedy: string;
  /** Path of the affected file, as shown; undefined if no file is affected. */
  readonly path?: string | undefined;
}

/** Error with a {@link Problem}: the only error class outside libcni. */
export class WorkbenchError<Code extends string = string> extends Error implements Problem<Code> {
  override readonly name = 'WorkbenchError';
  readonly code: Code;
  readonly remedy: string;
  readonly path: string | undefined;

  constructor({ code, message, remedy, path }: Problem<Code>, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
    this.path = path;
  }

  /** This error as plain data. */
  get problem(): Problem<Code> {
    const { code, message, remedy } = this;
    return { code, message, remedy };
  }
}

/** Returns true for a {@link WorkbenchError}, even if another bundle created it. */
export function isWorkbenchError(error: unknown): error is WorkbenchError {
  return error instanceof Error && 'code' in error && 'remedy' in error && typeof error.remedy === 'string';
}

/** Returns true for a {@link WorkbenchError} with one of these codes. */
export function hasCode<Code extends string>(error: unknown, ...codes: readonly Code[]): error is WorkbenchError<Code> {
  return isWorkbenchError(error) && codes.some((code) => code === error.code);
}

/** Returns the text of anything that was thrown, without a remedy, for a log or as the reason inside another message. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
