/** Problems with evaluations that do not come to the same each time: TRP402x. */
import { diagnosticKind } from "@troupe/modules";

const hint =
  "It may depend on its arguments alone: not on the clock, chance, the environment, the folder, the user, or what was called before.";

export const impure = diagnosticKind<{ what: string; before: string | undefined; after: string | undefined }>({
  code: "TRP4020",
  title: "An evaluation that comes to something else each time",
  blocks: "plan",
  message: ({ what, before, after }) => {
    if (after === undefined) return `${what} is missing when everything is evaluated once more.`;
    if (before === undefined) return `${what} is only there when everything is evaluated once more: ${after}.`;
    return `${what} comes to something else when everything is evaluated once more: ${before} first, then ${after}.`;
  },
  hint: () => hint,
  example: { what: "`environment.etc.motd.text` of machine alice", before: '"Fri Nov 20 2026"', after: '"Sat Dec 25 2027"' },
});

export const impureFailure = diagnosticKind<{ problem: string }>({
  code: "TRP4021",
  title: "A problem that an evaluation only has the second time",
  blocks: "plan",
  message: ({ problem }) => `When everything is evaluated once more, there is a problem that was not there the first time: ${problem}`,
  hint: () => hint,
  example: { problem: "troupe.ts fails when it is loaded: Error: ENOENT: no such file or directory, open './motd'" },
});

export const secondEvaluationEnded = diagnosticKind<{ how: string }>({
  code: "TRP4022",
  title: "A second evaluation that ends before it is done",
  blocks: "plan",
  message: ({ how }) => `The process that evaluates everything once more ${how} before it was done.`,
  hint: () => "Code of the project may not end the process that it runs in; and a second evaluation needs as much memory as the first.",
  example: { how: "ended with status 3" },
});
