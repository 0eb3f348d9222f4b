/** The problems that the portable vocabulary itself finds. */
import { diagnosticKind } from "@troupe/modules";

export const invalidPackage = diagnosticKind<{ name: unknown; what: string }>({
  code: "TRP3101",
  title: "A package's or program's name is not valid",
  blocks: "evaluation",
  message: ({ name, what }) => `${JSON.stringify(name)} is not ${what}.`,
  example: { name: "Redis Server", what: "the name of a Debian package" },
});

export const unknownPlaceholder = diagnosticKind<{ found: string }>({
  code: "TRP3102",
  title: "A placeholder for a program was damaged",
  blocks: "plan",
  message: ({ found }) =>
    `This text was cut or changed where it stands for the path of a program (what .bin(…) returns): ${JSON.stringify(found)} is left of it.`,
  hint: () => "The path is put in later. Such a text may be joined with others, but not be cut or changed.",
  example: { found: "@@troupe-program:redis-ser" },
});
