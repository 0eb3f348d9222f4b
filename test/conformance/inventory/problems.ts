/** Which problems of an inventory concern what a case looks at. */
import type { Evaluated } from "@troupe/core";
import type { ServiceEntry } from "@troupe/core/internal";
import { type Diagnostic, showPath, TroupeError } from "@troupe/modules";
import { isFailure } from "./failures.ts";

/** Checks that throw the first problem with a part of the inventory. */
export interface Requirements {
  /** Machines and tags. */
  readonly tags: () => void;
  /** A service and its instances. */
  readonly service: (service: ServiceEntry) => void;
  readonly everything: () => void;
  /** Everything, and what every call returns. */
  readonly calls: () => void;
}

/** The checks of one evaluation. `errors` are what callbacks threw. */
export function requirementsOf(evaluated: Evaluated, errors: () => readonly unknown[]): Requirements {
  const fail = (problems: readonly Diagnostic[], concerns: (path: string) => boolean): void => {
    const first = problems.find((problem) => isFailure(problem) && concerns(problem.path ?? ""));
    if (first !== undefined) throw new TroupeError([first]);
  };
  const { diagnostics } = evaluated.inventory;
  const everything = (): void => fail(diagnostics, () => true);
  return {
    tags: () => fail(diagnostics, (path) => isIn(path, ["machines", "tags"]) || isGeneral(path)),
    service({ id, instances }) {
      const parts = instances.map(({ name }) => showPath(["instances", name]));
      fail(diagnostics, (path) => isIn(path, ["machines", "tags", `services.${id}`, ...parts]) || isGeneral(path));
    },
    everything,
    calls() {
      everything();
      for (const error of errors()) throw error;
      fail(
        evaluated.diagnostics([]).filter(({ code }) => code.startsWith("TRP23") || code.startsWith("TRP25")),
        () => true,
      );
    },
  };
}

const isIn = (path: string, parts: readonly string[]): boolean =>
  parts.some((part) => path === part || path.startsWith(`${part}.`));
const isGeneral = (path: string): boolean => !isIn(path, ["machines", "tags", "instances", "services", "exports"]);
