/** Random modules in the portable vocabulary. */
import { mkAfter, mkBefore, mkDefault, mkForce, mkIf, mkMerge, mkOrder, mkOverride } from "@troupe/modules";
import { definePackage } from "@troupe/vocabulary";
import fc from "fast-check";

const redis = definePackage({ debian: "redis-server", nixpkgs: "redis" });
const coreutils = definePackage({ debian: [], nixpkgs: "coreutils" });

type Values = fc.Arbitrary<unknown>;

const word = fc.constantFrom("a", "b", "web", "x-1", "a.b");
const text = fc.constantFrom(
  "",
  "a",
  "two words",
  "100 %",
  "${x} ''q'' $HOME",
  `${redis.bin("redis-server")} -p 1`,
  'é \\ "q"',
);
const script = fc.constantFrom("echo 1", "echo 1\necho 2\n", `set -e\n\n  ${coreutils.bin("true")} '\${x}'\n`, "a\n");
const port = fc.constantFrom(22, 80, 443, 6379);
const units = fc.array(fc.constantFrom("network.target", "a.service", "b.socket", "multi-user.target"), {
  maxLength: 3,
});
const atom = fc.oneof(text, fc.constantFrom(0, -1, 5, 2.5), fc.boolean());

/** A definition, possibly in a wrapper. A definition of an option that NixOS defines too has no priority as a whole. */
const wrapped = (value: Values, isList = false, isShared = false): Values =>
  fc.oneof(
    { weight: 6, arbitrary: value },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.boolean(), value).map(([condition, content]) => mkIf<unknown>(condition, content)),
    },
    ...(isShared ? [] : priorities(value)),
    ...(isList ? orders(value) : []),
  );

const priorities = (value: Values) => [
  { weight: 1, arbitrary: value.map((content) => mkDefault<unknown>(content)) },
  { weight: 1, arbitrary: value.map((content) => mkForce<unknown>(content)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(10, 900, 1400, 1500), value)
      .map(([priority, content]) => mkOverride<unknown>(priority, content)),
  },
];

const orders = (value: Values) => [
  { weight: 1, arbitrary: value.map((content) => mkBefore<unknown>(content)) },
  { weight: 1, arbitrary: value.map((content) => mkAfter<unknown>(content)) },
  { weight: 1, arbitrary: value.map((content) => mkOrder<unknown>(7, content)) },
  { weight: 1, arbitrary: fc.array(value, { maxLength: 3 }).map((content) => mkMerge<unknown>(content)) },
];

const one = (value: Values) => wrapped(value);
const many = (value: Values) => wrapped(fc.array(value, { maxLength: 3 }), true);
const list = (value: Values) => wrapped(value, true);
const shared = (value: Values) => wrapped(fc.array(value, { maxLength: 3 }), true, true);
const dictionary = (value: Values) => fc.dictionary(word, value, { maxKeys: 3, noNullPrototype: true });
const named = (value: Values) => wrapped(dictionary(value));
const sharedNamed = (value: Values) => wrapped(dictionary(value), false, true);

/** A few of these options. More options per contributor would make most pairs of contributors conflict. */
const few = (options: { readonly [name: string]: Values }): Values =>
  fc
    .uniqueArray(fc.constantFrom(...Object.keys(options)), { maxLength: 4 })
    .chain((names) =>
      fc.record(Object.fromEntries(names.map((name) => [name, options[name]!])), { noNullPrototype: true }),
    );
const some = (options: { readonly [name: string]: Values }) => wrapped(few(options));
const group = (options: { readonly [name: string]: Values }) => wrapped(few(options), false, true);

const unit = {
  enable: one(fc.boolean()),
  overrideStrategy: one(fc.constantFrom("asDropinIfExists", "asDropin")),
  description: one(fc.constantFrom("A unit", "100 %")),
  documentation: many(fc.constant("man:x(1)")),
  after: list(units),
  wantedBy: list(units),
  unitConfig: named(one(fc.oneof(atom, fc.array(atom, { maxLength: 2 })))),
  startLimitBurst: one(fc.constantFrom(null, 3)),
  restartTriggers: many(text),
};
const allowed = { allowedTCPPorts: shared(port), allowedUDPPortRanges: many(fc.constant({ from: 1, to: 2 })) };

/** The definitions of one contributor. */
export const fragment = group({
  assertions: shared(fc.record({ assertion: fc.boolean(), message: text })),
  warnings: shared(text),
  healthChecks: named(
    some({
      script: one(fc.oneof(fc.constant(null), script)),
      tcp: one(fc.constantFrom(null, { port: 80 })),
      timeout: one(fc.constantFrom(5, 60)),
    }),
  ),
  boot: group({ kernel: group({ sysctl: sharedNamed(one(fc.constantFrom(null, 1, true, "a b"))) }) }),
  environment: group({
    systemPackages: shared(fc.constantFrom(redis, coreutils)),
    etc: sharedNamed(
      some({
        text: one(fc.oneof(fc.constant(null), script)),
        mode: one(fc.constantFrom("symlink", "0440")),
        enable: one(fc.boolean()),
      }),
    ),
  }),
  networking: group({
    hostName: one(fc.constantFrom("", "alice", "web-1")),
    domain: one(fc.constantFrom(null, "home.arpa")),
    hosts: sharedNamed(list(fc.array(word, { maxLength: 3 }))),
    firewall: group({
      enable: one(fc.boolean()),
      ...allowed,
      interfaces: named(some(allowed)),
      trustedInterfaces: shared(fc.constantFrom("lo", "wg*")),
      extraInputRules: one(script),
    }),
  }),
  systemd: group({
    services: sharedNamed(
      some({
        ...unit,
        serviceConfig: named(one(fc.oneof(atom, fc.array(atom, { maxLength: 2 })))),
        environment: named(one(fc.oneof(fc.constant(null), text))),
        path: many(fc.constantFrom(redis, "/opt")),
        script: list(script),
        startAt: one(fc.constantFrom("daily", ["daily", "weekly"])),
      }),
    ),
    timers: sharedNamed(some({ ...unit, timerConfig: named(one(atom)) })),
    sockets: sharedNamed(some({ ...unit, listenStreams: many(text) })),
    targets: sharedNamed(some(unit)),
    tmpfiles: group({ rules: shared(fc.constant("d /x")) }),
  }),
  users: group({
    users: sharedNamed(
      some({
        uid: one(fc.constantFrom(null, 7)),
        extraGroups: many(word),
        isNormalUser: one(fc.boolean()),
        home: fc.constantFrom(null, "/home/x"),
        shell: fc.constantFrom(null, redis.bin("sh")),
        openssh: fc.constantFrom({ authorizedKeys: { keys: ["ssh-ed25519 A"] } }),
      }),
    ),
    groups: sharedNamed(some({ gid: one(fc.constantFrom(null, 5)), members: many(fc.constantFrom("a", "b")) })),
  }),
});
