/** The options that all systemd units share. Names and meanings are those of NixOS. */
import { option, t, variantOf } from "@troupe/modules";
import { unitValue } from "./unit-value.ts";

/** The type of references to units: names with their suffix. */
const unitReference = variantOf(
  t.strMatching(
    /^(?!-(?!\.(?:mount|slice)$))[a-zA-Z0-9@%:_.\\-]+\.(?:service|socket|device|mount|automount|swap|target|path|timer|scope|slice)$/,
  ),
  {
    words: {
      one: 'the name of a unit with its ending, such as "network.target"',
      many: 'names of units with their endings, such as "network.target"',
    },
  },
);
const units = (description: string) => option(t.listOf(unitReference), { default: [], description });
export const section = (name: string, manual: string, example: { readonly [key: string]: string | number | boolean }) =>
  option(t.attrsOf(unitValue), {
    default: {},
    example,
    description: `Settings of the unit's section [${name}], under systemd's own names and in systemd's own syntax; see ${manual}(5). A list repeats the setting. A list defined by several modules is joined.`,
  });

/** Options of every unit. */
export const unitOptions = {
  enable: option(t.bool, {
    default: true,
    description: "If false, the unit is masked: nothing can start it, also where a package ships one of this name.",
  }),
  overrideStrategy: option(t.enum(["asDropinIfExists", "asDropin"]), {
    default: "asDropinIfExists",
    description:
      "`asDropin`: the definition adds to a unit of this name that a package ships, or to the template of this instance. `asDropinIfExists`: it is the whole unit. (Only NixOS can know whether there is another one.)",
  }),
  description: option(t.singleLineStr, {
    default: "",
    description: "A short description of the unit, which `systemctl status` shows.",
  }),
  documentation: option(t.listOf(t.str), {
    default: [],
    description: "Addresses (`https:`, `man:`, `file:`) of documentation.",
  }),
  after: units("Units that are started before this one, if they are started at the same time."),
  before: units("Units that are started after this one, if they are started at the same time."),
  wants: units("Units that are started along with this one. It goes on without them if they fail."),
  requires: units(
    "Units that this one cannot do without: it is stopped along with them, and not started if they fail.",
  ),
  requisite: units("Units that must be up already when this one is started."),
  bindsTo: units("Like `requires`, and this unit is stopped as soon as one of them is gone for whatever reason."),
  partOf: units("If these units are stopped or restarted, so is this one."),
  upholds: units("Units that are kept running as long as this one is up."),
  conflicts: units("Units that cannot be up together with this one."),
  wantedBy: units("Units that pull in this one. `multi-user.target` starts it at boot."),
  requiredBy: units("Units that cannot do without this one."),
  onFailure: units("Units that are started when this one fails."),
  onSuccess: units("Units that are started when this one has ended well."),
  unitConfig: section("Unit", "systemd.unit", { RequiresMountsFor: "/srv" }),
  startLimitBurst: option(t.nullOr(t.int), {
    default: null,
    description: "How often the unit may be started within `startLimitIntervalSec`. systemd's own value if null.",
  }),
  startLimitIntervalSec: option(t.nullOr(t.int), {
    default: null,
    description: "Seconds in which `startLimitBurst` counts; 0 means no limit. systemd's own value if null.",
  }),
  restartTriggers: option(t.listOf(t.str), {
    default: [],
    description: "Any texts. A switch that changes one of them restarts the unit, as if the unit itself had changed.",
  }),
  reloadTriggers: option(t.listOf(t.str), {
    default: [],
    description: "Any texts. A switch that changes one of them, but nothing else of the unit, reloads the unit.",
  }),
};
