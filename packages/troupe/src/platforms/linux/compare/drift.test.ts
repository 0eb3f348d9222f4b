import { expect, test } from "vitest";
import { emptyHost } from "../state.ts";
import { driftOf } from "./drift.ts";

const described = (...drift: string[][]) => driftOf({ ...emptyHost, drift });

test("a kind of drift that this version does not know is shown as the machine says it", () => {
  expect(described(["quota", "/srv", "is off"], ["quota"], [])).toEqual([
    { kind: "quota", name: "quota /srv", how: "is off" },
    { kind: "quota", name: "quota", how: "differs" },
    { kind: "", name: "", how: "differs" },
  ]);
});

test("kernel parameters, rules of systemd-tmpfiles, the firewall and Troupe's boot files", () => {
  expect(
    described(
      ["sysctl", "net.ipv4.ip_forward", "value", "0", "1"],
      ["hostname", "carol", "value", "bob"],
      ["tmpfiles", "/srv/kv", "mode", "0777", "0750"],
      ["tmpfiles", "/srv/kv", "owner", "root:root", "kv:kv"],
      ["tmpfiles", "/srv/data", "missing"],
      ["tmpfiles", "/srv/log", "type", "regular file"],
      ["firewall", "troupe", "missing"],
      ["firewall", "troupe", "changed"],
      ["boot", "/etc/systemd/system/troupe-boot.service", "missing"],
      ["boot", "/etc/systemd/system-generators/troupe", "changed"],
    ).map(({ name, how }) => `${name} ${how}`),
  ).toEqual([
    "net.ipv4.ip_forward is 0 instead of 1",
    "carol is not bob",
    "/srv/kv has the mode 0777 instead of 0750",
    "/srv/kv has the owner root:root instead of kv:kv",
    "/srv/data is missing",
    "/srv/log is a regular file",
    "the firewall is not loaded",
    "the firewall has other rules",
    "/etc/systemd/system/troupe-boot.service is missing or masked",
    "/etc/systemd/system-generators/troupe has other content",
  ]);
});

test.for(["__proto__", "constructor", "toString", "hasOwnProperty"])(
  "the kind and the word %s are plain text",
  (word) => {
    expect(described([word, "a", "b"], ["etc", "motd", word])).toEqual([
      { kind: word, name: `${word} a`, how: "b" },
      { kind: "etc", name: "/etc/motd", how: word },
    ]);
  },
);

test("each kind is described from a line without fields", () => {
  for (const kind of ["etc", "tree", "hosts", "hostname", "sysctl", "tmpfiles", "firewall", "boot", "unit", "package"])
    expect(described([kind])[0]).toMatchObject({ name: expect.any(String), how: expect.any(String) });
});
