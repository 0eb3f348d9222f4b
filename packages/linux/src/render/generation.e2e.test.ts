/**
 * What is rendered, on a real host: systemd runs it, nft loads it, sshd obeys it. How a generation gets there is not
 * tested here.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWithHosts, useLab } from "@troupe/lab/testing";
import { generationArchive } from "../agent/generation-archive.ts";
import { problems, rendered } from "../testing/rendered.ts";

/** Puts the tree in its place and brings it into effect, in the order of the agent but without its care. */
const place = `set -e
tree=/var/lib/troupe/generations/test
mkdir -p $tree; tar -xf - -C $tree; ln -sfn generations/test /var/lib/troupe/current
useradd -m -s /bin/bash ann
grep '^etc' $tree/manifest | while IFS="$(printf '\\t')" read -r _ target kind mode user group path; do
  mkdir -p "$(dirname "/etc/$target")"
  if [ $kind = link ]; then ln -s "/var/lib/troupe/current/$path" "/etc/$target"; else install -m $mode -o $user -g $group "$tree/$path" "/etc/$target"; fi
done
ln -sf -t /run/systemd/system /var/lib/troupe/current/units/*
systemctl daemon-reload
systemd-tmpfiles --create $tree/tmpfiles/troupe.conf
/lib/systemd/systemd-sysctl $tree/sysctl/60-troupe.conf
systemctl start $(grep '^unit.*start$' $tree/manifest | cut -f2)
systemctl restart ssh.service
`;

describeWithHosts("a rendered generation", () => {
  const lab = useLab({ hosts: 1 });
  let keys: string;
  const output = async (command: string) => (await lab.ssh("alice", command)).stdout;
  const status = async (argv: readonly string[]) => (await lab.exec(argv, { allowFailure: true })).status;
  // An open port answers at once, but a busy computer may take seconds.
  const connect = (port: number, seconds = 20) =>
    status(["timeout", String(seconds), "bash", "-c", `exec 3<>/dev/tcp/10.231.0.11/${port}`]);
  const logIn = (key: string) =>
    status([
      "ssh",
      "-F",
      lab.sshConfig,
      "-o",
      "IdentitiesOnly=yes",
      "-o",
      "BatchMode=yes",
      "-i",
      join(keys, key),
      "-l",
      "ann",
      "alice",
      "true",
    ]);

  beforeAll(async () => {
    keys = await mkdtemp(join(tmpdir(), "troupe-keys-"));
    for (const key of ["declared", "own", "foreign"])
      spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(keys, key)]);
    const echo = { serviceConfig: { ExecStart: "/bin/cat", StandardInput: "socket" } };
    const result = rendered({
      environment: { etc: { "kv/kv.conf": { text: "port = 8080\n" } } },
      systemd: {
        services: {
          "echo@": echo,
          "closed@": echo,
          kv: {
            wantedBy: ["multi-user.target"],
            environment: { GREETING: 'say "hi" to $USER, 100%\n', FOLDER: "%S/kv" },
            serviceConfig: { Type: "oneshot", RemainAfterExit: true, DynamicUser: true, StateDirectory: "kv" },
            script: 'printf "%s" "$GREETING" > "$FOLDER/greeting"',
          },
          tick: { script: "true", startAt: "daily" },
        },
        sockets: {
          echo: { wantedBy: ["sockets.target"], listenStreams: ["8080"], socketConfig: { Accept: true } },
          closed: { wantedBy: ["sockets.target"], listenStreams: ["8081"], socketConfig: { Accept: true } },
        },
        tmpfiles: { rules: ["d /srv/kv 0750 ann ann -"] },
      },
      users: {
        users: {
          ann: {
            isNormalUser: true,
            openssh: { authorizedKeys: { keys: [await readFile(join(keys, "declared.pub"), "utf8")] } },
          },
        },
      },
      networking: { firewall: { enable: true, allowedTCPPorts: [22, 8080] } },
      boot: { kernel: { sysctl: { "net.ipv4.ip_forward": true } } },
      healthChecks: { open: { tcp: { port: 8080 } }, none: { tcp: { port: 8082 } } },
    });
    expect(problems(result)).toBe("");
    await lab.ssh("alice", "mkdir -p /var/lib/troupe");
    await lab.ssh("alice", place, {
      input: generationArchive(result.generation, { version: 1, entries: {}, contributors: {} }),
    });
    const own = await readFile(join(keys, "own.pub"), "utf8");
    await lab.ssh("alice", "install -d -m 700 -o ann -g ann ~ann/.ssh && cat > ~ann/.ssh/authorized_keys", {
      input: own,
    });
  });
  afterAll(() => rm(keys, { recursive: true, force: true }));

  test("runs without a failed unit", async () => {
    expect(await output("systemctl --failed --no-legend")).toBe("");
    expect(await output("cat /var/lib/kv/greeting")).toBe('say "hi" to $USER, 100%\n');
    expect(await output("systemctl show -P NextElapseUSecRealtime tick.timer")).toMatch(/00:00:00/);
    expect(await output("stat -c '%a %U' /srv/kv; cat /proc/sys/net/ipv4/ip_forward /etc/kv/kv.conf")).toBe(
      "750 ann\n1\nport = 8080\n",
    );
  });

  test("lets in what the firewall allows, and no more", async () => {
    expect([await connect(8080), await connect(8081, 2)]).toEqual([0, 124]);
    await lab.ssh("alice", "systemctl reload troupe-firewall");
    expect([await connect(8080), await connect(8081, 2)]).toEqual([0, 124]);
    await lab.ssh("alice", "systemctl stop troupe-firewall");
    expect(await connect(8081)).toBe(0);
    expect(await output("nft list tables")).toBe("");
  });

  test("lets users log in with declared keys as well as with their own", async () => {
    expect([await logIn("declared"), await logIn("own"), await logIn("foreign")]).toEqual([0, 0, 255]);
  });

  test("checks its health", async () => {
    const check = async (name: string) =>
      (await lab.ssh("alice", `/var/lib/troupe/current/health/${name}-*`, { allowFailure: true })).status;
    expect(await check("open")).toBe(0);
    expect(await check("none")).not.toBe(0);
  });
});
