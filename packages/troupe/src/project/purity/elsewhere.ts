/** Other surroundings than these: what an evaluation must not depend on is different in them. */
import { tmpdir } from "node:os";

/** Where a process runs. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/** What Node and whatever the project starts cannot do without, and what Troupe is told. */
const kept = /^(?:PATH|TMPDIR|TEMP|TMP|SystemRoot|LD_.*|DYLD_.*|NODE_.*|TROUPE_.*)$/;

/**
 * Surroundings with another time zone, locale, user and folder, and with no environment variable that is not needed.
 *
 * @example
 * elsewhere({ env: { TZ: "Europe/Berlin", STAGE: "test" }, cwd: "/home/ann" }).env.TZ; // => "Pacific/Kiritimati"
 */
export function elsewhere({ env, cwd }: Surroundings): Surroundings {
  const locale = (env["LC_ALL"] ?? env["LANG"] ?? "").startsWith("tr") ? "de_DE.UTF-8" : "tr_TR.UTF-8";
  return {
    env: {
      ...Object.fromEntries(
        Object.entries(env)
          .filter(([name]) => kept.test(name))
          .toReversed(),
      ),
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

/** Sets the clock of this process: 400 days, 5 hours, 43 minutes and 21.5 seconds ahead. For what is loaded from now on. */
export function shiftClock(): void {
  const shift = ((400 * 24 + 5) * 3600 + 43 * 60 + 21.5) * 1000;
  const RealDate = Date;
  const now = () => RealDate.now() + shift;
  const ShiftedDate = new Proxy(RealDate, {
    construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as Date,
    apply: () => new RealDate(now()).toString(),
    get: (target, name, receiver) => (name === "now" ? now : (Reflect.get(target, name, receiver) as unknown)),
  });
  RealDate.prototype.constructor = ShiftedDate;
  globalThis.Date = ShiftedDate;
}
