import { lazy, mkDefault, mkIf, mkMerge } from "@troupe/modules";
import { describe, expectTypeOf, it } from "vitest";
import { definePackage, type PackageRef, type SystemConfig, system } from "./index.ts";

const redis = definePackage({ debian: "redis-server", nixpkgs: "redis" });

describe("system()", () => {
  it("takes definitions, wrapped or not, at every level", () => {
    system({
      environment: { systemPackages: [redis], etc: { motd: mkIf(true, { text: mkDefault("hi") }) } },
      systemd: {
        services: {
          kv: {
            serviceConfig: { ExecStart: `${redis.bin("redis-server")} --port 1`, DynamicUser: true, Nice: 5 },
            path: [redis, "/opt"],
          },
        },
      },
      networking: { firewall: mkMerge([{ enable: true }, { allowedTCPPorts: lazy(() => [22]) }]) },
    });
  });

  it("reports what does not exist, at the very property", () => {
    // @ts-expect-error -- there is no such option
    system({ networking: { hostname: "alice" } });
    system({
      systemd: {
        services: {
          kv: {
            // @ts-expect-error -- there is no such option
            wantBy: ["multi-user.target"],
          },
        },
      },
    });
    // @ts-expect-error -- not a port
    system({ networking: { firewall: { allowedTCPPorts: ["22"] } } });
  });

  it("is typed when evaluated", () => {
    expectTypeOf<SystemConfig["environment"]["systemPackages"]>().toEqualTypeOf<readonly PackageRef[]>();
    expectTypeOf<SystemConfig["systemd"]["services"][string]["after"]>().toEqualTypeOf<readonly string[]>();
    expectTypeOf<SystemConfig["users"]["users"][string]["uid"]>().toEqualTypeOf<number | null>();
  });
});
