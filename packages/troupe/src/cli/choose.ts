/** Which machines a command is about: `--on 'web, tag:eu & !db.north'`. */
import { type Filter, type InventoryModel, parseFilter } from "@troupe/core";
import { type Diagnostic, type DiagnosticKind, diagnose, TroupeError } from "@troupe/modules";
import { didYouMean } from "@troupe/modules/internal";
import { noMachinesChosen, unknownOnMachine, unknownOnTag } from "./diagnostics.ts";

/**
 * The ids of the machines that `on` stands for, in byte order; all machines if it is absent. See {@link parseFilter} for its form; the parts
 * of it were separated by commas. `where` is what problems say they stand in.
 *
 * @throws TRP6001 to TRP6003 and TRP21xx for names that do not exist, all of them at once; TRP2112 if it cannot be read
 */
export function chooseMachines(
  { machines, tags, select }: InventoryModel,
  on: readonly string[] | undefined,
  where: string = "--on",
): readonly string[] {
  if (on === undefined) return chosen([...machines.keys()], []);
  return chosen(
    ...picked(select, parseFilter(on.join(",")), where, (name) => (tags.has(name) ? `Machines with that tag are tag:${name}.` : undefined)),
  );
}

/** What names the machine that stands there by itself. */
export const commandLine = "the command line";

/** True if `on` names one machine, rather than picking any number of them. */
export const namesOneMachine = (on: readonly string[] | undefined): boolean => on !== undefined && "hostname" in parseFilter(on.join(","));

/** One machine that a command is about: its id. */
export const chooseMachine = ({ select }: InventoryModel, name: string): string =>
  chosen(...picked(select, { hostname: name }, commandLine))[0]!;

/** What a filter picks, and what is wrong with it. */
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

/** A problem with a filter, as a problem with the command line: names there are told alike by all commands. */
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
