import type { Result } from './types.ts';

/** Parses a result whose version is read from the bytes themselves (libcni: create.CreateFromBytes). */
export declare function createFromBytes(bytes: Uint8Array): Result;
/** Parses a result of a version known beforehand (libcni: version.NewResult, create.Create). */
export declare function newResult(version: string, bytes: Uint8Array): Result;
/** libcni: Result.GetAsVersion. */
export declare function getAsVersion(result: Result, version: string): Result;
/** The bytes of Go's Result.Print: 4 spaces, no final newline. */
export declare function printResult(result: Result): Uint8Array;
