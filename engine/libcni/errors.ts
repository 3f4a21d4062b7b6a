/** The SPEC's error object, which a failed plugin prints and libcni itself reports. Source: SPEC section 5 "Error". */
export interface CNIErrorObject {
  readonly cniVersion?: string;
  readonly code: number;
  readonly msg: string;
  readonly details?: string;
}

/** Well-known codes: those of the SPEC, and the two that only the Go library has (8 and 999). */
export const ErrorCode = {
  unknown: 0,
  incompatibleCNIVersion: 1,
  unsupportedField: 2,
  unknownContainer: 3,
  invalidEnvironmentVariables: 4,
  ioFailure: 5,
  decodingFailure: 6,
  invalidNetworkConfig: 7,
  invalidNetNS: 8,
  tryAgainLater: 11,
  pluginNotAvailable: 50,
  limitedConnectivity: 51,
  internal: 999,
} as const;

/**
 * An expected failure of an operation. `message` is the text of Go's libcni, including the chain prefix. `code`, `msg` and
 * `details` are the SPEC's fields of the innermost error, or code 0.
 */
export class CNIError extends Error {
  override readonly name = 'CNIError';
  readonly code: number;
  readonly msg: string;
  readonly details: string;

  constructor(message: string, object?: Partial<CNIErrorObject>, options?: ErrorOptions) {
    super(message, options);
    this.code = object?.code ?? ErrorCode.unknown;
    this.msg = object?.msg ?? message;
    this.details = object?.details ?? '';
  }
}

/** Returns true for a {@link CNIError}, even if another bundle created it. */
export function isCNIError(error: unknown): error is CNIError {
  return error instanceof Error && error.name === 'CNIError' && 'code' in error;
}

/** Returns true for the reason of a signal that fired because of a time limit (AbortSignal.timeout), not a cancellation. */
export function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.code === DOMException.TIMEOUT_ERR;
}

/** Joins failures as Go's errors.Join does, with the fields of the first one; undefined if there are none. */
export function joinErrors(failures: readonly CNIError[]): CNIError | undefined {
  const [first] = failures;
  if (first === undefined) {
    return undefined;
  }
  const { code, msg, details } = first;
  const message = failures.map((failure) => failure.message).join('\n');
  return new CNIError(message, { code, msg, details }, { cause: first });
}
