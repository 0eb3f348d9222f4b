import { describe, expect, it } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { agentBox, canMakeBoxes } from "./testing/agent-box.ts";

const { generation } = rendered({ environment: { etc: { v: { text: "1\n" } } } });

describe.skipIf(!canMakeBoxes)("(needs root) Troupe's boot files", () => {
  it.for<readonly [string, string, string]>([
    ["a changed generator", "echo exit >>/etc/systemd/system-generators/troupe", "system-generators/troupe\tchanged"],
    ["a generator that may not be run", "chmod 644 /etc/systemd/system-generators/troupe", "troupe\tchanged"],
    ["a changed unit", "sed -i s/boot/probe/ /etc/systemd/system/troupe-boot.service", "troupe-boot.service\tchanged"],
    ["an empty unit", ": >/etc/systemd/system/troupe-assert.service", "troupe-assert.service\tmissing"],
    ["a missing link", "rm /etc/systemd/system/sysinit.target.wants/*", "troupe-boot.service\tmissing"],
  ])("are drift, and written again by the next switch: %s", ([, command, drift]) => {
    using box = agentBox();
    box.apply(generation);
    const drifts = () => box.ask("probe", [generation.id]).text.match(/^drift.*/gm) ?? [];
    expect(drifts()).toEqual([]);
    box.run(command);
    expect(drifts().join("\n")).toContain(drift);
    expect(box.apply(generation, { from: generation.id }).at(-1)).toBe("confirmed");
    expect(drifts()).toEqual([]);
  });
});

describe.skipIf(!canMakeBoxes)("(needs root) the units after a revert at boot", () => {
  it("restart where they run another definition, and start where they are wanted or enabled and do not run", () => {
    using box = agentBox();
    const unit = (name: string, file: string, active: string, enabled = "") =>
      `Id=${name}\nLoadState=${file === "" ? "not-found" : "loaded"}\nFragmentPath=${file}\nActiveState=${active}\nUnitFileState=${enabled}\n`;
    const before = [
      unit("same.service", "/run/a", "active"),
      unit("other.service", "/etc/b", "active"),
      unit("gone.service", "/etc/c", "active"),
      unit("wanted.service", "", "inactive"),
      unit("enabled.service", "", "inactive"),
      unit("disabled.service", "", "inactive"),
      unit("unwanted.service", "", "inactive"),
    ];
    const now = [
      unit("same.service", "/run/a", "active"),
      unit("other.service", "/run/b", "active"),
      unit("gone.service", "", "inactive"),
      unit("wanted.service", "/run/d", "inactive"),
      unit("enabled.service", "/lib/e", "inactive", "enabled"),
      unit("disabled.service", "/lib/f", "inactive", "disabled"),
      unit("unwanted.service", "/run/g", "inactive"),
    ];
    const steps = "start\twanted.service\nstart-if-enabled\tenabled.service\nstart-if-enabled\tdisabled.service\n";
    const text = (lines: readonly string[]) => `${lines.join("\n")}\n`;
    expect(
      box.call(`cat >/run/steps <<'END'
${steps}END
cat >/run/before <<'END'
${text(before)}
END
cat >/run/now <<'END'
${text(now)}
END
awk "$states_program$unit_boot_program" input=steps /run/steps input=states kind=before /run/before kind=now /run/now`),
    ).toBe("try-restart\tother.service\nstart\twanted.service\nstart\tenabled.service");
  });
});

describe.skipIf(!canMakeBoxes)("(needs root) programs that write what a generation may declare", () => {
  it("are named by a probe for a new generation", () => {
    using box = agentBox();
    box.run(`mkdir -p /etc/cloud/cloud.cfg.d /etc/systemd/system/sysinit.target.wants
      printf 'users:\\n - default\\nmanage_etc_hosts: true\\n' >/etc/cloud/cloud.cfg
      echo 'manage_etc_hosts: false' >/etc/cloud/cloud.cfg.d/99-site.cfg
      ln -s /lib/systemd/system/nftables.service /etc/systemd/system/sysinit.target.wants/nftables.service`);
    const { text } = box.ask("probe", [generation.id], "");
    expect(text.match(/^(?:manager\tnftables|cloud-init).*/gm)).toEqual([
      "manager\tnftables",
      "cloud-init\tmanage_etc_hosts: true",
      "cloud-init\tmanage_etc_hosts: false",
    ]);
  });
});
