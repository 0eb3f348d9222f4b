/** The command line of `npm run lab`: its verbs, and what their arguments mean. */

/** A parsed command line. */
export type Request = { readonly name: string } & (
  | {
      readonly verb: "up";
      readonly hosts: number | readonly string[];
      /** Packages of each layer, in the order in which the layers are installed. */
      readonly layers: readonly (readonly string[])[];
      /** Packages of the repository. */
      readonly repository: readonly string[];
      /** Code name of the release that the hosts run. */
      readonly release?: string;
      readonly ipv6: boolean;
      /** Makes the hosts virtual machines. */
      readonly vm: boolean;
    }
  | { readonly verb: "setup"; readonly vm: boolean }
  | { readonly verb: "ssh" | "inside"; readonly host: string; readonly command: readonly string[] }
  | { readonly verb: "exec"; readonly command: readonly string[] }
  | { readonly verb: "cut" | "heal" | "kill" | "start" | "reboot"; readonly host: string }
  | { readonly verb: "status" | "down" | "help" }
);

/** The problem of a command line that cannot be parsed. */
export interface UsageError {
  readonly usageError: string;
}

/** The verbs: their form on the command line and their description. */
const verbs = {
  setup: { form: "setup [--vm]", does: "install the Debian packages that labs need, and build the base image" },
  up: {
    form: "up [N | HOST…] [--release CODENAME] [--vm] [--ipv6] [--layer PACKAGES]… [--repository PACKAGES]…",
    does: "make a lab of N hosts (3) and boot them",
  },
  ssh: { form: "ssh HOST [COMMAND…]", does: "run a command on a host, or a shell" },
  exec: { form: "exec COMMAND…", does: "run a command of this machine in the network of the lab" },
  inside: { form: "inside HOST [COMMAND…]", does: "run a command on a host without its network" },
  cut: { form: "cut HOST", does: "pull its network cable" },
  heal: { form: "heal HOST", does: "plug it in again" },
  kill: { form: "kill HOST", does: "pull its plug" },
  start: { form: "start HOST", does: "boot a host that is off" },
  reboot: { form: "reboot HOST", does: "let it reboot by itself" },
  status: { form: "status", does: "show the labs of this machine and their hosts" },
  down: { form: "down", does: "end all hosts and remove everything" },
  help: { form: "help", does: "show this" },
} as const;

/** Returns the text of `help`. */
export function usage(): string {
  const entries = Object.values(verbs).map(({ form, does }) => `  ${form}\n      ${does}`);
  return [
    "npm run lab -- [--name LAB] VERB …",
    ...entries,
    "",
    'LAB is "lab" unless given. PACKAGES are names of Debian packages with commas between: those of --layer are',
    "installed on every host, those of --repository can be installed on them. Both options may be repeated: each",
    "--layer is installed on top of those before it, and the repository holds the packages of every --repository.",
    "CODENAME is a release of Debian: bookworm, which is the default, or trixie. --ipv6 makes a network without IPv4.",
    "--vm makes the hosts virtual machines, which have kernels of their own and lose what is not synced.",
  ].join("\n");
}

/**
 * Parses the arguments of the command line. Options stand before a COMMAND, whose own arguments are not parsed.
 *
 * @example
 * parseArguments(["ssh", "alice", "ls", "-l"]); // => { name: "lab", verb: "ssh", host: "alice", command: ["ls", "-l"] }
 */
export function parseArguments(argv: readonly string[]): Request | UsageError {
  const before = takeOptions(argv, { valued: ["name"], flags: [] }, "all-leading");
  if ("usageError" in before) return before;
  const [word, ...after] = before.rest;
  if (word === undefined) return wrong("which verb?");
  const verb = word === "--help" || word === "-h" ? "help" : word;
  if (!isVerb(verb)) return wrong(`there is no verb "${word}"; the verbs are ${Object.keys(verbs).join(", ")}`);

  const runs = verb === "ssh" || verb === "exec" || verb === "inside";
  const known =
    verb === "up"
      ? { valued: ["name", "release", "layer", "repository"], flags: ["ipv6", "vm"] }
      : verb === "setup"
        ? { valued: ["name"], flags: ["vm"] }
        : { valued: ["name"], flags: [] };
  const taken = takeOptions(after, known, runs ? "all-leading" : "anywhere");
  if ("usageError" in taken) return wrong(taken.usageError, verb);
  const values = (option: string): readonly string[] => [
    ...(before.options[option] ?? []),
    ...(taken.options[option] ?? []),
  ];
  const repeated = ["name", "release"].find((option) => values(option).length > 1);
  if (repeated !== undefined) return wrong(`--${repeated} is given more than once`, verb);
  const [name = "lab"] = values("name");
  const { rest } = taken;
  const [host, ...others] = rest;

  switch (verb) {
    case "up": {
      const [codename] = values("release");
      const release = codename === undefined ? {} : { release: codename };
      const hosts = others.length === 0 && /^\d+$/.test(host ?? "3") ? Number(host ?? 3) : rest;
      return {
        name,
        verb,
        hosts,
        layers: values("layer")
          .map(list)
          .filter((packages) => packages.length > 0),
        repository: values("repository").flatMap(list),
        ...release,
        ipv6: values("ipv6").length > 0,
        vm: values("vm").length > 0,
      };
    }
    case "exec":
      return rest.length === 0 ? wrong("which command?", verb) : { name, verb, command: rest };
    case "ssh":
    case "inside":
      return host === undefined ? wrong("which host?", verb) : { name, verb, host, command: others };
    case "cut":
    case "heal":
    case "kill":
    case "start":
    case "reboot":
      if (host === undefined) return wrong("which host?", verb);
      return others.length > 0 ? wrong(`one host at a time, not also ${others.join(" ")}`, verb) : { name, verb, host };
    default:
      if (rest.length > 0) return wrong(`"${verb}" takes no arguments, but there is ${rest.join(" ")}`, verb);
      return verb === "setup" ? { name, verb, vm: values("vm").length > 0 } : { name, verb };
  }
}

/** Names of the options that take a value, and of those that do not. */
interface KnownOptions {
  readonly valued: readonly string[];
  readonly flags: readonly string[];
}

interface Taken {
  /** The values of each option, in the order in which they were given. */
  readonly options: Readonly<Record<string, readonly string[]>>;
  readonly rest: readonly string[];
}

/**
 * Takes `--option value`, `--option=value` and `--flag` out of the arguments: those before the first word, or all of
 * them.
 */
function takeOptions(
  argv: readonly string[],
  known: KnownOptions,
  where: "all-leading" | "anywhere",
): Taken | UsageError {
  const options: Record<string, string[]> = {};
  const rest: string[] = [];
  const remaining = [...argv];
  while (remaining[0] !== undefined) {
    const word = remaining.shift() ?? "";
    const match = /^--([a-z][a-z0-9]*)(?:=(.*))?$/.exec(word);
    const option = match?.[1];
    if (option === undefined || option === "help") {
      rest.push(word);
      if (where === "all-leading") break;
      continue;
    }
    const isFlag = known.flags.includes(option);
    if (!isFlag && !known.valued.includes(option)) return wrong(`there is no option --${option} here`);
    if (isFlag && match?.[2] !== undefined) return wrong(`--${option} takes no value`);
    const value = isFlag ? "yes" : (match?.[2] ?? remaining.shift());
    if (value === undefined || value === "") return wrong(`--${option} needs a value`);
    (options[option] ??= []).push(value);
  }
  return { options, rest: [...rest, ...remaining] };
}

function isVerb(word: string): word is keyof typeof verbs {
  return Object.hasOwn(verbs, word);
}

function wrong(what: string, verb?: keyof typeof verbs): UsageError {
  return { usageError: verb === undefined ? what : `${what}\nusage: npm run lab -- [--name LAB] ${verbs[verb].form}` };
}

function list(text: string): readonly string[] {
  return text.split(",").filter((word) => word !== "");
}
