/** Property: an arbitrary name is refused at its place, or it is read on the machine as that one name. */
import * as fc from "fast-check";
import { isTroupeError } from "@troupe/modules";
import type { SystemFragment } from "@troupe/vocabulary";
import { expect, test } from "vitest";
import { parseManifest, printManifest } from "../generation/manifest.ts";
import type { Manifest } from "../model/manifest.ts";
import { evaluated, fileText, renderEvaluated } from "../testing/rendered.ts";
import type { Rendered } from "./generation.ts";

/** Texts of the characters that mean something to systemd, sh or the manifest, and of any others. */
const texts = fc
  .tuple(
    fc.constantFrom("", "X-", "-", "a", "..", "/", "net.", "net/", "d /", "# "),
    fc.string({
      maxLength: 8,
      unit: fc.constantFrom(..."aAX019-_.,:;/\\@%$*?#!=~[]'\"` \t\n\r\0\u001b\u0085\u2028é\ud800"),
    }),
    fc.string({ maxLength: 3, unit: "binary" }),
  )
  .map((parts) => parts.join(""));

/** Reads a unit file as systemd does: section -> setting -> values. */
function readUnit(text: string): { readonly [section: string]: { readonly [setting: string]: readonly string[] } } {
  const sections: { [section: string]: { [setting: string]: string[] } } = {};
  let settings: { [setting: string]: string[] } = {};
  for (const line of text.replaceAll(/\\(?:\r\n|[\n\r\0])/g, " ").split(/[\n\r\0]/)) {
    const stripped = line.trim();
    if (stripped === "" || /^[#;]/.test(stripped)) continue;
    const [, header] = /^\[(.*)\]$/s.exec(stripped) ?? [];
    if (header !== undefined) settings = sections[header] = {};
    else {
      const [, setting = "", value = ""] = /^([^=]*)=(.*)$/s.exec(stripped) ?? [];
      (settings[setting.trim()] ??= []).push(value.trim());
    }
  }
  return sections;
}

/** Reads a file of sysctl.d as systemd-sysctl does: path below /proc/sys -> value. */
function readSysctl(text: string): { readonly [path: string]: string } {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !/^\s*[#;]/.test(line));
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([^=]*)=(.*)$/s.exec(line)!;
      const swapped =
        /[./]/.exec(name!)?.[0] === "." ? name!.replaceAll(/[./]/g, (mark) => (mark === "." ? "/" : ".")) : name!;
      return [swapped.trim(), value!.trim()];
    }),
  );
}

const service = { serviceConfig: { ExecStart: "/bin/true" } };

interface Place {
  readonly fragment: (name: string) => SystemFragment;
  /** The path that a diagnostic about the name has, or a part above it. */
  readonly path: string;
  /** Checks that the machine reads the name. */
  readonly check: (name: string, rendered: Rendered, manifest: Manifest) => void;
}

const places: { readonly [place: string]: Place } = {
  "a unit": {
    fragment: (name) => ({ systemd: { services: { [name]: service } } }),
    path: "systemd.services",
    check(name, { generation }, { units }) {
      expect(units.map((unit) => unit.name)).toEqual([`${name}.service`]);
      expect(name).not.toMatch(/^[-.]|[\s/]/);
      expect([...generation.files.keys()]).toEqual([`units/${name}.service`]);
    },
  },
  "a unit that a unit names": {
    fragment: (name) => ({
      systemd: { services: { kv: { ...service, after: [`${name}.service`], wantedBy: [`${name}.target`] } } },
    }),
    path: "systemd.services.kv",
    check(name, rendered, { wants }) {
      expect(readUnit(fileText(rendered, "units/kv.service"))["Unit"]).toEqual({ After: [`${name}.service`] });
      expect(wants.map(({ target }) => target)).toEqual([`${name}.target`]);
      expect(name).not.toMatch(/^-/);
    },
  },
  "a setting": {
    fragment: (name) => ({
      systemd: { services: { kv: { serviceConfig: { ...service.serviceConfig, [name]: "v" } } } },
    }),
    path: "systemd.services.kv.serviceConfig",
    check(name, rendered) {
      expect(readUnit(fileText(rendered, "units/kv.service"))).toEqual({
        Service: { ExecStart: ["/bin/true"], [name]: ["v"] },
      });
    },
  },
  "the value of a setting": {
    fragment: (name) => ({
      systemd: { services: { kv: { serviceConfig: { ...service.serviceConfig, "X-Note": name } } } },
    }),
    path: "systemd.services.kv.serviceConfig",
    check(_, rendered) {
      expect(Object.keys(readUnit(fileText(rendered, "units/kv.service"))["Service"]!)).toEqual([
        "ExecStart",
        "X-Note",
      ]);
    },
  },
  "a folder of a service": {
    fragment: (name) => ({
      systemd: { services: { kv: { serviceConfig: { ...service.serviceConfig, StateDirectory: name } } } },
    }),
    path: "systemd.services.kv.serviceConfig",
    check(_, __, { state }) {
      for (const { directory } of state) expect(directory).toMatch(/^\/var\/lib\/(?!\.\.(?:\/|$)|private(?:\/|$))/);
    },
  },
  "a kernel parameter": {
    fragment: (name) => ({ boot: { kernel: { sysctl: { [name]: "v" } } } }),
    path: "boot.kernel.sysctl",
    check(_, rendered) {
      const [[path, value], ...more] = Object.entries(readSysctl(fileText(rendered, "sysctl/60-troupe.conf"))) as [
        [string, string],
      ];
      expect([value, more]).toEqual(["v", []]);
      expect(path.split("/").filter((part) => ["", ".", ".."].includes(part) || /[^\w.*:@-]/.test(part))).toEqual([]);
      // sysctl_file of the agent script finds the same path.
      const [key] = fileText(rendered, "sysctl/60-troupe.conf").split(" = ");
      expect(key!.includes("/") ? key : key!.replaceAll(".", "/")).toBe(path);
    },
  },
  "a host": {
    fragment: (name) => ({ networking: { hosts: { "192.0.2.1": [name] } } }),
    path: "networking.hosts",
    check: (name, _, { hosts }) => expect(hosts).toEqual([{ ip: "192.0.2.1", names: [name] }]),
  },
  "an address": {
    fragment: (name) => ({ networking: { hosts: { [name]: ["alice"] } } }),
    path: "networking.hosts",
    check: (name, _, { hosts }) => expect(hosts).toEqual([{ ip: name, names: ["alice"] }]),
  },
  "a user": {
    fragment: (name) => ({ users: { users: { [name]: { isNormalUser: true } } } }),
    path: "users.users",
    check: (name, _, { users }) => expect(users.map((user) => user.name)).toEqual([name]),
  },
  "a group": {
    fragment: (name) => ({ users: { groups: { [name]: {} } } }),
    path: "users.groups",
    check: (name, _, { groups }) => expect(groups.map((group) => group.name)).toEqual([name]),
  },
  "a rule of tmpfiles": {
    fragment: (name) => ({ systemd: { tmpfiles: { rules: [name, "d /srv"] } } }),
    path: "systemd.tmpfiles.rules",
    check(name, rendered) {
      expect(fileText(rendered, "tmpfiles/troupe.conf").split("\n")).toEqual(
        [...new Set([name.trim(), "d /srv"]), ""].filter(
          (line, index, lines) => line !== "" || index === lines.length - 1,
        ),
      );
    },
  },
};

test.each(Object.entries(places))(
  "%s is refused at its place, or is read as that name",
  (_, { fragment, path, check }) => {
    fc.assert(
      fc.property(texts, (name) => {
        const found = outcome(fragment(name));
        if (Array.isArray(found)) {
          expect(found.map((problem) => problem.code)).not.toContain("TRP3001");
          for (const problem of found)
            expect(problem.path).toMatch(new RegExp(`^${path.replaceAll(".", String.raw`\.`)}`));
        } else {
          const { manifest } = (found as Rendered).generation;
          const text = printManifest(manifest);
          check(name, found as Rendered, parseManifest(text));
        }
      }),
      { numRuns: 1000, examples: [["# #:"], ["a a/ ./a a:b"]] },
    );
  },
);

/** The generation, or the diagnostics that block it. */
function outcome(
  fragment: SystemFragment,
): Rendered | readonly { readonly code: string; readonly path?: string | undefined }[] {
  try {
    const rendered = renderEvaluated(evaluated(fragment));
    return rendered.diagnostics.length > 0 ? rendered.diagnostics : rendered;
  } catch (error) {
    if (isTroupeError(error)) return error.diagnostics;
    throw error;
  }
}
