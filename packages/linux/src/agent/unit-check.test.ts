import { spawnSync } from "node:child_process";
import type { SystemFragment } from "@troupe/vocabulary";
import { describe, expect, it } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { generationArchive } from "./generation-archive.ts";
import { gzipSync } from "node:zlib";
import { agentBox, canMakeBoxes } from "./testing/agent-box.ts";

const noAnalyze = spawnSync("systemd-analyze", ["--version"]).status !== 0;

/** The lines of the reply to `stage` that name faults. */
function faults(config: SystemFragment, prepare = "true", references = ""): readonly string[] {
  using box = agentBox();
  box.run(
    `mkdir -p /run/vendor; echo '[Unit]' | tee /run/vendor/multi-user.target >/run/vendor/ssh.service; ${prepare}`,
  );
  const { generation } = rendered(config);
  const archive = gzipSync(generationArchive(generation, { version: 1, entries: {}, contributors: {} }));
  const { text, end } = box.ask("stage", [generation.id, "archive", "-", "-", references], archive);
  expect(end, text).toEqual(["staged"]);
  return text
    .split("\n")
    .filter((line) => /^(?:remark|unfound|unknown-parameter|unverified)/.test(line))
    .toSorted();
}

const app = (more: object) => ({ app: { ...more, serviceConfig: { ExecStart: "/bin/true" } } });

describe.skipIf(!canMakeBoxes)("(needs root for mount namespaces) the faults of a staged generation", () => {
  it("name units that the machine lacks or masks", () => {
    const units = "multiuser.target,multi-user.target,netwrok.target,masked.service";
    const mask = "mkdir -p /etc/systemd/system; ln -s /dev/null /etc/systemd/system/masked.service";
    expect(faults({ systemd: { services: app({}) } }, mask, units)).toEqual([
      "unfound\tmasked.service\tmasked",
      "unfound\tmultiuser.target\tnot-found",
      "unfound\tnetwrok.target\tnot-found",
    ]);
  });

  it("name kernel parameters that the kernel lacks", () => {
    expect(faults({ boot: { kernel: { sysctl: { "net.ipv4.ip_forwrad": 1, "kernel.hostname": "x" } } } })).toEqual([
      "unknown-parameter\tnet/ipv4/ip_forwrad",
    ]);
  });

  it.skipIf(noAnalyze)("(needs systemd-analyze) name lines that systemd remarks on, also of drop-ins", () => {
    const remarks = faults(
      {
        systemd: {
          services: {
            app: { serviceConfig: { ExecStart: "/bin/true", IPAddressAllow: "localhst", MemoryLimit: "5M" } },
            ssh: { overrideStrategy: "asDropin", serviceConfig: { CPUQuota: "much" } },
            good: { serviceConfig: { ExecStart: "/var/lib/troupe/current/none" } },
          },
        },
      },
      "mkdir -p /etc/systemd/system; printf '[Service]\\nExecStart=/bin/true\\n' >/etc/systemd/system/ssh.service",
    );
    expect(remarks.map((line) => line.split("\t").slice(0, 3).join(" "))).toEqual([
      "remark app.service 3",
      "remark app.service 4",
      "remark ssh.service.d/overrides.conf 2",
    ]);
  });
});
