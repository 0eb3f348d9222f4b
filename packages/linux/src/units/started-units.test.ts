import { expect, it } from "vitest";
import { rendered } from "../testing/rendered.ts";

const services = (wantedBy: { readonly [name: string]: readonly string[] }) =>
  Object.entries(wantedBy).map(([name, targets]) => [name, { script: "true", wantedBy: targets }] as const);
const started = (wantedBy: { readonly [name: string]: readonly string[] }, targets = {}) =>
  rendered({ systemd: { services: Object.fromEntries(services(wantedBy)), targets } })
    .generation.manifest.units.filter((unit) => unit.start)
    .map((unit) => unit.name);

it("starts what something that is up wants", () => {
  expect(started({ boot: ["multi-user.target"], beside: ["ssh.service"], other: [] })).toEqual([
    "beside.service",
    "boot.service",
  ]);
});

it("does not start what is only wanted on demand", () => {
  expect(
    started({ down: ["shutdown.target"], asleep: ["sleep.target", "hibernate.target"], disk: ["dev-sdb1.device"] }),
  ).toEqual([]);
  expect(started({ both: ["shutdown.target", "multi-user.target"] })).toEqual(["both.service"]);
});

it("follows units of the configuration to what is up", () => {
  const wantedBy = {
    first: ["group.target"],
    second: ["first.service"],
    loop: ["pool.service"],
    pool: ["loop.service"],
  };
  expect(started(wantedBy, { group: {} })).toEqual([]);
  expect(started(wantedBy, { group: { wantedBy: ["multi-user.target"] } })).toEqual([
    "first.service",
    "group.target",
    "second.service",
  ]);
  expect(started({ ...wantedBy, pool: ["loop.service", "multi-user.target"] }, { group: {} })).toEqual([
    "loop.service",
    "pool.service",
  ]);
});
