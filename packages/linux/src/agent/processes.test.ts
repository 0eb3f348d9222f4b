import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { generationArchive } from "./generation-archive.ts";
import { agentBox, canMakeBoxes } from "./testing/agent-box.ts";
import { countProcesses } from "./testing/processes.ts";

/** A machine with 20 files, five units with a health check each, keys, names, a firewall and a kernel parameter. */
const machine = (greeting: string) =>
  rendered({
    environment: {
      etc: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`app/${index}.conf`, { text: `${index}\n` }])),
    },
    systemd: {
      services: Object.fromEntries(
        Array.from({ length: 5 }, (_, index) => [
          `app-${index}`,
          {
            wantedBy: ["multi-user.target"],
            environment: { GREETING: index === 0 ? greeting : "" },
            serviceConfig: { ExecStart: "/bin/sleep infinity" },
          },
        ]),
      ),
      tmpfiles: { rules: ["d /run/app 0755 root root -"] },
    },
    healthChecks: Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`app-${index}`, { script: "true" }])),
    users: { users: { root: { openssh: { authorizedKeys: { keys: ["ssh-ed25519 AAAAdeploy deploy"] } } } } },
    networking: { hostName: "box", hosts: { "192.0.2.11": ["bob"] }, firewall: { enable: true } },
    boot: { kernel: { sysctl: { "vm.swappiness": 10 } } },
  }).generation;

test.skipIf(!canMakeBoxes)(
  "a probe of an unchanged machine starts at most 25 processes, an apply of one changed unit 150",
  () => {
    using box = agentBox({ parameters: { "vm/swappiness": "60" }, packages: ["nftables"] });
    const [first, second] = [machine("one"), machine("two")];
    expect(box.apply(first).at(-1)).toBe("confirmed");
    const unchanged = countProcesses(box, "probe", [first.id]);
    const archive = gzipSync(generationArchive(second, { version: 1, entries: {}, contributors: {} }));
    const changed = [
      countProcesses(box, "stage", [second.id, "archive"], archive),
      countProcesses(box, "switch", [second.id, first.id, "60", "60", "ann", "restart"]),
      countProcesses(box, "confirm", [second.id]),
    ];
    expect([unchanged, ...changed].map(({ end }) => end.split("\t")[1])).toEqual([
      "ok",
      "staged",
      "pending",
      "confirmed",
    ]);
    expect(unchanged.processes).toBeLessThanOrEqual(25);
    expect(changed.reduce((sum, { processes }) => sum + processes, 0)).toBeLessThanOrEqual(150);
  },
);
