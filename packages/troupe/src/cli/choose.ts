/** Chooses the machines of a command: `--on 'web, tag:eu & !db.north'`. */
import { type Filter, type InventoryModel, parseFilter } from "@troupe/core";
import { type Diagnostic, type DiagnosticKind, diagnose, TroupeError } from "@troupe/modules";
import { didYouMean } from "@troupe/modules/internal";
import { noMachinesChosen, unknownOnMachine, unknownOnTag } from "./diagnostics.ts";

/**
 * Returns the ids of the machines that the filter `on` picks, in byte order; all machines without a filter.
 * {@link parseFilter} describes the form of a filter; `on` has its parts between commas. Diagnostics name `where` as
 * the place of the filter.
 *
 * @throws TRP6001 to TRP6003 and TRP21xx for names that do not exist, all of them at once; TRP2112 if the filter cannot
 *   be parsed
 */
export function chooseMachines(
  { machines, tags, select }: InventoryModel,
  on: readonly string[] | undefined,
  where: string = "--on",
): readonly string[] {
  if (on === undefined) return chosen([...machines.keys()], []);
  return chosen(
    ...picked(select, parseFilter(on.join(",")), where, (name) =>
      tags.has(name) ? `Machines with that tag are tag:${name}.` : undefined,
    ),
  );
}

/** The place of a machine that is an argument. */
export const commandLine = "the command line";

/** True if `on` names one machine rather than a set of machines. */
export const namesOneMachine = (on: readonly string[] | undefined): boolean =>
  on !== undefined && "hostname" in parseFilter(on.join(","));

/** Returns the id of the machine that an argument names. */
export const chooseMachine = ({ select }: InventoryModel, name: string): string =>
  chosen(...picked(select, { hostname: name }, commandLine))[0]!;

/** Returns the machines that a filter picks, and the problems of the filter. */
function picked(
  select: InventoryModel["select"],
  filter: Filter,
  where: string,
  other: (machine: string) => string | undefined = () => undefined,
): [readonly string[], Diagnostic[]] {
  const problems: Diagnostic[] = [];
  const names = select(filter, {
    where,
    nearest: didYouMean,
    report: (kind, params, hint) => problems.push(onCommandLine(kind, params, hint, other)),
    guard: (run) => run(),
  });
  return [names, problems];
}

function chosen(names: readonly string[], problems: Diagnostic[]): readonly string[] {
  if (problems.length === 0 && names.length === 0) problems.push(diagnose(noMachinesChosen, {}));
  if (problems.length > 0) throw new TroupeError(problems);
  return names;
}

/** Returns the diagnostic of a filter on the command line: unknown names have the same diagnostics in all commands. */
function onCommandLine<P>(
  kind: DiagnosticKind<P>,
  params: P,
  hint: string | undefined,
  other: (machine: string) => string | undefined,
): Diagnostic {
  const { machine, tag } = params as { readonly machine?: string; readonly tag?: string };
  if (kind.code === "TRP2001") return diagnose(unknownOnMachine, { name: machine! }, { hint: other(machine!) ?? hint });
  if (kind.code === "TRP2002") return diagnose(unknownOnTag, { name: tag! }, { hint });
  return diagnose(kind, params, { hint });
}
