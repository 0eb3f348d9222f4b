import { evalModules, mkForce, type OptionTree } from "@troupe/modules";
import { describe, expect, it } from "vitest";
import { definePackage } from "../packages/package-ref.ts";
import { type SystemConfig, type SystemFragment, systemOptions } from "./index.ts";

const evaluate = (...fragments: readonly SystemFragment[]) =>
  evalModules<SystemConfig>({ modules: [{ options: systemOptions }, ...fragments.map((config) => ({ config }))] });
const config = (...fragments: readonly SystemFragment[]) => evaluate(...fragments).config;

/** Every option of a tree, also those of submodules, by its path. */
function optionsOf(
  tree: OptionTree,
  path: string,
): readonly (readonly [string, { readonly description?: string | undefined }])[] {
  return Object.entries(tree).flatMap(([name, value]) =>
    "~option" in value
      ? [[`${path}${name}`, value as never] as const]
      : optionsOf(value as OptionTree, `${path}${name}.`),
  );
}

describe("the portable vocabulary", () => {
  it("describes every option", () => {
    const options = optionsOf(systemOptions, "");
    expect(options.length).toBeGreaterThan(20);
    expect(options.filter(([, option]) => (option.description ?? "") === "").map(([path]) => path)).toEqual([]);
  });

  it("has a value for everything without a definition", () => {
    const evaluation = evaluate();
    expect(evaluation.diagnostics()).toEqual([]);
    expect(config()).toMatchObject({
      environment: { etc: {} },
      networking: { firewall: { enable: false, allowPing: true } },
    });
  });

  it("gives entries their own names", () => {
    const { environment, users } = config({
      environment: { etc: { motd: { text: "hi" } } },
      users: { users: { kv: {} }, groups: { kv: {} } },
    });
    expect(environment.etc["motd"]).toMatchObject({ target: "motd", mode: null, enable: true });
    expect([users.users["kv"]?.name, users.groups["kv"]?.name]).toEqual(["kv", "kv"]);
  });

  const service = (
    serviceConfig: NonNullable<NonNullable<SystemFragment["systemd"]>["services"]>[string]["serviceConfig"],
  ): SystemFragment => ({
    systemd: { services: { kv: { serviceConfig: serviceConfig! } } },
  });

  it("joins settings of units if one of them is a list, and else wants them equal", () => {
    const settings = config(
      service({ Type: "oneshot", ExecStartPre: "a" }),
      service({ Type: "oneshot", ExecStartPre: ["b", "c"] }),
    ).systemd.services["kv"]!.serviceConfig;
    expect(settings["Type"]).toBe("oneshot");
    expect([...(settings["ExecStartPre"] as string[])].toSorted()).toEqual(["a", "b", "c"]);
    expect(evaluate(service({ User: "a" }), service({ User: "b" })).diagnostics()).toMatchObject([{ code: "TRP1001" }]);
    expect(
      config(service({ User: "a" }), service({ User: mkForce("b") })).systemd.services["kv"]!.serviceConfig["User"],
    ).toBe("b");
  });

  it("takes package references where programs are wanted", () => {
    const redis = definePackage({ debian: "redis-server", nixpkgs: "redis" });
    const { environment } = config({ environment: { systemPackages: [redis] } });
    expect(environment.systemPackages.map((ref) => ref.nixpkgs)).toEqual(["redis"]);
    expect(evaluate({ environment: { systemPackages: ["redis" as never] } }).diagnostics()).toMatchObject([
      { code: "TRP1002" },
    ]);
  });

  it.each<[string, SystemFragment]>([
    ["a host name", { networking: { hostName: "-alice" } }],
    ["a port", { networking: { firewall: { allowedTCPPorts: [70000] } } }],
    ["a unit's name", { systemd: { services: { kv: { after: ["network"] } } } }],
    ["permissions", { environment: { etc: { motd: { mode: "rw" } } } }],
    ["a URL", { healthChecks: { kv: { http: { url: "https://localhost/" } } } }],
    ["a list in a list", { systemd: { services: { kv: { serviceConfig: { ExecStart: [["a"] as never] } } } } }],
  ])("refuses what is not %s", (_, fragment) => {
    expect(evaluate(fragment).diagnostics()).toMatchObject([{ code: "TRP1002" }]);
  });
});
