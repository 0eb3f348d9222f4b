/** Problems of evaluations with different results for the same files: TRP402x. */
import { diagnosticKind } from "@troupe/modules";

const hint =
  "Let it depend on what the project's files say and nothing else: not on the clock, random numbers, environment variables, the current folder, the user, or what ran before.";

export const impure = diagnosticKind<{ what: string; before: string | undefined; after: string | undefined }>({
  code: "TRP4020",
  title: "A value that is not the same each time",
  blocks: "plan",
  message: ({ what, before, after }) => {
    if (after === undefined)
      return `${what} is there when everything is evaluated, but not when that is done a second time.`;
    if (before === undefined) return `${what} is only there when everything is evaluated a second time: ${after}.`;
    return `${what} is not the same when everything is evaluated twice: first ${before}, then ${after}.`;
  },
  hint: () => hint,
  example: {
    what: "`environment.etc.motd.text` of machine alice",
    before: '"Fri Nov 20 2026"',
    after: '"Sat Dec 25 2027"',
  },
});

export const impureFailure = diagnosticKind<{ problem: string }>({
  code: "TRP4021",
  title: "A problem that an evaluation only has the second time",
  blocks: "plan",
  message: ({ problem }) =>
    `When everything is evaluated a second time, there is a problem that was not there the first time: ${problem}`,
  hint: () => hint,
  example: { problem: "troupe.ts fails when it is loaded: Error: ENOENT: no such file or directory, open './motd'" },
});

export const secondEvaluationEnded = diagnosticKind<{ how: string }>({
  code: "TRP4022",
  title: "A second evaluation that ends before it is done",
  blocks: "plan",
  message: ({ how }) => `The process that evaluates everything a second time ${how} before it was done.`,
  hint: () =>
    "Look for process.exit in the project. If there is none, there may have been too little memory: it takes twice as much as without --pure.",
  example: { how: "ended with status 3" },
});
