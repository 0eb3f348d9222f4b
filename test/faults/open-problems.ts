/**
 * Problems of the matrix that are known and not mended yet, as patterns of the judge's lines. `npm test -- faults` accepts them,
 * `npm run faults` does not. A pattern goes with its mending.
 */
export const openProblems: readonly RegExp[] = [
  // An adopted file has no copy yet when the power is cut.
  /adopted-(later\.conf|link|directory\S*): .* absent found/,
  // The agent is killed between the record of the pending switch and its timer.
  /^the switch is still pending$/,
  /^the probe does not report the revert$/,
  // A verb that is cut off leaves files behind.
  /left behind: /,
  /\.troupe-new|\.new\.\d+|file \/etc\/deep/,
];
