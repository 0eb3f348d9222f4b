/**
 * The evaluation workload: N machines, M instances of one service with two roles, K machines in each role, through
 * tags. Every member gets a unit that names all servers of its instance, so the output itself grows with M × K × K.
 */
import {
  defineInventory,
  defineService,
  type Evaluated,
  evaluateInventory,
  type InventorySource,
  inventorySources,
  type MachineClass,
} from "@troupe/core";
import { mkDefault, option, t } from "@troupe/modules";

/** The size of a workload. */
export interface Size {
  readonly machines: number;
  readonly instances: number;
  readonly members: number;
}

const roleInterface = {
  port: option(t.int, { default: 80 }),
  restart: option(t.enum(["always", "no", "on-failure"]), { default: "no" }),
  extra: option(t.listOf(t.str), { default: [] }),
};

interface Context {
  readonly instanceName: string;
  readonly settings: { readonly port: number; readonly restart: string; readonly extra: readonly string[] };
  readonly machine: { readonly name: string };
  readonly roles: { readonly server: { readonly machines: object } };
}

const unit = (role: string) => ({
  interface: roleInterface,
  perInstance: ({ instanceName, settings, machine, roles }: Context) => ({
    module: {
      systemd: {
        services: {
          [`echo-${instanceName}-${role}`]: {
            description: `echo ${instanceName} ${role} on ${machine.name}`,
            wantedBy: ["multi-user.target"],
            environment: {
              PORT: String(settings.port),
              SERVERS: Object.keys(roles.server.machines).join(","),
              EXTRA: settings.extra.join(","),
            },
            serviceConfig: { ExecStart: `/bin/echo ${instanceName}`, Restart: settings.restart },
          },
        },
      },
    },
  }),
});

const echo = defineService({
  manifest: { name: "echo" },
  roles: { client: unit("client"), server: unit("server") },
  perMachine: ({ machine }) => ({
    module: { environment: { etc: { "echo-roles": { text: machine.roles.join(",") } } } },
  }),
});

const machineOptions = {
  systemd: {
    services: option(
      t.attrsOf(
        t.submodule({
          enable: option(t.bool, { default: true }),
          description: option(t.str, { default: "" }),
          wantedBy: option(t.listOf(t.str), { default: [] }),
          environment: option(t.attrsOf(t.str), { default: {} }),
          serviceConfig: option(t.attrsOf(t.anything), { default: {} }),
        }),
      ),
      { default: {} },
    ),
  },
  environment: { etc: option(t.attrsOf(t.submodule({ text: option(t.str) })), { default: {} }) },
};

const machineName = (number: number): string => `m${String(number).padStart(5, "0")}`;

/** The inventory of a workload, as a program would have read it. */
export function workload({ machines, instances, members }: Size): readonly InventorySource[] {
  const tags: string[][] = Array.from({ length: machines }, () => []);
  const written: { [instance: string]: object } = {};
  for (let j = 0; j < instances; j++) {
    const name = `i${String(j).padStart(3, "0")}`;
    const role = (index: number, roleName: string) => {
      const first = (7 * j + 3 * index) % machines;
      for (let x = 0; x < Math.min(members, machines); x++) tags[(first + x) % machines]!.push(`t-${name}-${roleName}`);
      return {
        tags: { [`t-${name}-${roleName}`]: { settings: { restart: "always" } } },
        settings: { port: mkDefault(8000 + j), extra: ["role"] },
        machines: { [machineName(first)]: { settings: { port: 9000 + j, extra: ["machine"] } } },
      };
    };
    written[name] = { service: "echo", roles: { client: role(0, "client"), server: role(1, "server") } };
  }
  const inventory = defineInventory({
    services: { echo },
    machines: Object.fromEntries(tags.map((own, number) => [machineName(number), { tags: own }])),
  });
  return [...inventorySources(inventory), { value: { instances: written }, site: {} }];
}

/** The workload, evaluated as far as names. */
export function evaluateWorkload(sources: readonly InventorySource[], previous?: Evaluated): Evaluated {
  return evaluateInventory(sources, { classes, previous });
}

const classes: readonly MachineClass[] = [
  { name: "nixos", result: "nixosModule", modules: [{ options: machineOptions }] },
];
