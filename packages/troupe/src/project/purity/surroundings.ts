/**
 * The surroundings of a process that an evaluation must not depend on: environment, folder, locale, time zone, user,
 * clock.
 */
import { tmpdir } from "node:os";

/** The surroundings that the parent of a process chooses. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/** The variables that Node and programs of the project need, and those that configure Troupe. */
const keptVariables = /^(?:PATH|TMPDIR|TEMP|TMP|SystemRoot|LD_.*|DYLD_.*|NODE_.*|TROUPE_.*)$/;

/**
 * Returns surroundings with another time zone, locale, user and folder, and without the variables that no program
 * needs.
 *
 * @example
 * otherSurroundings({ env: { TZ: "Europe/Berlin", STAGE: "test" }, cwd: "/home/ann" }).env.TZ; // => "Pacific/Kiritimati"
 */
export function otherSurroundings({ env, cwd }: Surroundings): Surroundings {
  const locale = (env["LC_ALL"] ?? env["LANG"] ?? "").startsWith("tr") ? "de_DE.UTF-8" : "tr_TR.UTF-8";
  const kept = Object.entries(env).filter(([name]) => keptVariables.test(name));
  return {
    env: {
      // The order of the variables differs as well.
      ...Object.fromEntries(kept.toReversed()),
      TZ: env["TZ"] === "Pacific/Kiritimati" ? "America/Anchorage" : "Pacific/Kiritimati",
      LANG: locale,
      LC_ALL: locale,
      HOME: "/nonexistent",
      USER: "nobody",
      LOGNAME: "nobody",
    },
    cwd: cwd === "/" ? tmpdir() : "/",
  };
}

/**
 * Sets the clock of this process 400 days, 5 hours, 43 minutes and 21.5 seconds ahead, for modules that are loaded
 * afterwards.
 */
export function shiftClock(): void {
  const shift = ((400 * 24 + 5) * 3600 + 43 * 60 + 21.5) * 1000;
  const RealDate = Date;
  const now = () => RealDate.now() + shift;
  const ShiftedDate = new Proxy(RealDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as Date,
    apply: () => new RealDate(now()).toString(),
    get: (target, name, receiver) => (name === "now" ? now : (Reflect.get(target, name, receiver) as unknown)),
  });
  RealDate.prototype.constructor = ShiftedDate;
  globalThis.Date = ShiftedDate;
}
