/** Random services, as text. */
import type { Choose } from "./choose.ts";
import { oddName, oddRead, oddStatement, oddValue } from "./odd.ts";
import { type Entry, list, object, quoted, when } from "./text.ts";
import { definition, type OptionText, treeText } from "./types.ts";
import type { ContractPlan, RolePlan, ServicePlan, World } from "./world.ts";

/** What the functions of a service are given, destructured. */
const instanceContext =
  "const { settings, roles, machine, exports, mkExports, instanceName, roleName, meta, extendSettings } = context;";
const machineContext = "const { machine, instances, exports, mkExports, meta } = context;";

/** The declaration of a contract. */
export const contractText = (c: Choose, { name, options }: ContractPlan): string =>
  `defineExports(${quoted(name)}, ${c.slip(4) ? oddValue(c) : interfaceText(c, options, c.chance(10))})`;

/** The declaration of a service. */
export function serviceText(c: Choose, world: World, service: ServicePlan): string {
  const { roles, fields, contract, provides } = service;
  const entries: readonly Entry[] = [
    ["manifest", c.slip(4) ? oddManifest(c) : manifestText(c, service)],
    when(fields !== undefined, "exports", () => contract?.variable ?? interfaceText(c, fields!, c.chance(10))),
    when(provides.length > 0, "provides", () => list(provides.map(({ variable }) => variable))),
    when(c.slip(4), c.among(["exports", "provides", "reads"]), () => oddValue(c)),
    [
      "roles",
      c.slip(4)
        ? c.among(["{}", oddValue(c)])
        : object(roles.map((role) => [role.name, roleText(c, world, service, role)] as const)),
    ],
    when(c.chance(40), "perMachine", () => (c.slip(4) ? oddValue(c) : functionText(c, world, service, undefined))),
    when(c.slip(4), oddName(c), () => oddValue(c)),
  ];
  return `defineService(${object(entries)})`;
}

function manifestText(c: Choose, { name, roles }: ServicePlan): string {
  const limits = () =>
    object(
      c
        .some(["minMachines", "maxMachines"])
        .map((limit) => [limit, c.slip(4) ? oddValue(c) : limit === "minMachines" ? "0" : "999"] as const),
    );
  const ofRoles = () =>
    object(
      roles.map(
        (role) =>
          [c.slip(4) ? oddName(c) : role.name, c.slip(4) ? `{ minMachines: 1, maxMachines: 2 }` : limits()] as const,
      ),
    );
  const constraints = () =>
    object([
      ["maxInstances", c.slip(4) ? "1" : "99"],
      ["roles", ofRoles()],
      when(c.slip(4), "roles", () => oddValue(c)),
    ]);
  return object([
    ["name", quoted(name)],
    when(c.chance(20), "description", () => quoted("A service.")),
    when(c.chance(20), "constraints", () => (c.slip(4) ? oddValue(c) : constraints())),
    when(c.slip(4), c.among(["readme", "categories", "ghost", "constraints"]), () => oddValue(c)),
  ]);
}

const oddManifest = (c: Choose): string => c.among([oddValue(c), object([["name", oddValue(c)]])]);

function interfaceText(c: Choose, options: readonly OptionText[], isModules: boolean): string {
  if (c.slip(4)) return oddValue(c);
  const tree = treeText(options);
  if (!isModules) return tree;
  return list([
    `{ options: ${tree} }`,
    ...(c.chance(30)
      ? [`({ meta, config }) => ({ options: { ofModule: option(t.str, { default: meta.name }) } })`]
      : []),
    ...(c.chance(20) ? [`{ freeformType: t.attrsOf(t.json) }`] : []),
    ...(c.slip(4)
      ? [
          c.among([
            c.json(),
            `({ config }) => (config.ofModule, {})`,
            `() => { ${oddStatement(c)} return {}; }`,
            `() => (${oddValue(c)})`,
            `{ imports: ${oddValue(c)} }`,
            `{ config: ${oddValue(c)} }`,
            `{ options: ${oddValue(c)} }`,
            `{ freeformType: ${oddValue(c)} }`,
            `{ key: ${oddValue(c)}, class: ${oddValue(c)} }`,
            `{ disabledModules: [${oddValue(c)}] }`,
            `{ options: ${object(options.map(({ name }) => [name, `option(t.enum(["twice"]), { default: "twice" })`] as const))} }`,
            `{ key: "once", imports: [{ key: "twice", imports: [{ key: "once" }] }] }`,
            `(() => { const self = { imports: [] }; self.imports.push(self); return self; })()`,
          ]),
        ]
      : []),
  ]);
}

function roleText(c: Choose, world: World, service: ServicePlan, role: RolePlan): string {
  if (c.slip(4)) return oddValue(c);
  return object([
    when(role.options.length > 0 || role.isModules, "interface", () => interfaceText(c, role.options, role.isModules)),
    when(c.chance(10), "description", () => quoted("A role.")),
    when(c.chance(85), "perInstance", () => (c.slip(4) ? oddValue(c) : functionText(c, world, service, role))),
    when(c.slip(4), oddName(c), () => oddValue(c)),
  ]);
}

/** perInstance, or without a role perMachine. */
function functionText(c: Choose, world: World, service: ServicePlan, role: RolePlan | undefined): string {
  const odd = c.slip(10) ? `${oddStatement(c)} ` : "";
  const context = role === undefined ? machineContext : instanceContext;
  const result = c.slip(10) ? oddResult(c) : resultText(c, world, service, role);
  return `${c.slip(4) ? "async " : ""}(context) => { ${context} ${odd}return ${result}; }`;
}

const oddResult = (c: Choose): string =>
  c.among([
    oddValue(c),
    object([[oddName(c), oddValue(c)]]),
    object([[c.among(["module", "linuxModule", "nixosModule", "exports", "services", "vars"]), oddValue(c)]]),
    "{ exports: (shared.stolen ??= mkExports(1)) }",
    `{ exports: mkExports(${oddValue(c)}) }`,
    `{ exports: mkExports(() => (${oddValue(c)})) }`,
    `{ exports: mkExports(() => { ${oddStatement(c)} }) }`,
    `{ exports: mkExports({}, ${oddValue(c)}) }`,
    `{ exports: mkExports({}, { scope: ${oddValue(c)} }) }`,
    `{ exports: [mkExports({}), ${oddValue(c)}] }`,
    `{ exports: { ...mkExports({}), key: ${quoted(oddName(c))} } }`,
    `{ services: { sub: { service: ${oddValue(c)}, roles: {} } } }`,
    `{ services: { sub: { service: s0, roles: ${oddValue(c)} } } }`,
    `{ services: { ${quoted(oddName(c))}: { service: s0, roles: {} } } }`,
    `{ services: { sub: { service: s0, roles: { ${quoted(oddName(c))}: ${oddValue(c)} } } } }`,
    "{ services: { sub: { service: endless(0), roles: { r: {} } } } }",
    `{ services: { sub: { service: defineService({ manifest: { name: "fresh" }, roles: { r: {} } }), roles: { r: {} } } } }`,
  ]);

function resultText(c: Choose, world: World, service: ServicePlan, role: RolePlan | undefined): string {
  const early = (): string => (c.slip(4) ? c.among([oddRead(c), oddValue(c)]) : earlyText(c, world, service, role));
  const late = (): string => (c.slip(4) ? oddRead(c) : c.chance(50) ? lateText(c, world, service, role) : early());
  return object([
    when(c.chance(60), "module", () => moduleText(c, early, late)),
    when(c.chance(20), "linuxModule", () => configModule(c, early, late)),
    when(c.chance(10), "nixosModule", () => configModule(c, early, late)),
    when(c.chance(5), "darwinModule", () => "({ pkgs }) => ({ anything: pkgs })"),
    when(c.chance(60), "exports", () => exportsText(c, world, service, role)),
    when(service.index > 0 && c.chance(25), "services", () => nestedText(c, world, service)),
  ]);
}

/** An expression whose value is known while the function runs. */
function earlyText(c: Choose, { hasAddresses }: World, { roles }: ServicePlan, role: RolePlan | undefined): string {
  const common = ["machine.name", "meta.name", "machine.tags.join()", "machine.class", "machine.roles.join()"];
  if (hasAddresses) common.push("machine.address");
  if (role === undefined) {
    return c.among([
      ...common,
      "Object.keys(instances).join()",
      "JSON.stringify(Object.values(instances).map(({ roles }) => Object.keys(roles)))",
    ]);
  }
  const other = quoted(c.among(roles).name);
  const option = c.among(role.options.length > 0 ? role.options.map(({ name }) => quoted(name)) : [quoted("none")]);
  return c.among([
    ...common,
    "instanceName",
    "roleName",
    "JSON.stringify(settings)",
    `String(JSON.stringify(settings[${option}]))`,
    `Object.keys(roles[${other}].machines).join()`,
    `JSON.stringify(roles[${other}].settings)`,
    `Object.values(roles[${other}].machines).map(({ name, settings }) => name + JSON.stringify(settings)).join()`,
    `JSON.stringify(extendSettings(${extension(c, role)}))`,
    "JSON.stringify(extendSettings([{ options: { more: option(t.str, { default: 'x' }) } }]))",
  ]);
}

function extension(c: Choose, { options }: RolePlan): string {
  if (c.slip(4)) return oddValue(c);
  const extended = c.some(options.filter(({ type }) => type.isSingle !== true));
  return object(extended.map(({ name, type }) => [name, `mkDefault(${type.weak})`] as const));
}

/** An expression that reads exports. */
function lateText(c: Choose, world: World, service: ServicePlan, role: RolePlan | undefined): string {
  const own =
    role === undefined ? "{ machineName: machine.name }" : "{ instanceName, roleName, machineName: machine.name }";
  return c.among([
    `JSON.stringify(exports.get(${own}) ?? null)`,
    `JSON.stringify(exports.one(${own})?.value ?? null)`,
    "exports.select().map(({ key }) => key).join()",
    `JSON.stringify(exports.select(${own}).map(({ scope, value }) => [scope, value]))`,
    "exports.select((scope) => scope.machineName === machine.name).length.toString()",
    "Object.keys(selectExports({ machineName: machine.name }, exports)).join()",
    ...world.contracts.map(({ variable }) => `JSON.stringify(exports.from(${variable}))`),
    `JSON.stringify(exports[${knownKey(c, world, world.services.length)}] ?? null)`,
    ...(c.slip(20) && role !== undefined
      ? [
          `JSON.stringify(exports[\`${service.name}:\${instanceName}:\${roleName}:\`])`,
          "JSON.stringify(exports.one({ instanceName }))",
        ]
      : []),
  ]);
}

/** The scope of something that may be exported, by one of the first services. */
function knownKey(c: Choose, { instances, machines }: World, before: number): string {
  const known = instances.filter(({ service: { index } }) => index < before);
  if (known.length === 0) return quoted(":::");
  const { name, service } = c.among(known);
  const role = c.among(service.roles).name;
  return quoted([service.name, name, role, c.among(machines)].join(":"));
}

type Write = () => string;

function moduleText(c: Choose, early: Write, late: Write): string {
  if (c.slip(4)) return c.among([oddValue(c), `() => (${oddValue(c)})`, `() => { ${oddStatement(c)} }`]);
  return c.chance(50) ? `() => (${fragments(c, late)})` : fragments(c, early);
}

function configModule(c: Choose, early: Write, late: Write): string {
  if (c.chance(50)) return moduleText(c, early, late);
  const wrong = c.slip(4)
    ? c.among([
        "lines: [config.name]",
        "...(config.name === '' && { lines: [] })",
        "...lazy(() => ({ [config.name]: 1 }))",
        "files: lazy(() => ({ [config.files.motd.text]: {} }))",
        "files: { [mkForce(1)]: {} }",
        "lines: lazy(() => [config.lines.join()])",
        "name: lazy(() => config.name)",
        "ghost: 1",
        `lines: ${oddValue(c)}`,
      ])
    : "lines: lazy(() => [config.name])";
  return `({ config }) => ({ ${wrong} })`;
}

function fragments(c: Choose, write: Write): string {
  const one = (): string => {
    const made = fragment(c, write);
    return c.among([
      made,
      made,
      made,
      made,
      `mkIf(true, ${made})`,
      `mkIf(() => false, ${made})`,
      `mkMerge([${made}, ${fragment(c, write)}])`,
      `mkDefault(${made})`,
      `lazy(() => (${made}))`,
    ]);
  };
  return c.chance(15) ? list(c.times(0, 2, one)) : one();
}

/** Definitions of the options of the platform, see `platform.ts`. */
function fragment(c: Choose, write: Write): string {
  return object([
    when(c.chance(50), "lines", () =>
      c.among([list([write()]), `mkBefore(${list([write()])})`, `lazy(() => ${list([write()])})`]),
    ),
    when(c.chance(20), "name", () => c.among([`mkForce("forced")`, `mkDefault("weak")`])),
    when(c.chance(20), "files", () =>
      object([[c.among(["motd", "a b", "toString"]), object([["text", c.among([write(), `mkDefault(${write()})`])]])]]),
    ),
    when(c.chance(20), "any", () => object([["a", c.among(["1", "mkDefault(2)", `mkIf(() => false, ${write()})`])]])),
    when(c.chance(10), "limit", () => c.among(["mkDefault(5)", "mkForce(7)", "null", "lazy(() => null)"])),
    when(c.chance(10), "unit", () =>
      object([
        ["after", list([`"a"`])],
        ["Free", "1"],
      ]),
    ),
    when(
      c.slip(4),
      c.among(["ghost", "lines", "name", "files", "any", "limit", "unit", "_module", "imports", "__proto__"]),
      () => oddValue(c),
    ),
  ]);
}

function exportsText(c: Choose, world: World, service: ServicePlan, role: RolePlan | undefined): string {
  const isWide = c.chance(30);
  const level = role === undefined ? "service" : c.among(["service", "instance", "role"]);
  const value = c.slip(4)
    ? c.among([oddValue(c), oddRead(c), lateText(c, world, service, role)])
    : exportValue(c, world, service, isWide);
  const record = `mkExports(${c.chance(40) ? `() => (${value})` : value}${isWide ? `, { scope: "${level}" }` : ""})`;
  return c.chance(20) ? list([record]) : record;
}

/** A value that holds to what a service declares; what several write under one scope is the same. */
export function exportValue(c: Choose, world: World, service: ServicePlan, isWide: boolean): string {
  const { fields, provides, index } = service;
  if (fields === undefined && provides.length === 0)
    return isWide
      ? `{ a: 1, list: [] }`
      : c.among(["1", "null", "machine.name", "{ name: machine.name }", "[machine.name]", `{ a: mkForce(1) }`]);
  const computed = () =>
    c.among(["machine.name", "meta.name", `lazy(() => JSON.stringify(exports[${knownKey(c, world, index)}] ?? null))`]);
  const own = (fields ?? [])
    .filter(({ isRequired }) => isRequired || c.chance(70))
    .map(
      (field) =>
        [
          field.name,
          c.slip(4) ? oddValue(c) : !isWide && field.type.text === "t.str" ? computed() : field.type.plain,
        ] as const,
    );
  const ofContracts = provides
    .filter(() => c.chance(70))
    .map(({ name, options }) => [name, c.slip(4) ? oddValue(c) : complete(options)] as const);
  return object([...own, ...ofContracts, when(c.slip(4), oddName(c), () => oddValue(c))]);
}

/** All of these options, as they are written. */
const complete = (options: readonly OptionText[]): string =>
  object(options.map(({ name, type }) => [name, type.plain] as const));

function nestedText(c: Choose, { services }: World, { index, variable }: ServicePlan): string {
  const sub = c.among(services.slice(0, index));
  const service = c.slip(4) ? c.among([variable, oddValue(c)]) : sub.variable;
  const roles = object(
    sub.roles
      .filter((_, position) => position === 0 || c.chance(40))
      .map(
        (role) =>
          [
            c.slip(4) ? oddName(c) : role.name,
            c.slip(4) ? oddValue(c) : object([["settings", nestedSettings(c, role)]]),
          ] as const,
      ),
  );
  const written = c.chance(50) ? `nested(${service}, ${roles})` : `{ service: ${service}, roles: ${roles} }`;
  return object([[c.slip(4) ? oddName(c) : "sub", written]]);
}

function nestedSettings(c: Choose, { options }: RolePlan): string {
  const wanted = options.filter(({ isRequired, type }) => type.isSingle !== true && (isRequired || c.chance(30)));
  const read = object([[options[0]?.name ?? "none", `lazy(() => exports.select().length)`]]);
  if (c.slip(10)) return c.among([oddValue(c), read]);
  return object(
    wanted.map(
      (option) => [option.name, option.isRequired ? option.type.plain : definition(c, option, false)] as const,
    ),
  );
}
