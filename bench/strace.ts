/** The processes in a log of `strace -f`. */

/** Programs of a test box that stand for parts of the machine: the processes that they start do not count. */
const standIns = /^\/usr\/local\/sbin\/(?!systemd-run$)/;

/** One process of the log: its parent, and the programs that it runs, in order. */
interface TracedProcess {
  readonly parent: number | undefined;
  readonly programs: string[];
}

/**
 * Counts the processes that a command started, by their program; "subshell" for a shell that runs no program of its
 * own. Threads, and processes that a stand-in of the box starts, do not count.
 */
export function processesByProgram(log: string): ReadonlyMap<string, number> {
  const processes = new Map<number, TracedProcess>();
  const processOf = (id: number, parent?: number): TracedProcess => {
    const known = processes.get(id);
    if (known !== undefined) return known;
    const made: TracedProcess = { parent, programs: [] };
    processes.set(id, made);
    return made;
  };
  for (const line of log.split("\n")) {
    const [, id = "", rest = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (id === "") continue;
    const child = /^(?:clone3?|v?fork|<\.\.\. (?:clone3?|v?fork) resumed>).* = (\d+)$/.exec(rest)?.[1];
    if (child !== undefined && !rest.includes("CLONE_THREAD")) {
      // A child may appear in the log before its parent's call returns.
      const number = Number(child);
      processes.set(number, { parent: Number(id), programs: processes.get(number)?.programs ?? [] });
    }
    const program = /^execve\("([^"]*)"/.exec(rest)?.[1];
    if (program !== undefined && !/ = -1 /.test(rest)) processOf(Number(id)).programs.push(program);
  }
  const isOfStandIn = ({ parent }: TracedProcess): boolean => {
    const above = parent === undefined ? undefined : processes.get(parent);
    return above !== undefined && (above.programs.some((program) => standIns.test(program)) || isOfStandIn(above));
  };
  const counts = new Map<string, number>();
  for (const process of processes.values()) {
    if (process.parent === undefined || isOfStandIn(process)) continue;
    const program = process.programs.at(-1)?.replace(/.*\//, "") ?? "subshell";
    counts.set(program, (counts.get(program) ?? 0) + 1);
  }
  return counts;
}
