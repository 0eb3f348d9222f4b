/** Progress of a lab's steps, for people who wait. */

/** Receives one line for every step that takes longer than half a second. */
export type Progress = (line: string) => void;

/** Discards all progress. */
export const silent: Progress = () => {};
