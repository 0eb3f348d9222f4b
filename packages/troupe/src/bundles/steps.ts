/** The commands that activate what lies in a folder of a machine. */
import { confirmSeconds } from "@troupe/linux";

/** The commands that activate a generation, and confirm it over a new login. */
export const activationSteps = (folder: string): readonly string[] => [
  `  sh ${folder}/activate`,
  `  sh ${folder}/activate confirm   # over a new login, within ${confirmSeconds / 60} minutes`,
];
