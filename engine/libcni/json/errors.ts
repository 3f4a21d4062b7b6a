/** A decoding error with the message of encoding/json. */
export class GoJSONError extends Error {
  override readonly name: string = 'GoJSONError';
}

/** The text is not JSON (encoding/json: SyntaxError). */
export class GoSyntaxError extends GoJSONError {
  override readonly name = 'GoSyntaxError';
  /** Line and column from 1, the column in UTF-16 units, which Go's message does not include. */
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/** A value of the wrong kind for its place (encoding/json: UnmarshalTypeError). `field` is the dotted path from `struct`. */
export class GoTypeError extends GoJSONError {
  override readonly name = 'GoTypeError';
  readonly value: string;
  readonly goType: string;
  readonly struct: string;
  readonly field: string;

  constructor(value: string, goType: string, struct = '', field = '') {
    const place = struct === '' && field === '' ? 'Go value' : `Go struct field ${struct}.${field}`;
    super(`json: cannot unmarshal ${value} into ${place} of type ${goType}`);
    this.value = value;
    this.goType = goType;
    this.struct = struct;
    this.field = field;
  }
}
