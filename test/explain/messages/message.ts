/** A failure by its ID, a text that it explains, and a similar text that it must not explain. */
export type Message = readonly [id: string, text: string, other: string];
