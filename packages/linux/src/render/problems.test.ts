import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SystemFragment } from "@troupe/vocabulary";
import { parseManifest, printManifest } from "../generation/manifest.ts";
import { evaluated, problems, rendered, renderEvaluated } from "../testing/rendered.ts";

const run = { serviceConfig: { ExecStart: "/bin/true" } };
const services = (services: NonNullable<NonNullable<SystemFragment["systemd"]>["services"]>): SystemFragment => ({
  systemd: { services },
});
const users = (users: NonNullable<SystemFragment["users"]>): SystemFragment => ({ users });
const etc = (etc: NonNullable<NonNullable<SystemFragment["environment"]>["etc"]>): SystemFragment => ({
  environment: { etc },
});
const check = (check: NonNullable<SystemFragment["healthChecks"]>[string]): SystemFragment => ({
  healthChecks: { kv: check },
});

const wrong: readonly (readonly [string, string, SystemFragment])[] = [
  [
    "an assertion that does not hold",
    "TRP3002",
    {
      assertions: [
        { assertion: true, message: "fine" },
        { assertion: false, message: "Not here." },
      ],
    },
  ],
  ["a warning", "TRP3003", { warnings: ["Look out."] }],
  ["a NUL in a setting", "TRP3004", services({ kv: { serviceConfig: { ExecStart: "/bin/echo \0" } } })],
  ["a line break in a setting", "TRP3004", services({ kv: { serviceConfig: { ExecStart: "/bin/true\nUser=root" } } })],
  ["a backslash that swallows a line", "TRP3004", services({ kv: { serviceConfig: { ExecStart: "/bin/true \\" } } })],
  ["a NUL in a variable", "TRP3004", services({ kv: { ...run, environment: { A: "\0" } } })],
  ["half a character", "TRP3004", etc({ x: { text: "\ud800" } })],
  ["a unit name with a blank", "TRP3005", services({ "k v": run })],
  ["a unit name that is too long", "TRP3005", services({ ["k".repeat(250)]: run })],
  ["a unit name that is an option of systemctl", "TRP3005", services({ "-Hroot@10.231.0.12": run })],
  [
    "a unit name that is an option, in a reference",
    "TRP3005",
    services({ kv: { ...run, wantedBy: [".hidden.target"] } }),
  ],
  ["a suffix in a unit name", "TRP3006", services({ "kv.service": run })],
  ["a reserved unit name", "TRP3007", services({ "troupe-kv": run })],
  ["a unit as a file", "TRP3007", etc({ "systemd/system/kv.service": { text: "" } })],
  ["a reserved file", "TRP3007", etc({ hosts: { text: "" } })],
  ["a service without a command", "TRP3008", services({ kv: { wantedBy: ["multi-user.target"] } })],
  ["a script beside a command", "TRP3009", services({ kv: { ...run, script: "true" } })],
  ["a timer without a time", "TRP3010", { systemd: { timers: { kv: {} } } }],
  ["a socket without an address", "TRP3010", { systemd: { sockets: { kv: {} } } }],
  ["a template that is wanted", "TRP3011", services({ "kv@": { ...run, wantedBy: ["multi-user.target"] } })],
  [
    "a setting that systemd does not know",
    "TRP3012",
    services({ kv: { serviceConfig: { ExecStart: "/bin/true", Restrat: "always" } } }),
  ],
  [
    "a value that systemd ignores",
    "TRP3017",
    services({ kv: { serviceConfig: { ExecStart: "/bin/true", NoNewPrivileges: "ja" } } }),
  ],
  [
    "a setting that begins a command",
    "TRP3015",
    services({ kv: { serviceConfig: { ...run.serviceConfig, "X-Note\nExecStartPre": "/bin/id" } } }),
  ],
  ["a setting that begins a section", "TRP3015", services({ kv: { ...run, unitConfig: { "X-a]\n[Unit": "b" } } })],
  ["a setting with a blank", "TRP3015", services({ kv: { ...run, unitConfig: { "Exec Start": "b" } } })],
  [
    "a state folder that escapes",
    "TRP3016",
    services({ kv: { serviceConfig: { ...run.serviceConfig, StateDirectory: "a/../../../etc" } } }),
  ],
  [
    "an absolute folder of a service",
    "TRP3016",
    services({ kv: { serviceConfig: { ...run.serviceConfig, RuntimeDirectory: ["kv", "/etc"] } } }),
  ],
  [
    "percent-encoding in a variable",
    "TRP3013",
    services({ kv: { ...run, environment: { URL: "http://x/caf%C3%A9" } } }),
  ],
  ["the name of a variable", "TRP3014", services({ kv: { ...run, environment: { "A-B": "1" } } })],
  ["an absolute file below /etc", "TRP3020", etc({ "/etc/x": { text: "" } })],
  ["a file that escapes", "TRP3020", etc({ x: { text: "", target: "../x" } })],
  ["two files in one place", "TRP3021", etc({ x: { text: "" }, y: { text: "", target: "x" } })],
  ["a file below a file", "TRP3021", etc({ x: { text: "" }, "x/y": { text: "" } })],
  ["a file without content", "TRP3022", etc({ x: {} })],
  ["a user's name", "TRP3030", users({ users: { "a b": { isNormalUser: true } } })],
  ["an unknown group", "TRP3031", users({ users: { kv: { isSystemUser: true, group: "vk" } }, groups: { kv: {} } })],
  ["a user that is neither", "TRP3032", users({ users: { kv: {} } })],
  ["a system user without a group", "TRP3033", users({ users: { kv: { isSystemUser: true } } })],
  [
    "one number for two users",
    "TRP3034",
    users({ users: { a: { isNormalUser: true, uid: 1001 }, b: { isNormalUser: true, uid: 1001 } } }),
  ],
  ["root's number", "TRP3034", users({ users: { toor: { isNormalUser: true, uid: 0 } } })],
  ["a number of Debian's groups", "TRP3034", users({ groups: { kv: { gid: 27 } } })],
  ["a number that means no user", "TRP3037", users({ users: { a: { isNormalUser: true, uid: 4_294_967_295 } } })],
  [
    "one name for two users",
    "TRP3034",
    users({ users: { a: { isNormalUser: true }, b: { isNormalUser: true, name: "a" } } }),
  ],
  ["an unknown member", "TRP3035", users({ groups: { kv: { members: ["bob"] } } })],
  ["a shell that is no path", "TRP3036", users({ users: { a: { isNormalUser: true, shell: "zsh" } } })],
  ["a changed root", "TRP3007", users({ users: { root: { shell: "/bin/zsh" } } })],
  ["an address", "TRP3040", { networking: { hosts: { "192.0.2": ["bob"] } } }],
  ["an address with zeros that may be octal", "TRP3040", { networking: { hosts: { "192.0.2.010": ["bob"] } } }],
  [
    "a host name with a long part",
    "TRP3040",
    { networking: { hosts: { "192.0.2.1": [`${"b".repeat(64)}.example`] } } },
  ],
  ["a parameter that escapes", "TRP3043", { boot: { kernel: { sysctl: { "../../etc/victim": "x" } } } }],
  ["a parameter with an empty part", "TRP3043", { boot: { kernel: { sysctl: { "net..ipv4": "x" } } } }],
  [
    "two names of a parameter",
    "TRP3046",
    { boot: { kernel: { sysctl: { "net.ipv4.ip_forward": 1, "net/ipv4/ip_forward": 0 } } } },
  ],
  ["a path of tmpfiles that escapes", "TRP3044", { systemd: { tmpfiles: { rules: ["d /srv/../etc/x"] } } }],
  ["a host name", "TRP3040", { networking: { hosts: { "192.0.2.1": ["b b"] } } }],
  [
    "a range of no ports",
    "TRP3041",
    { networking: { firewall: { enable: true, allowedTCPPorts: [22], allowedTCPPortRanges: [{ from: 2, to: 1 }] } } },
  ],
  ["a network interface", "TRP3042", { networking: { firewall: { enable: true, trustedInterfaces: ['eth0" }'] } } }],
  ["a kernel parameter", "TRP3043", { boot: { kernel: { sysctl: { "a b": 1 } } } }],
  ["a line of tmpfiles.d", "TRP3044", { systemd: { tmpfiles: { rules: ["/srv/x"] } } }],
  ["a firewall without SSH", "TRP3045", { networking: { firewall: { enable: true } } }],
  ["a check of nothing", "TRP3050", check({})],
  ["a check of two things", "TRP3050", check({ script: "true", tcp: { port: 1 } })],
  ["a check's name", "TRP3051", { healthChecks: { "a/b": { script: "true" } } }],
];

describe("a wrong definition is reported, and the others are rendered", () => {
  it.each(wrong)("%s: %s", (_, code, fragment) => {
    const result = rendered(fragment, services({ fine: run }));
    const { diagnostics, warnings } = result;
    expect([...diagnostics, ...warnings].map((problem) => problem.code)).toEqual([code]);
    expect([...diagnostics, ...warnings][0]!.marks.map(({ site }) => site.origin)).toContain("machine alice");
    expect(printManifest(result.generation.manifest)).toContain("unit\tfine.service");
  });

  it("reads well", () => {
    const all = wrong.map(([, , fragment]) =>
      problems(rendered(fragment))
        .replaceAll("\0", "NUL")
        .replaceAll(/k{250}/g, "k…k"),
    );
    expect([...new Set(all)].join("\n")).toMatchInlineSnapshot(`
      "TRP3002 Not here.
        at machine alice
      TRP3003 Look out.
        at machine alice
      TRP3004 \`systemd.services.kv.serviceConfig.ExecStart\` holds a NUL character.
        at machine alice
      TRP3004 \`systemd.services.kv.serviceConfig.ExecStart\` holds a line break (end the line before it with a backslash to go on in the next one).
        at machine alice
      TRP3004 \`systemd.services.kv.serviceConfig.ExecStart\` holds a backslash at its end, which would swallow the next line.
        at machine alice
      TRP3004 \`systemd.services.kv.environment.A\` holds a NUL character.
        at machine alice
      TRP3004 \`environment.etc.x.text\` holds half a character (a lone surrogate).
        at machine alice
      TRP3005 "k v.service" cannot be the name of a unit: names have at most 255 letters, digits and : - _ . \\, and at most one @, and begin with neither - nor a dot.
        at machine alice
      TRP3005 "k…k.service" cannot be the name of a unit: names have at most 255 letters, digits and : - _ . \\, and at most one @, and begin with neither - nor a dot.
        at machine alice
      TRP3005 "-Hroot@10.231.0.12.service" cannot be the name of a unit: names have at most 255 letters, digits and : - _ . \\, and at most one @, and begin with neither - nor a dot.
        at machine alice
      TRP3005 ".hidden.target" cannot be the name of a unit: names have at most 255 letters, digits and : - _ . \\, and at most one @, and begin with neither - nor a dot.
        at machine alice
      TRP3006 The unit "kv.service" would be called "kv.service.service": the suffix is added to the name.
        at machine alice
        hint: Call it "kv".
      TRP3007 The unit "troupe-kv.service" cannot be declared: names that begin with troupe- are Troupe's own.
        at machine alice
      TRP3007 The file "/etc/systemd/system/kv.service" cannot be declared: units are declared with \`systemd.services\`, \`systemd.timers\` and so on.
        at machine alice
      TRP3007 The file "/etc/hosts" cannot be declared: only a part of it is managed, by \`networking.hosts\`.
        at machine alice
      TRP3008 The service "kv.service" has no \`serviceConfig.ExecStart\` and no \`script\`.
        at machine alice
        hint: If this adds to a unit that a package ships, say so: \`overrideStrategy: "asDropin"\`.
      TRP3009 The service "kv.service" has 2 main commands (a \`script\` is one); only those of Type=oneshot may have several.
        at machine alice
        hint: Keep one, or set serviceConfig.Type to "oneshot" if they are to run one after the other and end.
      TRP3010 The unit "kv.timer" has nothing in \`timerConfig\` that says when (\`OnCalendar\`, \`OnBootSec\`, …).
        at machine alice
      TRP3010 The unit "kv.socket" does not say where to listen (\`listenStreams\`, \`listenDatagrams\`).
        at machine alice
      TRP3011 "kv@.service" is a template, so nothing can want it as it is.
        at machine alice
        hint: Declare the instance: "kv@NAME" with \`overrideStrategy: "asDropin"\` and this \`wantedBy\`.
      TRP3012 systemd knows no setting "Restrat" in [Service] of "kv.service", and will ignore it.
        at machine alice
        hint: Did you mean "Restart"?
      TRP3017 systemd would ignore NoNewPrivileges=ja of "kv.service": NoNewPrivileges is yes or no.
        at machine alice
      TRP3015 "X-Note\\nExecStartPre" cannot be the name of a setting in [Service] of "kv.service": names begin with a letter and have letters, digits, - and _.
        at machine alice
      TRP3015 "X-a]\\n[Unit" cannot be the name of a setting in [Unit] of "kv.service": names begin with a letter and have letters, digits, - and _.
        at machine alice
      TRP3015 "Exec Start" cannot be the name of a setting in [Unit] of "kv.service": names begin with a letter and have letters, digits, - and _.
        at machine alice
      TRP3016 "a/../../../etc" cannot be in StateDirectory of "kv.service": folders are relative paths without "..", and not below "private".
        at machine alice
      TRP3016 "/etc" cannot be in RuntimeDirectory of "kv.service": folders are relative paths without "..", and not below "private".
        at machine alice
      TRP3013 The environment variable URL holds "%C3", of which systemd replaces "%C" as one of its specifiers.
        at machine alice
        hint: If it is meant as it stands, write "%%C3".
      TRP3014 "A-B" cannot be the name of an environment variable: names have letters, digits and _, and do not begin with a digit.
        at machine alice
      TRP3020 "/etc/x" is not a path below /etc: it must not begin with / and not hold "..", "." or empty parts.
        at machine alice
        hint: Write "x".
      TRP3020 "../x" is not a path below /etc: it must not begin with / and not hold "..", "." or empty parts.
        at machine alice
      TRP3021 \`environment.etc."x"\` and \`environment.etc."y"\` both make /etc/x.
        at machine alice
        hint: Remove one of them, or give it another \`target\`.
      TRP3021 \`environment.etc."x/y"\` lies below the file /etc/x.
        at machine alice
        hint: Remove one of them, or give it another \`target\`.
      TRP3022 /etc/x is declared, but nobody gives its \`text\`.
        at machine alice
        hint: For an empty file, set \`text: ""\`.
      TRP3030 "a b" cannot be the name of a user: names have at most 31 letters, digits and _ - . and begin with a letter or _.
        at machine alice
      TRP3031 The user "kv" is to be in the group "vk", which is neither declared nor comes with Debian.
        at machine alice
        hint: Did you mean "kv"? Declare it, also if a package makes it: \`users.groups.vk = {}\`.
      TRP3032 Exactly one of \`isNormalUser\` and \`isSystemUser\` must be true for the user "kv".
        at machine alice
        hint: For a person \`users.users.kv.isNormalUser = true\`, for a service \`isSystemUser = true\`.
      TRP3033 The system user "kv" needs a primary \`group\`.
        at machine alice
        hint: Usually one of the same name: \`users.groups.kv = {}\` and \`group: "kv"\`.
      TRP3034 "a" and "b" have the same number, 1001.
        at machine alice
        hint: Give one of them another one, or leave it out: then a free one is taken.
      TRP3034 "root" and "toor" have the same number, 0.
        at machine alice
        hint: Give one of them another one, or leave it out: then a free one is taken.
      TRP3034 "sudo" and "kv" have the same number, 27.
        at machine alice
        hint: Give one of them another one, or leave it out: then a free one is taken.
      TRP3037 4294967295 cannot be the number of a user: numbers go to 4294967294, without 65535.
        at machine alice
      TRP3034 "a" and "b" have the same name, a.
        at machine alice
        hint: Give one of them another one, or leave it out: then a free one is taken.
      TRP3035 The group "kv" is to have the member "bob", but no such user is declared.
        at machine alice
      TRP3036 The shell "zsh" must be an absolute path, without "." and "..".
        at machine alice
        hint: Write it from the root, beginning with /.
      TRP3007 The user "root" cannot be declared: every machine has it; only its authorized keys can be set.
        at machine alice
      TRP3040 "192.0.2" is not an IP address.
        at machine alice
      TRP3040 "192.0.2.010" is not an IP address.
        at machine alice
      TRP3040 "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.example" is not a host name.
        at machine alice
      TRP3043 "../../etc/victim" cannot be the name of a kernel parameter: names have no blanks and no parts that are empty, "." or "..".
        at machine alice
      TRP3043 "net..ipv4" cannot be the name of a kernel parameter: names have no blanks and no parts that are empty, "." or "..".
        at machine alice
        hint: Write "net.ipv4", as sysctl -a shows it.
      TRP3046 "net.ipv4.ip_forward" and "net/ipv4/ip_forward" are names of one kernel parameter, /proc/sys/net/ipv4/ip_forward.
        at machine alice
        hint: Keep one of them.
      TRP3044 "d /srv/../etc/x" is not a line of tmpfiles.d: it begins with a type, a blank and an absolute path without "." and "..".
        at machine alice
        hint: For example: "d /srv/data 0750 data data -".
      TRP3040 "b b" is not a host name.
        at machine alice
      TRP3041 There are no ports from 2 to 1.
        at machine alice
        hint: Write the smaller number first: { from: 1, to: 2 }.
      TRP3042 "eth0\\" }" cannot be the name of a network interface: names have at most 15 characters, without blanks and /; a * at the end stands for any rest.
        at machine alice
      TRP3043 "a b" cannot be the name of a kernel parameter: names have no blanks and no parts that are empty, "." or "..".
        at machine alice
        hint: Write "a.b", as sysctl -a shows it.
      TRP3044 "/srv/x" is not a line of tmpfiles.d: it begins with a type, a blank and an absolute path without "." and "..".
        at machine alice
        hint: For example: "d /srv/data 0750 data data -".
      TRP3045 The firewall is enabled, but does not let in TCP port 22, through which machines are usually reached.
        at machine alice
        hint: \`networking.firewall.allowedTCPPorts: [22]\`, unless SSH listens elsewhere. A switch that cuts Troupe off is taken back by itself.
      TRP3050 The health check "kv" has none of \`script\`, \`tcp\` and \`http\`; it needs exactly one.
        at machine alice
        hint: Add one, such as \`tcp: { port: 80 }\`.
      TRP3050 The health check "kv" has several of \`script\`, \`tcp\` and \`http\`; it needs exactly one.
        at machine alice
        hint: Keep one of them, or make a check for each.
      TRP3051 "a/b" cannot be the name of a health check: names have only letters, digits and _ . @ : -
        at machine alice"
    `);
  });

  const word = fc.oneof(
    fc.constantFrom(
      "a",
      "kv",
      "root",
      "../x",
      "/x",
      "x/y",
      "a b",
      "",
      "-",
      "a\tb",
      "a\nb",
      "\0",
      "\ud800",
      "é",
      "%i",
      "127.0.0.1",
      "::",
      "@",
      "a.service",
    ),
    fc.string({ maxLength: 6 }),
  );
  const named = <T>(value: fc.Arbitrary<T>) => fc.dictionary(word, value, { maxKeys: 3 });
  const any = fc.record({
    environment: fc.record({
      etc: named(fc.record({ text: word, target: word, user: word, mode: fc.constantFrom("symlink", "600") })),
    }),
    users: fc.record({
      users: named(
        fc.record({
          isSystemUser: fc.boolean(),
          group: word,
          extraGroups: fc.array(word),
          shell: word,
          openssh: fc.record({ authorizedKeys: fc.record({ keys: fc.array(word) }) }),
        }),
      ),
      groups: named(fc.record({ name: word, gid: fc.option(fc.nat(3)), members: fc.array(word) })),
    }),
    networking: fc.record({
      domain: fc.option(word),
      hosts: named(fc.array(word)),
      firewall: fc.record({ enable: fc.constant(true), trustedInterfaces: fc.array(word), extraInputRules: word }),
    }),
    boot: fc.record({ kernel: fc.record({ sysctl: named(word) }) }),
    systemd: fc.record({
      services: named(
        fc.record({
          description: word,
          environment: named(word),
          script: word,
          scriptArgs: word,
          serviceConfig: named(fc.array(word)),
          path: fc.array(word),
          restartTriggers: fc.array(word),
          enable: fc.boolean(),
          startAt: word,
        }),
      ),
      sockets: named(fc.record({ listenStreams: fc.array(word) })),
      tmpfiles: fc.record({ rules: fc.array(word) }),
    }),
    healthChecks: named(
      fc.record({ script: fc.option(word), tcp: fc.option(fc.record({ host: word, port: fc.nat(65535) })) }),
    ),
  });

  it("any values render to a generation whose manifest parses", () => {
    fc.assert(
      fc.property(any, (fragment) => {
        const evaluation = evaluated(fragment as SystemFragment);
        fc.pre(evaluation.diagnostics().length === 0);
        const { generation } = renderEvaluated(evaluation);
        expect(parseManifest(printManifest(generation.manifest))).toEqual(generation.manifest);
      }),
    );
  });
});
