/**
 * The options of the inventory itself: the TypeScript form and `inventory.json` are definitions of these, merged like
 * any others.
 */
import { option, t, variantOf } from "@troupe/modules";

/** `settings` and `defaults` are kept as they are written: only the service knows their options. */
const settings = { settings: option(t.deferred, { description: "Values at ordinary priority." }) };
const settingsWithDefaults = {
  ...settings,
  defaults: option(t.deferred, { description: "Values that yield to `settings` of any place." }),
};

/** `["jon", "sara"]` is short for `{ jon: {}, sara: {} }`. */
const named = <O extends Parameters<typeof t.submodule>[0]>(options: O) =>
  t.coercedTo(
    t.listOf(t.str),
    (names) => Object.fromEntries(names.map((name) => [name, {}])),
    t.attrsOf(t.submodule(options)),
  );

const role = {
  machines: option(named(settings), { default: {}, description: "The machines that have this role." }),
  tags: option(named(settingsWithDefaults), { default: {}, description: "Tags whose machines have this role." }),
  select: option(
    t.listOf(
      t.submodule({
        filter: option(t.raw, { description: 'Which machines: { tag: "eu" }, { and: [ … ] }, …' }),
        ...settingsWithDefaults,
      }),
    ),
    { default: [], description: "Filters that pick machines which have this role." },
  ),
  ...settingsWithDefaults,
  extraModules: option(t.listOf(t.deferred), { default: [], description: "More modules for every member." }),
};

const extensions = option(t.attrsOf(t.deferred), {
  default: {},
  description: "Values for options that extensions add, by their names.",
});

const machine = {
  description: option(t.nullOr(t.str), { description: "What the machine is for." }),
  class: option(t.nullOr(t.str), { description: "The class, which says what platform the machine has." }),
  tags: option(t.listOf(t.str), { default: [], description: "Groups that the machine belongs to." }),
  address: option(t.nullOr(t.str), {
    description: "Where other machines reach it; else the host part of deploy.targetHost.",
  }),
  deploy: { targetHost: option(t.nullOr(t.str), { description: "[user@]host[:port] for ssh." }) },
  facts: option(t.deferred, {
    description: "What is known of the machine: `ips` by network interface, and any facts of one's own.",
  }),
  users: option(t.deferred, { description: "Users of the machine: definitions of its users.users." }),
  extensions,
  module: option(t.deferred, { description: "Definitions for this machine alone." }),
};

const instance = {
  service: option(t.nullOr(t.str), { description: "The name of the service in `services`." }),
  module: {
    name: option(t.nullOr(t.str), { description: "The name of the service; the JSON form of `service`." }),
    input: option(t.nullOr(t.str), {
      description: "The input that has the service; absent or self: the project's own.",
    }),
  },
  extensions,
  roles: option(t.attrsOf(t.submodule(role)), { default: {}, description: "Who has which role, with which settings." }),
};

const cluster = {
  description: option(t.nullOr(t.str), { description: "What the cluster is for." }),
  machines: option(t.attrsOf(t.submodule(machine)), { default: {}, description: "The machines of the cluster." }),
  facts: option(t.deferred, { description: "Facts of every machine of the cluster." }),
  users: option(t.deferred, { description: "Users of every machine of the cluster." }),
  module: option(t.deferred, { description: "Definitions for every machine of the cluster." }),
  extensions,
  services: option(t.lazyAttrsOf(t.raw), {
    default: {},
    description: "The services of the cluster: what defineClusterService returns.",
  }),
  instances: option(t.attrsOf(t.submodule(instance)), {
    default: {},
    description: "The uses of services within the cluster.",
  }),
};

/** A part of a domain name, as DNS has them. */
const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

/** The whole inventory. */
export const inventoryOptions = {
  meta: {
    name: option(
      variantOf(t.strMatching("[a-zA-Z0-9_-]*"), {
        words: { one: "a name of letters, digits, - and _", many: "names of letters, digits, - and _" },
      }),
      { default: "troupe", description: "The name of this inventory." },
    ),
    domain: option(
      variantOf(t.strMatching(`${label}(\\.${label})*`), {
        words: { one: 'a domain such as "home.arpa"', many: 'domains such as "home.arpa"' },
      }),
      {
        default: "internal",
        description: "The domain that machines are named under.",
      },
    ),
    description: option(t.nullOr(t.str), { description: "What this inventory is for." }),
  },
  services: option(t.lazyAttrsOf(t.raw), { default: {}, description: "The services that instances may use." }),
  inputs: option(t.lazyAttrsOf(t.raw), { default: {}, description: "Collections of services from elsewhere." }),
  extensions: option(t.listOf(t.raw), { default: [], description: "What packages add: options and commands." }),
  machines: option(t.attrsOf(t.submodule(machine)), { default: {}, description: "The machines." }),
  tags: option(t.attrsOf(t.deferred), { default: {}, description: "Tags by their members, or by a function." }),
  instances: option(t.attrsOf(t.submodule(instance)), { default: {}, description: "The uses of services." }),
  clusters: option(t.attrsOf(t.submodule(cluster)), {
    default: {},
    description: "Groups of machines with names and services of their own.",
  }),
  exports: option(t.attrsOf(t.deferred), { default: {}, description: "Exports that the inventory itself writes." }),
};
