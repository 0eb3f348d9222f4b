/** The state of a machine of class `linux`, from its agent's answer to `probe`. */
import { type AgentReply, type Manifest, parseManifest, type Provenance, type ReplyFields } from "@troupe/linux";
import { readProvenance } from "../../deploy/provenance.ts";
import { unpacked } from "../../remote/machine-answer.ts";
import { type AgentState, countOf, readAgentState } from "../../deploy/agent-state.ts";

/** A machine as its agent script sees it. */
export interface HostState extends AgentState {
  readonly apt: boolean;
  /** The manifest of `base`; absent if there is none, or if `base` is the generation that was asked for. */
  readonly manifest?: Manifest;
  readonly provenance?: Provenance;
  /** Drift of the generation's files, accounts and packages: kind, name, how. */
  readonly drift: readonly ReplyFields[];
  readonly foreign: readonly ForeignFile[];
  /** Shared files that the agent script cannot edit: path, reason. */
  readonly uneditable: readonly ReplyFields[];
  /** Folders of wanted files that others than root may write: folder, who, name, a file below it. */
  readonly unsafe: readonly ReplyFields[];
  /** Wanted packages that are not installed, and those of them that apt knows. */
  readonly missing: readonly string[];
  readonly available: readonly string[];
  /** Changes that apt makes to install the missing packages, as a simulation says. */
  readonly packageChanges: readonly PackageChange[];
  /** The words of apt where it finds no way to install the missing packages. */
  readonly unresolved: readonly string[];
  /** apt has lists of packages at all. */
  readonly lists: boolean;
  readonly users: ReadonlyMap<string, HostUser>;
  readonly groups: ReadonlyMap<string, HostGroup>;
  /** Users that the machine gives back their entries from before Troupe, because they are no longer declared. */
  readonly originalUsers: ReadonlyMap<string, HostUser>;
  /** The user of the connection of the probe, and whether authorized keys are in the home directory. */
  readonly login?: { readonly name: string; readonly hasOwnKeys: boolean };
  /** Wanted users whose shells do not exist: user, shell. */
  readonly noShell: readonly ReplyFields[];
  /** Programs that write what a generation may declare. */
  readonly managers: ReadonlySet<string>;
  /** Lines of the configuration of cloud-init. */
  readonly cloudInit: readonly string[];
  /** The machine's TCP port that the connection of the probe came to. */
  readonly sshPort?: number;
}

/** A change of a package. */
export interface PackageChange {
  readonly how: "install" | "upgrade" | "remove";
  readonly name: string;
  /** Versions; "-" for none. */
  readonly from: string;
  readonly to: string;
}

/** A file below /etc that Troupe did not write. */
export interface ForeignFile {
  readonly target: string;
  readonly type: "file" | "link" | "directory" | "other";
}

/** A user as it is on the machine. */
export interface HostUser {
  readonly uid: number;
  readonly gid: number;
  readonly description: string;
  readonly home: string;
  readonly shell: string;
}

/** A group as it is on the machine. */
export interface HostGroup {
  readonly gid: number;
  readonly members: readonly string[];
}

/** Reads the answer to `probe`. */
export function readHostState(reply: AgentReply): HostState {
  const manifest = unpack(reply.first("manifest")?.[0]);
  const provenance = unpack(reply.first("provenance")?.[0]);
  const login = reply.first("login");
  const sshPort = countOf(reply.first("ssh-port")?.[0]);
  return {
    ...readAgentState(reply),
    apt: reply.first("apt") !== undefined,
    ...(manifest !== undefined && { manifest: parseManifest(manifest) }),
    ...(provenance !== undefined && { provenance: readProvenance(provenance) }),
    ...(sshPort > 0 && { sshPort }),
    ...(login !== undefined && { login: { name: login[0] ?? "", hasOwnKeys: login[1] === "own" } }),
    noShell: reply.all("no-shell"),
    managers: new Set(reply.all("manager").flat()),
    cloudInit: reply.all("cloud-init").map((fields) => fields.join(" ")),
    drift: reply.all("drift"),
    foreign: reply.all("foreign").map(([target = "", type]) => ({ target, type: type as ForeignFile["type"] })),
    uneditable: reply.all("uneditable"),
    unsafe: reply.all("unsafe"),
    missing: reply.all("missing").flat(),
    available: reply.all("available").flat(),
    packageChanges: reply
      .all("package")
      .flatMap(([how = "", name = "", from = "-", to = "-"]) =>
        isPackageChange(how) && packageName.test(name) ? [{ how, name, from, to }] : [],
      ),
    unresolved: reply.all("unresolved").map((fields) => fields.join(" ")),
    lists: reply.first("lists") !== undefined,
    users: new Map(reply.all("passwd").map(([line = ""]) => readUser(line.split(":")))),
    originalUsers: new Map(reply.all("original").map(([line = ""]) => readUser(line.split(":")))),
    groups: new Map(reply.all("group").map(([line = ""]) => readGroup(line.split(":")))),
  };
}

/** The state of an empty machine. */
export const emptyHost: HostState = {
  system: { name: "Linux", systemd: 0 },
  apt: true,
  current: null,
  base: null,
  left: [],
  history: [],
  drift: [],
  troubledUnits: [],
  foreign: [],
  uneditable: [],
  unsafe: [],
  noShell: [],
  managers: new Set(),
  cloudInit: [],
  missing: [],
  available: [],
  packageChanges: [],
  unresolved: [],
  lists: false,
  users: new Map(),
  groups: new Map(),
  originalUsers: new Map(),
};

/** The names go back to the machine, and a name that is none could be read as something else there. */
const packageName = /^[a-z0-9][a-z0-9+.:-]*$/;
const isPackageChange = (how: string): how is PackageChange["how"] => ["install", "upgrade", "remove"].includes(how);

const unpack = (base64: string | undefined): string | undefined =>
  base64 === undefined ? undefined : unpacked(base64);

function readUser([name = "", , uid, gid, description = "", home = "", shell = ""]: readonly string[]): [
  string,
  HostUser,
] {
  return [name, { uid: Number(uid), gid: Number(gid), description, home, shell }];
}

function readGroup([name = "", , gid, members = ""]: readonly string[]): [string, HostGroup] {
  return [name, { gid: Number(gid), members: members === "" ? [] : members.split(",") }];
}
