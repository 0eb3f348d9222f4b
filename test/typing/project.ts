/** A large project, as text: services with roles and options of every sort, and an inventory that uses all of them. */

/** How large it is. */
export interface ProjectSize {
  readonly services: number;
  /** Of each service. */
  readonly roles: number;
  /** Of each role. */
  readonly options: number;
  readonly machines: number;
}

const upTo = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** The files of the project, by name. */
export function projectFiles(size: ProjectSize): ReadonlyMap<string, string> {
  const services = upTo(size.services, (index) => [`service${index}.ts`, serviceFile(index, size)] as const);
  return new Map([...services, ["troupe.ts", inventoryFile(size)]]);
}

/** Sorts of options, taken in turn; with the settings that the inventory has for some of them. */
const options: readonly ((service: number, option: number) => string)[] = [
  () => "option(t.str)",
  (_, option) => `option(t.int, { default: ${option} })`,
  (service) => `option(t.enum(["a${service}", "b", "c"]), { default: "b" })`,
  () => "option(t.nullOr(t.str), { default: null })",
  (_, option) => `option(t.listOf(t.str), { default: [], description: "List ${option}." })`,
  () => `option(
          t.attrsOf(
            t.submodule(({ name }) => ({
              name: option(t.str, { default: name }),
              host: option(t.str),
              port: option(t.port, { default: 22 }),
              tags: option(t.listOf(t.enum(["x", "y"])), { default: [] }),
            })),
          ),
          { default: {} },
        )`,
  (service) =>
    `{ enable: enableOption("it"), level${service}: option(t.int), inner: { deep: option(t.str, { default: "d" }) } }`,
  () => "option(t.listOf(t.submodule({ from: option(t.int), to: option(t.nullOr(t.int)) })))",
  () => "option(t.bool, { default: true })",
  (_, option) => `option(t.path, { description: "Path ${option}." })`,
];

function serviceFile(service: number, { roles, options: count }: ProjectSize): string {
  return `import { defineExports, defineService, enableOption, option, system, t } from "troupe";

export const contract${service} = defineExports("service${service}", { host: option(t.str), port: option(t.port, { default: 1 }) });

export const service${service} = defineService({
  manifest: { name: "service${service}" },
  exports: contract${service},
  roles: {
${upTo(roles, (role) => roleText(service, role, roles, count)).join("\n")}
  },
  perMachine: ({ instances }) => ({
    module: system({ environment: { etc: { "service${service}": { text: instances["a"]?.roles.role0.machines["b"]?.settings.option4.join() ?? "" } } } }),
  }),
});
`;
}

const roleText = (service: number, role: number, roles: number, count: number): string => `    role${role}: {
      interface: {
${upTo(count, (option) => `        option${option}: ${options[option % options.length]!(service, option)},`).join("\n")}
      },
      perInstance: ({ settings, roles, machine, mkExports, exports, instanceName }) => {
        const other = Object.values(roles.role${(role + 1) % roles}.machines).map((each) => each.settings.option5["k"]?.port ?? each.settings.option1);
        const widths = settings.option7.map(({ from, to }) => from + (to ?? 0));
        return {
          exports: mkExports({ host: machine.name + settings.option0 }),
          module: () => {
            const peer = exports.one({ roleName: "role${role}", instanceName })?.value.host ?? "none";
            return system({
              systemd: {
                services: {
                  service${service}: {
                    wantedBy: ["multi-user.target"],
                    environment: { PEER: peer, OTHER: other.join(), WIDTHS: widths.join() },
                    serviceConfig: { ExecStart: \`/bin/echo \${settings.option6.inner.deep.length}\`, Restart: "always" },
                  },
                },
              },
            });
          },
        };
      },
    },`;

function inventoryFile({ services, roles, machines }: ProjectSize): string {
  const names = upTo(services, (index) => `service${index}`);
  return `import { defineInventory, mkDefault, mkIf } from "troupe";
${names.map((name) => `import { ${name} } from "./${name}.ts";`).join("\n")}

export default defineInventory({
  services: { ${names.join(", ")} },
  machines: {
${upTo(machines, (index) => `    m${index}: { tags: ["t${index % 5}", "every"], deploy: { targetHost: "root@192.0.2.${index}" } },`).join("\n")}
  },
}).instances({
${upTo(services, (service) => instanceText(service, roles, machines)).join("\n")}
});
`;
}

const instanceText = (service: number, roles: number, machines: number): string => `  instance${service}: {
    service: "service${service}",
    roles: {
${upTo(roles, (role) => assignmentText(service, role, machines)).join("\n")}
    },
  },`;

const assignmentText = (service: number, role: number, machines: number): string => `      role${role}: {
        settings: {
          option0: "x",
          option1: mkDefault(4),
          option2: "a${service}",
          option5: { k: { host: "h" } },
          option6: mkIf(true, { level${service}: 3 }),
          option7: [{ from: 1, to: null }],
          option9: "/x",
        },
        machines: { m${(service + role) % machines}: { settings: { option4: ["p"] } } },
        tags: { t${role % 5}: { defaults: { option8: false } } },
      },`;
