/**
 * The user data for cloud-init: the machine's name, its keys, and the activation of the generation at the end of the
 * first boot.
 */
import type { Generation } from "@troupe/linux";
import type { BuildContext } from "../form.ts";

/** The path of the archive until it is unpacked at the first boot. */
const archiveFile = "/run/troupe-incoming.tar";

/** `user-data`: YAML, whose scalars are written as JSON. */
export function userData({ machine, generation, archive, incoming }: BuildContext): string {
  const activate = `tar -xf ${archiveFile} -C / && rm ${archiveFile} && exec sh ${incoming}/activate --unattended`;
  return [
    "#cloud-config",
    `# Written by Troupe for ${machine.name}: generation ${generation.id}. There are no secrets in here.`,
    `hostname: ${JSON.stringify(hostNameOf(machine.name, generation))}`,
    ...access(generation, machine.deployUser ?? "root"),
    "write_files:",
    `  - path: ${JSON.stringify(archiveFile)}`,
    `    permissions: "0600"`,
    `    encoding: b64`,
    `    content: ${Buffer.from(archive()).toString("base64")}`,
    "runcmd:",
    `  - ${JSON.stringify(["sh", "-c", activate])}`,
    "",
  ].join("\n");
}

/** The name that the configuration gives to the machine, or else its name in the inventory: a new machine needs one. */
export const hostNameOf = (machine: string, { manifest }: Generation): string => manifest.hostname ?? machine;

/**
 * The declared keys of the operator, so that the operator can log in even if the machine reverts the generation. The
 * user data grant no more than the configuration does: cloud-init makes no default user of the image, and no user gets
 * sudo.
 */
function access({ manifest, files }: Generation, user: string): readonly string[] {
  const declared = manifest.etc.find(({ target }) => target === `ssh/authorized_keys.d/${user}`);
  if (declared === undefined) return [];
  const keys = new TextDecoder().decode(files.get(declared.path)!.bytes).trimEnd().split("\n");
  const entry = (fields: object) => [
    "users:",
    `  - ${JSON.stringify({ name: user, ...fields, ssh_authorized_keys: keys })}`,
  ];
  if (user === "root") return ["disable_root: false", ...entry({})];

  const account = manifest.users.find(({ name }) => name === user);
  if (account === undefined) return [];
  const { uid, group, extraGroups = [], home, shell, kind, createHome, description } = account;
  const groups = manifest.groups.filter(({ name }) => [group, ...extraGroups].includes(name));
  const fields = {
    ...(uid !== undefined && { uid }),
    primary_group: group,
    ...(extraGroups.length > 0 && { groups: extraGroups }),
    ...(home !== undefined && { homedir: home }),
    ...(shell !== undefined && { shell }),
    ...(description !== undefined && { gecos: description }),
    ...(kind === "system" && { system: true }),
    ...(!createHome && { no_create_home: true }),
  };
  return [
    // cloud-init would make groups as well, but with ids of its own choice; what runs first wins.
    ...(groups.length === 0
      ? []
      : ["bootcmd:", ...groups.map((entry) => `  - ${JSON.stringify(["sh", "-c", makeGroup(entry)])}`)]),
    ...entry(fields),
  ];
}

const makeGroup = ({ name, gid, kind }: Generation["manifest"]["groups"][number]): string =>
  `getent group ${name} >/dev/null || groupadd ${[...(gid === undefined ? [] : ["-g", gid]), ...(kind === "system" ? ["-r"] : []), name].join(" ")}`;
