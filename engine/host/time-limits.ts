/** Time limits on a host, from the moment that a shell is available, in ms. */
export interface TimeLimits {
  /** For each internal script, such as reading facts or a file. */
  readonly scriptMs: number;
  /** For each plugin; undefined for no limit, as in libcni. */
  readonly pluginMs: number | undefined;
}

/** The default limits. */
export const defaultTimeLimits: TimeLimits = { scriptMs: 30_000, pluginMs: undefined };

/** Limit for one step of a plugin installation: unpacking 55 MB onto a slow card takes minutes. */
export const installStepMs = 300_000;

/** Returns the limits from seconds; 0 means no limit for plugins. */
export function timeLimitsOf(scriptSeconds: number, pluginSeconds: number): TimeLimits {
  return { scriptMs: scriptSeconds * 1000, pluginMs: pluginSeconds > 0 ? pluginSeconds * 1000 : undefined };
}
