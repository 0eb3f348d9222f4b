/** Lines that tell people what a lab is doing while they wait. */

/** Receives one line for everything that takes longer than half a second. */
export type Progress = (line: string) => void;

/** Says nothing. */
export const silent: Progress = () => {};
