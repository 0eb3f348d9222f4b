import { evalModules, type JsonSchema, t } from "@troupe/modules";
import { system, type SystemConfig, systemOptions } from "@troupe/vocabulary";
import { describe, expect, it } from "vitest";
import { linuxModules } from "../modules.ts";
import { example } from "../testing/example.ts";
import { recorded } from "../testing/recorded-reads.ts";
import { renderGeneration } from "./generation.ts";

/** Options of the vocabulary that have no effect on linux, with the reason. */
const exceptions: { readonly [option: string]: string } = {
  facts: "services read facts; facts configure nothing on a machine",
};

/** Definitions that {@link example} lacks. */
const others = system({
  assertions: [{ assertion: true, message: "holds" }],
  warnings: ["a warning"],
  healthChecks: { answers: { description: "It listens" } },
  networking: {
    firewall: {
      allowedUDPPortRanges: [{ from: 1, to: 2 }],
      interfaces: { eth1: { allowedTCPPortRanges: [{ from: 1, to: 2 }], allowedUDPPortRanges: [{ from: 1, to: 2 }] } },
    },
  },
});

/** The paths of options that hold no other options. `*` stands for any name and for elements of lists. */
function leafOptions(schema: JsonSchema, path: readonly string[] = []): readonly string[] {
  const {
    properties = {},
    additionalProperties,
    items,
    anyOf = [],
  } = schema as {
    readonly properties?: { readonly [name: string]: JsonSchema };
    readonly additionalProperties?: JsonSchema | boolean;
    readonly items?: JsonSchema;
    readonly anyOf?: readonly JsonSchema[];
  };
  // A package reference is one value.
  if ("_type" in properties) return [path.join(".")];
  const named = Object.entries(properties).flatMap(([name, child]) => leafOptions(child, [...path, name]));
  const repeated = [additionalProperties, items].flatMap((child) =>
    typeof child === "object" ? leafOptions(child, [...path, "*"]) : [],
  );
  const inner = [
    ...named,
    ...repeated.filter((leaf) => !leaf.endsWith(".*")),
    ...anyOf.flatMap((each) => leafOptions(each, path)),
  ];
  const below = inner.filter((leaf) => leaf !== path.join("."));
  return below.length > 0 ? [...new Set(below)] : [path.join(".")];
}

describe("the linux renderers", () => {
  const leaves = leafOptions(t.submodule(systemOptions).jsonSchema()).filter(
    (leaf) => exceptions[leaf.split(".")[0]!] === undefined,
  );

  it("know options at all depths", () => {
    expect(leaves).toEqual(
      expect.arrayContaining([
        "boot.kernel.sysctl",
        "assertions.*.message",
        "environment.etc.*.mode",
        "healthChecks.*.tcp.port",
        "networking.firewall.interfaces.*.allowedTCPPortRanges.*.from",
        "users.users.*.openssh.authorizedKeys.keys",
      ]),
    );
    expect(leaves.length).toBeGreaterThan(100);
  });

  it("read each option of the vocabulary", () => {
    const { config, definitionsAt } = evalModules<SystemConfig>({
      modules: [...linuxModules, { config: example }, { config: others }],
    });
    const reads: (readonly string[])[] = [];
    renderGeneration({ machine: "alice", config: recorded(config, (path) => reads.push(path)), definitionsAt });
    const isRead = (leaf: string) => {
      const parts = leaf.split(".");
      return reads.some(
        (names) => names.length === parts.length && parts.every((part, index) => part === "*" || part === names[index]),
      );
    };
    expect(leaves.filter((leaf) => !isRead(leaf))).toEqual([]);
  });
});
