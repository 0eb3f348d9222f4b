/** Limits of the output of one command, so that a machine cannot exhaust the memory or the time of this process. */

/** The bytes and lines of standard output, and the characters of standard error that are kept. */
export const outputLimits = { bytes: 64 * 1024 * 1024, lines: 250_000, errorCharacters: 16_384 } as const;
