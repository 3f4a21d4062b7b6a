import { messages as chained } from './chained-plugins.ts';
import { messages as libcni } from './libcni.ts';
import type { Message } from './message.ts';
import { messages as networks } from './networks.ts';
import { messages as plugins } from './reference-plugins.ts';
import { messages as runtimes } from './runtimes.ts';

/** A text for each known failure. */
export const messages: readonly Message[] = [...libcni, ...plugins, ...chained, ...networks, ...runtimes];
