import type { JSONObject } from './types.ts';

/** cnitool's container ID: `cnitool-` and the first 10 bytes of sha512(netns path) in hex. */
export declare function attachmentContainerID(netnsPath: string): string;
/** CNI_ARGS as cnitool reads it: '' gives []; a bad pair throws CNIError `invalid CNI_ARGS pair "…"`. */
export declare function parseCNIArgs(text: string): readonly (readonly [string, string])[];
/** CAP_ARGS as cnitool reads it: '' and null give {}; throws CNIError with encoding/json's text. */
export declare function parseCapabilityArgs(text: string): JSONObject;
