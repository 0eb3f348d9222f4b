import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isTroupeError } from "@troupe/modules";
import { compareBytes, encode } from "./bytes.ts";
import { generationId, makeGeneration, textFile } from "./generation.ts";
import type { Manifest } from "../model/manifest.ts";
import { parseManifest, printManifest } from "./manifest.ts";

const empty: Manifest = {
  machine: "alice",
  files: [],
  etc: [],
  hosts: [],
  units: [],
  wants: [],
  packages: [],
  groups: [],
  users: [],
  tmpfiles: [],
  sysctl: [],
  health: [],
  state: [],
};
const sha256 = "0".repeat(64);
const file = (path: string) => ({ sha256, mode: 0o644, path });

const example: Manifest = {
  ...empty,
  hostname: "alice.home.arpa",
  files: [
    file("units/kv.service"),
    file("etc/motd"),
    file("etc/kv.conf"),
    file("sysctl/60-troupe.conf"),
    file("health/kv-0123"),
  ],
  etc: [
    { target: "motd", kind: "link", path: "etc/motd" },
    { target: "kv/kv.conf", kind: "copy", mode: 0o400, user: "kv", group: "root", path: "etc/kv.conf" },
  ],
  hosts: [{ ip: "192.0.2.1", names: ["bob.home.arpa", "bob"] }],
  units: [{ name: "kv.service", hash: "0123456789abcdef", change: "restart", start: true }],
  wants: [{ target: "multi-user.target", unit: "kv.service", kind: "wants" }],
  packages: ["redis-server"],
  groups: [{ name: "kv", kind: "system" }],
  users: [
    {
      name: "kv",
      uid: 990,
      group: "kv",
      home: "/nonexistent",
      shell: "/usr/sbin/nologin",
      kind: "system",
      createHome: false,
      description: "Key value",
    },
  ],
  sysctl: ["sysctl/60-troupe.conf"],
  health: [{ name: "kv", timeoutSeconds: 30, path: "health/kv-0123" }],
  state: [{ directory: "/var/lib/kv", unit: "kv.service" }],
};

describe("the manifest's text", () => {
  it("has sorted lines of tab-separated fields, without an empty field", () => {
    expect(printManifest(example).replaceAll("\t", " | ").replaceAll(sha256, "SHA256")).toMatchInlineSnapshot(`
      "troupe-generation 1
      etc | kv/kv.conf | copy | 0400 | kv | root | etc/kv.conf
      etc | motd | link | - | - | - | etc/motd
      file | SHA256 | 0644 | etc/kv.conf
      file | SHA256 | 0644 | etc/motd
      file | SHA256 | 0644 | health/kv-0123
      file | SHA256 | 0644 | sysctl/60-troupe.conf
      file | SHA256 | 0644 | units/kv.service
      group | kv | - | system
      health | kv | 30 | health/kv-0123
      host | 192.0.2.1 | bob.home.arpa bob
      hostname | alice.home.arpa
      machine | alice
      package | redis-server
      state | /var/lib/kv | kv.service
      sysctl | sysctl/60-troupe.conf
      unit | kv.service | 0123456789abcdef | restart | start
      user | kv | 990 | kv | /nonexistent | /usr/sbin/nologin | system | - | - | Key value
      wants | multi-user.target | kv.service | wants
      "
    `);
  });

  it("parses to the manifest that was printed", () => {
    const text = printManifest(example);
    expect(printManifest(parseManifest(text))).toBe(text);
    expect(parseManifest(text).users).toEqual(example.users);
  });

  it("has the description of a health check only where one is given", () => {
    const [check] = example.health;
    const text = printManifest({ ...example, health: [{ ...check!, description: "It listens" }] });
    expect(text).toContain("\nhealth\tkv\t30\thealth/kv-0123\tIt listens\n");
    expect(parseManifest(text).health).toEqual([{ ...check, description: "It listens" }]);
    expect(printManifest(parseManifest(text))).toBe(text);
  });

  const refused = (text: string) => () => parseManifest(text);
  it.each([
    ["another version", "troupe-generation 0\nmachine\ta\n"],
    ["a cut line", "troupe-generation 1\nmachine\ta"],
    ["no machine", "troupe-generation 1\n"],
    ["an unknown line", "troupe-generation 1\nmachine\ta\nzebra\tx\n"],
    ["lines out of order", "troupe-generation 1\npackage\ta2\nmachine\ta\n"],
    ["a line twice", "troupe-generation 1\nmachine\ta\npackage\ta2\npackage\ta2\n"],
    ["too few fields", "troupe-generation 1\nhost\t192.0.2.1\nmachine\ta\n"],
    ["an empty field", "troupe-generation 1\nhost\t192.0.2.1\t\nmachine\ta\n"],
    ["a path that escapes", `troupe-generation 1\nfile\t${sha256}\t0644\tetc/../x\nmachine\ta\n`],
    ["a file that is not listed", "troupe-generation 1\nmachine\ta\ntmpfiles\ttmpfiles/x.conf\n"],
    [
      "a link with an owner",
      `troupe-generation 1\netc\tx\tlink\t0644\troot\troot\tx\nfile\t${sha256}\t0644\tx\nmachine\ta\n`,
    ],
    [
      "an omissible field that is written",
      `troupe-generation 1\nfile\t${sha256}\t0644\tx\nhealth\tkv\t30\tx\t-\nmachine\ta\n`,
    ],
    ["a unit without a file", "troupe-generation 1\nmachine\ta\nunit\tx.service\t0123456789abcdef\tkeep\t-\n"],
  ])("is refused with %s", (_, text) => {
    expect(refused(text)).toThrow(/TRP3001 This manifest is not valid/);
  });

  it("refuses values with tabs and line breaks", () => {
    expect(() => printManifest({ ...empty, machine: "a\tb" })).toThrow(/TRP3001/);
    expect(() => printManifest({ ...example, users: [{ ...example.users[0]!, description: "two\nlines" }] })).toThrow(
      /control characters/,
    );
  });
});

describe("a generation", () => {
  const files = new Map([["etc/motd", textFile("hello\n")]]);
  const content = { ...empty, etc: [{ target: "motd", kind: "link", path: "etc/motd" }] } as const;

  it("has the digest of its manifest, which has the digest of each file, as its id", () => {
    const generation = makeGeneration(content, files);
    expect(generation.id).toBe(generationId(printManifest(generation.manifest)));
    expect(generation.id).toMatchInlineSnapshot(`"7495f16d0c929346046e67f0e081531b"`);
    expect(makeGeneration(content, new Map([["etc/motd", textFile("hullo\n")]])).id).not.toBe(generation.id);
    expect(makeGeneration(content, new Map([["etc/motd", textFile("hello\n", 0o755)]])).id).not.toBe(generation.id);
  });
});

const name = fc.stringMatching(/^[a-z_][a-z0-9_-]{0,12}$/);
const path = fc.stringMatching(/^[a-z0-9.]{0,4}[a-z0-9]( [a-z])?(\/[a-zé]{1,4}){0,3}$/);
const unit = name.map((name) => `${name}.service`);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const unique = <T>(item: fc.Arbitrary<T>, key: (item: T) => string) =>
  fc.uniqueArray(item, { selector: key, maxLength: 6 });
const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const manifests = fc
  .record({
    machine: name,
    hostname: maybe(name.map((text) => `${text.replaceAll(/[-_]/g, "x")}.example`)),
    etc: unique(fc.record({ target: path, path }), (entry) => entry.target),
    units: unique(
      fc.record({
        name: unit,
        hash: hex(16),
        change: fc.constantFrom("restart", "reload", "keep"),
        start: fc.boolean(),
      }),
      (unit) => unit.name,
    ),
    users: unique(
      fc.record({
        name,
        uid: maybe(fc.nat(70000)),
        group: name,
        home: maybe(path.map((path) => `/${path}`)),
        kind: fc.constantFrom("system", "normal"),
        extraGroups: maybe(fc.uniqueArray(name, { minLength: 1, maxLength: 3 })),
        createHome: fc.boolean(),
        description: maybe(fc.stringMatching(/^[\p{L} ,.]{2,20}$/u)),
      }),
      (user) => user.name,
    ),
    state: unique(fc.record({ directory: path.map((path) => `/var/lib/${path}`), unit }), (entry) => entry.directory),
  })
  .map(({ etc, ...rest }): Manifest => {
    const paths = [...etc.map((entry) => entry.path), ...rest.units.map((unit) => `units/${unit.name}`)];
    return {
      ...empty,
      ...rest,
      files: [...new Set(paths)].map(file),
      etc: etc.map((entry) => ({ ...entry, kind: "link" })),
    } as Manifest;
  });

describe("laws of the manifest", () => {
  const sorted = (manifest: Manifest) =>
    Object.fromEntries(
      Object.entries(manifest)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [
          key,
          Array.isArray(value) ? value.toSorted((a, b) => compareBytes(JSON.stringify(a), JSON.stringify(b))) : value,
        ]),
    );

  it("each printed manifest parses, and prints equally", () => {
    fc.assert(
      fc.property(manifests, (manifest) => {
        const text = printManifest(manifest);
        const back = parseManifest(text);
        expect(printManifest(back)).toBe(text);
        expect(JSON.parse(JSON.stringify(sorted(back)))).toEqual(
          JSON.parse(JSON.stringify(sorted(sorted(manifest) as never))),
        );
      }),
    );
  });

  it("each text that parses equals the print of its manifest", () => {
    const character = fc.constantFrom("\t", "\n", "-", "0", "7", "a", "/", ".", " ", "+", "\u2028", "");
    fc.assert(
      fc.property(manifests, fc.nat(), character, (manifest, position, replacement) => {
        const text = printManifest(manifest);
        const at = position % text.length;
        const changed = text.slice(0, at) + replacement + text.slice(at + 1);
        let accepted: Manifest | undefined;
        try {
          accepted = parseManifest(changed);
        } catch (error) {
          expect(isTroupeError(error)).toBe(true);
        }
        if (accepted !== undefined) expect(printManifest(accepted)).toBe(changed);
      }),
      { numRuns: 500 },
    );
  });

  it("order means nothing", () => {
    fc.assert(
      fc.property(manifests, (manifest) => {
        const reversed = Object.fromEntries(
          Object.entries(manifest).map(([key, value]) => [key, Array.isArray(value) ? value.toReversed() : value]),
        );
        expect(printManifest(reversed as unknown as Manifest)).toBe(printManifest(manifest));
      }),
    );
  });

  it("text is compared by its bytes", () => {
    const bytewise = (a: Uint8Array, b: Uint8Array) => {
      const at = a.findIndex((byte, index) => byte !== b[index]);
      return at === -1 ? a.length - b.length : at >= b.length ? 1 : a[at]! - b[at]!;
    };
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Math.sign(bytewise(encode(a), encode(b))));
      }),
    );
  });
});
