/**
 * `nocloud`: a seed for cloud-init, from which a machine of any cloud image becomes what it shall be at its first boot.
 */
import { type BuildMachine, defineDeploymentForm, type DeploymentForm } from "../form.ts";
import { isoImage } from "./iso9660.ts";
import { hostNameOf, userData } from "./user-data.ts";

/** Options of a project's own form. */
export interface NocloudOptions {
  /** The form's name on the command line. */
  readonly name: string;
  readonly description?: string;
  /** The network configuration of cloud-init for a machine, as data; undefined leaves the network to cloud-init. */
  readonly networkConfig: (machine: BuildMachine) => { readonly [key: string]: unknown } | undefined;
}

/** By which cloud-init finds the file system that is its seed. */
const label = "cidata";

/**
 * A form like `nocloud` that also says how the machines' networks are set up, for machines that get no address by DHCP.
 *
 * @example
 * const lan = nocloudForm({
 *   name: "nocloud-lan",
 *   networkConfig: ({ address }) => ({
 *     version: 2,
 *     ethernets: { ens3: { addresses: [`${address}/24`], routes: [{ to: "default", via: "192.0.2.1" }] } },
 *   }),
 * });
 * lan.endings; // => ["/", ".iso", ".img"]
 */
export function nocloudForm({
  name,
  description = "a seed for cloud-init, with a network of its own",
  networkConfig,
}: NocloudOptions): DeploymentForm {
  return defineDeploymentForm({
    name,
    description,
    endings: ["/", ".iso", ".img"],
    build: (context) => {
      const { machine, generation, ending } = context;
      const network = networkConfig(machine);
      const files = new Map([
        [
          "meta-data",
          `instance-id: ${JSON.stringify(machine.name)}\nlocal-hostname: ${JSON.stringify(hostNameOf(machine.name, generation))}\n`,
        ],
        ["network-config", network === undefined ? networkLeftAlone : `${JSON.stringify(network, null, 2)}\n`],
        ["user-data", userData(context)],
      ]);
      const bytes = [...files].map(([path, text]) => [path, Buffer.from(text)] as const);
      return {
        content:
          ending === "/"
            ? new Map(bytes.map(([path, content]) => [path, { content }]))
            : isoImage(label, new Map(bytes)),
        next: (path) =>
          ending === "/"
            ? [
                `Put the files of ${path} into /var/lib/cloud/seed/nocloud of a cloud image, before its first boot;`,
                `or build a disk for it: --out ${machine.name}.iso`,
              ]
            : [`Attach ${path} as a disk to a virtual machine of any cloud image, before its first boot.`],
      };
    },
  });
}

const networkLeftAlone = `# Nothing in here: cloud-init asks for an address by DHCP, on the network interface that it finds.
# For a fixed address, write for example:
#
# version: 2
# ethernets:
#   ens3:
#     addresses: [192.0.2.10/24]
#     routes: [{ to: default, via: 192.0.2.1 }]
#     nameservers: { addresses: [192.0.2.1] }
`;

export const nocloud = nocloudForm({
  name: "nocloud",
  description: "a seed for cloud-init: a folder, or a disk (.iso)",
  networkConfig: () => undefined,
});
