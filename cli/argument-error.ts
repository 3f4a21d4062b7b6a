/** An argument that is wrong in a way that cnitool does not know; the message names it and says what is right. */
export class ArgumentError extends Error {}
