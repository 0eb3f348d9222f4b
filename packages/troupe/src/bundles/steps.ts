/** The commands that activate what lies in a folder of a machine. */
import { confirmSeconds } from "@troupe/linux";

/** Switching, and confirming over a new login. */
export const activationSteps = (folder: string): readonly string[] => [
  `  sh ${folder}/activate`,
  `  sh ${folder}/activate confirm   # over a new login, within ${confirmSeconds / 60} minutes`,
];
