/** Applying to real hosts what the way into them depends on: sshd, sudo, accounts, addresses. */
import { type Lab, layer } from "@troupe/lab";
import { describeWithHosts, useLab } from "@troupe/lab/testing";
import { formatDiagnostic } from "@troupe/modules";
import type { SystemFragment } from "@troupe/vocabulary";
import { expect, test } from "vitest";
import { desire, labTarget, planAndApply } from "./testing/lab-machines.ts";

const run = async (lab: Lab, command: string): Promise<string> =>
  (await lab.ssh("alice", command, { allowFailure: true })).stdout.trim();

describeWithHosts("the road in", () => {
  const lab = useLab({ hosts: [{ name: "alice", layers: [layer("sudo", ["sudo"])] }] });
  const alice = labTarget("alice");
  const ann = labTarget("alice", { user: "ann", sudo: true });
  const sshd = (text: string): SystemFragment => ({
    environment: { etc: { "ssh/sshd_config.d/10-mine.conf": { text } } },
  });
  const refusal = async (desired: ReturnType<typeof desire>) => {
    const { results } = await planAndApply(lab, [desired]);
    return [results[0]!.outcome, ...results[0]!.diagnostics.map(formatDiagnostic)].join("\n");
  };

  test("a configuration that sshd refuses is refused before anything changes", async () => {
    expect(await refusal(desire(alice, sshd("PermitRootLogin yess\nPort 22\n")))).toMatch(
      /^refused\nTRP5231 alice was not switched: sshd refuses its configuration \(sshd -t\)\. Nothing was changed\.[^]*yess/,
    );
    expect(await refusal(desire(alice, sshd("PermitRootLogin no\n")))).toMatch(
      /^refused\nTRP5231 alice was not switched: the deploying user could not log in\. Nothing was changed\.\n +at instance one, role server\n.*permitrootlogin no/,
    );
    expect(await run(lab, "cat /etc/ssh/sshd_config.d/10-mine.conf; sshd -t && echo good")).toBe("good");
  });

  test("a good configuration of sshd is in force after the apply, and the old one after the next", async () => {
    const methods =
      "ssh-keyscan -t ed25519 127.0.0.1 >~/.ssh/known_hosts 2>/dev/null; ssh -o BatchMode=yes -o PreferredAuthentications=none 127.0.0.1 2>&1";
    expect(await run(lab, methods)).toContain("password");
    const process = await run(lab, "systemctl show -p MainPID ssh.service");
    expect((await planAndApply(lab, [desire(alice, sshd("PasswordAuthentication no\n"))])).results).toMatchObject([
      { outcome: "applied", units: [{ step: "restart", unit: "ssh.service" }] },
    ]);
    expect(await run(lab, methods)).not.toContain("password");
    expect(await run(lab, "systemctl show -p MainPID ssh.service")).not.toBe(process);
    expect((await planAndApply(lab, [desire(alice, {})])).results).toMatchObject([{ outcome: "applied" }]);
    expect(await run(lab, methods)).toContain("password");
  });

  test("a shell, sudo rules and groups with which the deploying user could not come back are refused", async () => {
    await run(
      lab,
      "groupadd admins; useradd -m -s /bin/bash -G admins ann; mkdir ~ann/.ssh; cp ~/.ssh/authorized_keys ~ann/.ssh; chown -R ann ~ann/.ssh; echo '%admins ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/admins; chmod 440 /etc/sudoers.d/admins",
    );
    const user = (options: object) => desire(ann, { users: { users: { ann: { ...options } } } } as SystemFragment);
    const before = await run(lab, "cat /etc/passwd /etc/group");
    expect(await refusal(user({ isNormalUser: true, shell: "/usr/bin/zsh" }))).toMatch(
      /^refused\nTRP5142 .*\n +at instance one/,
    );
    expect(await refusal(user({ isSystemUser: true, group: "users" }))).toMatch(
      /^refused\nTRP5143 With the configuration, ann, as whom this plan reached alice, could not log in again/,
    );
    expect(
      await refusal(
        desire(ann, { environment: { etc: { "sudoers.d/site": { text: "ann ALL=(ALL) !ALL\n", mode: "0440" } } } }),
      ),
    ).toContain("the deploying user could not become root");
    expect(await run(lab, "cat /etc/passwd /etc/group; ls /etc/sudoers.d/site")).toBe(before);
    // sshd looks for the keys below another home directory, so nobody confirms.
    const { results } = await planAndApply(lab, [user({ isNormalUser: true, home: "/srv" })], { confirmSeconds: 5 });
    expect(results).toMatchObject([{ outcome: "failed-and-reverted" }]);
    expect(await run(lab, "cat /etc/passwd /etc/group; ls /etc/sudoers.d/site")).toBe(before);
  });
});

describeWithHosts("the road in behind ssh.socket", () => {
  const lab = useLab({ hosts: ["alice"] });
  const sshd = (text: string) =>
    desire(labTarget("alice"), { environment: { etc: { "ssh/sshd_config.d/10-mine.conf": { text } } } });
  const units = "systemctl is-active ssh.socket ssh.service";

  test("a good configuration is in force for new connections, and a bad one is refused or reverted", async () => {
    await lab.inside("alice", "systemctl disable --now ssh.service; systemctl enable --now ssh.socket");
    const methods =
      "ssh-keyscan -t ed25519 127.0.0.1 >~/.ssh/known_hosts 2>/dev/null; ssh -o BatchMode=yes -o PreferredAuthentications=none 127.0.0.1 2>&1";
    expect(await run(lab, methods)).toContain("password");
    expect((await planAndApply(lab, [sshd("PasswordAuthentication no\n")])).results).toMatchObject([
      { outcome: "applied", units: [{ step: "restart", unit: "ssh.socket" }] },
    ]);
    expect(await run(lab, methods)).not.toContain("password");
    const bad = await planAndApply(lab, [sshd("PasswordAuthentication perhaps\n")]);
    expect(bad.results).toMatchObject([{ outcome: "refused" }]);
    // sshd accepts the file, and nobody reaches it any more.
    const closed = await planAndApply(lab, [sshd("MaxStartups 1:100:1\nLoginGraceTime 1\nAllowGroups nobody\n")], {
      confirmSeconds: 3,
    });
    expect(closed.results).toMatchObject([{ outcome: "failed-and-reverted" }]);
    expect(await run(lab, methods)).not.toContain("password");
    expect(await run(lab, `${units}; cat /etc/ssh/sshd_config.d/10-mine.conf`)).toMatch(
      /^active\n(?:in)?active\nPasswordAuthentication no$/,
    );
  });
});
