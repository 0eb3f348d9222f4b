/** Random inventories, as text. */
import type { Choose } from "./choose.ts";
import { oddJson, oddName, oddStatement, oddValue } from "./odd.ts";
import { exportValue } from "./services.ts";
import { type Entry, list, object, quoted, when } from "./text.ts";
import { definition, type OptionText } from "./types.ts";
import type { RolePlan, ServicePlan, World } from "./world.ts";

/** The parts of an inventory: what is written in TypeScript, and what may as well be JSON. */
export interface InventoryText {
  readonly services: string;
  readonly rest: readonly Entry[];
  /** JSON if the world says so. */
  readonly machines: string;
  readonly instances: string;
}

/** An inventory of a world. */
export function inventoryText(c: Choose, world: World): InventoryText {
  const { services, declaredTags, isJson } = world;
  const odd = () => (isJson ? oddJson(c) : oddValue(c));
  return {
    services: c.slip()
      ? oddValue(c)
      : object(services.map(({ key, variable }) => [key, c.slip() ? oddValue(c) : variable] as const)),
    rest: [
      when(c.chance(40), "meta", () => (c.slip() ? oddValue(c) : metaText(c))),
      when(declaredTags.length > 0, "tags", () => object(declaredTags.map((tag) => [tag, tagText(c, world)] as const))),
      when(c.chance(30), "exports", () => (c.slip() ? oddValue(c) : ownExports(c, world))),
      when(c.chance(20), "inputs", () => (c.slip() ? oddValue(c) : `{ std: { kv: s0 } }`)),
      when(c.slip(), oddName(c), () => oddValue(c)),
    ],
    machines: c.slip()
      ? odd()
      : object(
          world.machines.map((name) => [name, machineText(c, world)] as const),
          isJson,
        ),
    instances: c.slip()
      ? odd()
      : object(
          world.instances.map(({ name, service }) => [name, instanceText(c, world, service)] as const),
          isJson,
        ),
  };
}

const metaText = (c: Choose): string =>
  object([
    ["name", c.slip() ? oddValue(c) : quoted("home")],
    when(c.chance(50), "domain", () => (c.slip() ? quoted(oddName(c)) : quoted("home.arpa"))),
    when(c.chance(30), "description", () => (c.slip() ? oddValue(c) : quoted("At home."))),
  ]);

function machineText(c: Choose, world: World): string {
  const { isJson, hasAddresses, tags } = world;
  const odd = () => (isJson ? oddJson(c) : oddValue(c));
  if (c.slip()) return odd();
  const either = (text: string): string => (c.slip() ? odd() : text);
  const number = c.upTo(254);
  const carried = c.some(tags).map((tag) => quoted(c.slip() ? oddName(c) : tag));
  const host = c.slip() ? oddName(c) : `root@192.0.2.${number}`;
  return object(
    [
      when(carried.length > 0, "tags", () => either(list(carried))),
      when(c.chance(15), "class", () =>
        c.slip() ? quoted(oddName(c)) : either(quoted(c.among(["linux", "nixos", "darwin"]))),
      ),
      when(hasAddresses, "address", () => either(quoted(`192.0.2.${number}`))),
      when(c.chance(20), "deploy", () => either(object([["targetHost", either(quoted(host))]], isJson))),
      when(c.chance(5), "description", () => either(quoted("A machine."))),
      when(!isJson && c.chance(15), "module", () => moduleText(c)),
      when(c.slip(), oddName(c), odd),
    ],
    isJson,
  );
}

function moduleText(c: Choose): string {
  if (c.slip())
    return c.among([oddValue(c), `() => { ${oddStatement(c)} }`, `({ config }) => ({ lines: [config.name] })`]);
  return c.among([
    `{ lines: ["own"] }`,
    `({ config }) => ({ lines: lazy(() => [config.name]) })`,
    `mkForce({ name: "forced" })`,
    `[{ any: { a: 1 } }]`,
  ]);
}

function tagText(c: Choose, world: World): string {
  if (c.slip()) return oddTag(c, world);
  const { machines, tags } = world;
  return c.among([
    "[]",
    list(c.some(machines, 5).map(quoted)),
    `({ machines }) => Object.keys(machines).filter((name) => machines[name].tags.includes(${quoted(c.among(tags))}))`,
    `({ machines }) => Object.values(machines).filter(({ class: name }) => name === "linux").map(({ name }) => name)`,
    `({ tags }) => tags.all.filter((_, index) => index % 2 === 0)`,
  ]);
}

const oddTag = (c: Choose, { declaredTags }: World): string =>
  c.among([
    oddValue(c),
    list([quoted(oddName(c))]),
    list([oddValue(c)]),
    `() => (${oddValue(c)})`,
    `() => { ${oddStatement(c)} }`,
    `() => ["ghost"]`,
    `({ tags }) => tags[${quoted(c.among(declaredTags))}]`,
    `({ tags }) => Object.values(tags).flat()`,
    `({ tags }) => { tags.all.push("ghost"); return tags.all; }`,
    `({ machines }) => { machines.m0.tags.push("ghost"); machines.m0.name = "x"; return []; }`,
    `(tags) => tags.ghost.length`,
  ]);

function ownExports(c: Choose, world: World): string {
  const { machines, instances } = world;
  const known: Entry[] = [
    [":::", `{ version: 1 }`],
    [`:::${machines[0]!}`, "5"],
  ];
  for (const { name, service } of instances.slice(0, 2)) {
    if (
      [service.fields, ...service.provides.map(({ options }) => options)]
        .flat()
        .some((option) => option?.type.isSingle === true)
    )
      continue;
    const scope = [service.name, name, c.among(["", service.roles[0]!.name]), ""].join(":");
    known.push([scope, exportValue(c, world, service, true)]);
  }
  return object([
    ...c.some(known),
    when(c.slip(), c.among(["ghost:::", "a:b", "", "::::", ":::ghost", "__proto__:::", ":i0::", "::server:"]), () =>
      oddValue(c),
    ),
    when(c.slip(), ":::", () => oddValue(c)),
  ]);
}

function instanceText(c: Choose, world: World, service: ServicePlan): string {
  const { isJson } = world;
  const odd = () => (isJson ? oddJson(c) : oddValue(c));
  if (c.slip()) return odd();
  const key = c.slip() ? oddName(c) : service.key;
  const from = (): Entry =>
    c.chance(isJson ? 50 : 5)
      ? ["module", object([["name", quoted(key)], when(c.slip(), "input", () => quoted(oddName(c)))], isJson)]
      : ["service", quoted(key)];
  const roles = service.roles
    .filter((role) => c.chance(80) && role.name !== "")
    .map((role) => [c.slip() ? oddName(c) : role.name, roleText(c, world, role)] as const);
  return object(
    [
      c.slip() ? undefined : from(),
      ["roles", c.slip() ? odd() : object(roles, isJson)],
      when(c.slip(), oddName(c), odd),
    ],
    isJson,
  );
}

function roleText(c: Choose, world: World, role: RolePlan): string {
  const { isJson, machines, tags, declaredTags } = world;
  const odd = () => (isJson ? oddJson(c) : oddValue(c));
  if (c.slip()) return odd();
  const named = c
    .some(c.chance(80) ? machines.slice(0, 12) : machines)
    .map((name) => (c.slip() ? c.among(["ghost", oddName(c)]) : name));
  const tagged = c
    .some(
      [...tags, ...declaredTags, "all"].filter((tag) => carries(world, tag)),
      2,
    )
    .map((tag) => (c.slip() ? c.among(["ghost", oddName(c)]) : tag));
  const assigned = (names: readonly string[], place: () => string): string =>
    c.chance(30)
      ? list(names.map(quoted))
      : object(
          [...new Set(names)].map((name) => [name, c.slip() ? odd() : place()] as const),
          isJson,
        );
  const place = (withDefaults: boolean) => () =>
    object(
      [
        when(c.chance(40), "settings", () => settings(c, role.options, isJson)),
        when(withDefaults && c.chance(20), "defaults", () => defaults(c, role.options, isJson)),
      ],
      isJson,
    );
  return object(
    [
      when(named.length > 0, "machines", () => assigned(named, place(false))),
      when(tagged.length > 0, "tags", () => assigned(tagged, place(true))),
      ["settings", wholeSettings(c, role, isJson)],
      when(c.chance(15), "defaults", () => defaults(c, role.options, isJson)),
      when(!isJson && c.chance(10), "extraModules", () => (c.slip() ? oddValue(c) : list([moduleText(c)]))),
      when(c.slip(), oddName(c), odd),
    ],
    isJson,
  );
}

/** Tags that somebody carries or declares; whether it is so is only seen when everything is written. */
const carries = ({ declaredTags }: World, tag: string): boolean => tag === "all" || declaredTags.includes(tag);

/** The settings of a role: everything that must be set, once and for all. */
function wholeSettings(c: Choose, { options }: RolePlan, isJson: boolean): string {
  const odd = () => (isJson ? oddJson(c) : oddValue(c));
  if (c.slip()) return odd();
  const set = options.filter(({ isRequired }) => isRequired || c.chance(40));
  const entries: Entry[] = set.map((option) => [
    option.name,
    option.isRequired && !c.slip() ? option.type.plain : definition(c, option, isJson),
  ]);
  const whole = object([...entries, when(c.slip(2), c.chance(30) ? "imports" : oddName(c), odd)], isJson);
  return isJson
    ? whole
    : c.among([
        whole,
        whole,
        whole,
        whole,
        `mkIf(true, ${whole})`,
        `mkMerge([${whole}, {}])`,
        `lazy(() => (${whole}))`,
      ]);
}

/** What others than the role set: nothing that only one may. */
function settings(c: Choose, options: readonly OptionText[], isJson: boolean): string {
  const odd = () => (isJson ? oddJson(c) : oddValue(c));
  if (c.slip()) return odd();
  const set = c.some(options.filter(({ type }) => type.isSingle !== true));
  return object(
    [...set.map((option) => [option.name, definition(c, option, isJson)] as const), when(c.slip(), oddName(c), odd)],
    isJson,
  );
}

function defaults(c: Choose, options: readonly OptionText[], isJson: boolean): string {
  if (c.slip()) return isJson ? oddJson(c) : oddValue(c);
  const set = c.some(options.filter(({ type }) => type.isSingle !== true));
  return object(
    set.map(({ name, type }) => [name, type.weak] as const),
    isJson,
  );
}
