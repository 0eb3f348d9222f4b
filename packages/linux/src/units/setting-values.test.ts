import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { problems, rendered } from "../testing/rendered.ts";
import { knownSettings } from "./settings.ts";
import { ignoredValue } from "./setting-values.ts";

const noAnalyze = spawnSync("systemd-analyze", ["--version"]).status !== 0;

/** Values of all kinds, and values that are near misses. */
const candidates = `
  1 | yes | Y | TRUE | t | on | 0 | no | n | false | F | off | ja | 2 | maybe | infinity | none | 90 | 5min | 1.5h | 5parsecs
  512M | 2GB | 2G | 1B | 100T | -5 | daily | full | Strict | strict | read-only | readonly | tmpfs | private | disconnected
  always | allways | on-failure | simple | oneshot | Simple | mixed | process | control-group | reboot | reboot-force | rebooot
  info | INFO | idle | best-effort | Mon..Fri | 03:00 | *-*-01 | 12:00:00 | 2030-01-01 | @1900000000 | Mo | inactive | both
  ipv6-only | kill | main | all | 5min 20s | 1h 30 min | 5 parsecs | 1G 500M | every day | Mon..Fri 03:00 | daily UTC
  Sat,Sun *-1..6-1/2 12:00 | *-*-01 04:30:00 Europe/Berlin | semi-annually | Thu,Fri 2030-*-1,5 11:12:13 | 03:00 every day
`
  .split(/[|\n]/)
  .map((value) => value.trim())
  .filter((value) => value !== "");

describe("a value that systemd ignores", () => {
  it("is refused at check, with a suggestion", () => {
    const text = problems(
      rendered({
        systemd: {
          services: {
            app: {
              startAt: ["03:00", "every day"],
              serviceConfig: {
                ExecStart: "/bin/sleep infinity",
                Restart: "allways",
                MemoryMax: "2GB",
                ProtectSystem: "Strict",
                NoNewPrivileges: "ja",
                TimeoutStopSec: "5 parsecs",
                PrivateTmp: true,
                RestartSec: 5,
                SuccessExitStatus: "%i",
              },
            },
          },
        },
      }),
    );
    expect(text).toMatchInlineSnapshot(`
      "TRP3017 systemd would ignore MemoryMax=2GB of "app.service": MemoryMax is an amount of memory, such as 512M, 2G, 10% or infinity.
        at machine alice
      TRP3017 systemd would ignore NoNewPrivileges=ja of "app.service": NoNewPrivileges is yes or no.
        at machine alice
      TRP3017 systemd would ignore ProtectSystem=Strict of "app.service": ProtectSystem is one of yes, no, full, strict.
        at machine alice
        hint: Did you mean "strict"?
      TRP3017 systemd would ignore Restart=allways of "app.service": Restart is one of no, always, on-success, on-failure, on-abnormal, on-abort, on-watchdog.
        at machine alice
        hint: Did you mean "always"?
      TRP3017 systemd would ignore TimeoutStopSec=5 parsecs of "app.service": TimeoutStopSec is a span of time, such as 90, 5min or 1h 30min.
        at machine alice
      TRP3017 systemd would ignore OnCalendar=every day of "app.timer": OnCalendar is an event in a calendar, such as daily, "Mon..Fri 03:00" or "*-*-01 04:30".
        at machine alice"
    `);
  });

  it.skipIf(noAnalyze)(
    "(needs systemd-analyze) is refused only if this computer's systemd ignores it as well",
    { timeout: 120_000 },
    () => {
      const folder = mkdtempSync(join(tmpdir(), "troupe-values-"));
      try {
        const wrong: string[] = [];
        const sections = { Unit: "service", Service: "service", Socket: "socket", Timer: "timer" } as const;
        for (const [section, suffix] of Object.entries(sections)) {
          // Some values end the reading of a unit, so each setting has a unit of its own.
          const refused = new Map(
            [...knownSettings[section]!].flatMap((setting) => {
              const values = candidates.filter((value) => ignoredValue(setting, value) !== undefined);
              return values.length === 0 ? [] : [[setting, values]];
            }),
          );
          for (const [setting, values] of refused) {
            const lines = values.map((value) => `${setting}=${value}\n`);
            writeFileSync(join(folder, `${setting}.${suffix}`), `[${section}]\n${lines.join("")}`);
          }
          const units = [...refused.keys()].map((setting) => join(folder, `${setting}.${suffix}`));
          const { stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", "--recursive-errors=no", ...units], {
            encoding: "utf8",
            maxBuffer: 1 << 26,
          });
          const told = new Set([...stderr.matchAll(/([A-Za-z0-9]+\.\w+:\d+): /g)].map(([, line]) => line));
          for (const [setting, values] of refused) {
            if (stderr.includes(`${setting}.${suffix}: Unit configuration has fatal error`)) continue;
            for (const [index, value] of values.entries())
              if (!told.has(`${setting}.${suffix}:${index + 2}`)) wrong.push(`${setting}=${value}`);
          }
          expect(refused.size, section).toBeGreaterThan(0);
        }
        expect(wrong).toEqual([]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
