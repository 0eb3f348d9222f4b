/** The output of `switch-to-configuration dry-activate`, as steps of units. */
import type { UnitSteps } from "../../../deploy/model/plan.ts";

const stepByWords: { readonly [words: string]: "stop" | "start" | "restart" | "reload" } = {
  "would stop the following units": "stop",
  "would start the following units": "start",
  "would restart the following units": "restart",
  "would reload the following units": "reload",
};

/**
 * Units by what would happen to them; what is stopped and started again is restarted. Other lines are for people.
 *
 * @example
 * const { units, others } = readDryActivate(["would stop the following units: a.service", "would start the following units: a.service, b.service"]);
 * units.restart; // => ["a.service"]
 * units.start; // => ["b.service"]
 * others; // => []
 */
export function readDryActivate(lines: readonly string[]): {
  readonly units: UnitSteps;
  readonly others: readonly string[];
} {
  const announced: NixosStep[] = [];
  const others: string[] = [];
  for (const line of lines) {
    const [, words = "", names = ""] = /^(.*?): (.*)$/.exec(line) ?? [];
    const step = stepByWords[words];
    if (step !== undefined) announced.push(...names.split(",").map((name) => ({ step, unit: name.trim() })));
    else if (line.trim() !== "" && !line.startsWith("would activate the configuration")) others.push(line.trimEnd());
  }
  const steps = Map.groupBy(withRestarts(announced), ({ step }) => step);
  const units = (step: NixosStep["step"]) => (steps.get(step) ?? []).map(({ unit }) => unit).toSorted();
  return {
    units: {
      stop: units("stop"),
      start: units("start"),
      restart: units("restart"),
      reload: units("reload"),
      restartIfRunning: [],
      startIfEnabled: [],
    },
    others,
  };
}

/** A step of a unit. */
export interface NixosStep {
  readonly step: "stop" | "start" | "restart" | "reload";
  readonly unit: string;
}

/** NixOS stops units and starts them again where others would say that they are restarted. */
export function withRestarts(steps: readonly NixosStep[]): readonly NixosStep[] {
  const units = (wanted: NixosStep["step"]) =>
    new Set(steps.flatMap(({ step, unit }) => (step === wanted ? unit : [])));
  const [stopped, started] = [units("stop"), units("start")];
  return steps.flatMap(({ step, unit }): readonly NixosStep[] => {
    if (step === "stop" && started.has(unit)) return [];
    return [{ step: step === "start" && stopped.has(unit) ? "restart" : step, unit }];
  });
}
