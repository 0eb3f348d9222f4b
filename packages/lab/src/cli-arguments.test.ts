import { expect, test } from "vitest";
import { parseArguments, usage } from "./cli-arguments.ts";

const parse = (line: string) => parseArguments(line.split(" ").filter(Boolean));
const refusal = (line: string) => (parse(line) as { usageError?: string }).usageError;

test("up takes a number of hosts or their names, packages, a release and an address family", () => {
  expect(parse("up")).toEqual({
    name: "lab",
    verb: "up",
    hosts: 3,
    layers: [],
    repository: [],
    ipv6: false,
    vm: false,
  });
  expect(parse("up 5 --name other")).toMatchObject({ name: "other", hosts: 5 });
  expect(parse("--name=other up web db --layer redis-server,sudo --repository nginx-light")).toEqual({
    name: "other",
    verb: "up",
    hosts: ["web", "db"],
    layers: [["redis-server", "sudo"]],
    repository: ["nginx-light"],
    ipv6: false,
    vm: false,
  });
  expect(parse("up 1 --release trixie --ipv6")).toMatchObject({ hosts: 1, release: "trixie", ipv6: true });
  expect(parse("up --ipv6 web")).toMatchObject({ hosts: ["web"], ipv6: true });
  expect(parse("up --vm web")).toMatchObject({ hosts: ["web"], vm: true });
  expect(parse("setup --vm")).toEqual({ name: "lab", verb: "setup", vm: true });
});

test("a repeated --layer adds a layer, a repeated --repository adds packages, in the order given", () => {
  expect(
    parse("up --layer redis-server,sudo --repository nginx-light --layer=borgbackup --repository=caddy,chrony"),
  ).toMatchObject({
    layers: [["redis-server", "sudo"], ["borgbackup"]],
    repository: ["nginx-light", "caddy", "chrony"],
  });
});

test("an option that takes one value is refused when repeated", () => {
  const usage = "usage: npm run lab -- [--name LAB] down";
  expect(refusal("--name one down --name two")).toBe(`--name is given more than once\n${usage}`);
  expect(refusal("down --name one --name two")).toBe(`--name is given more than once\n${usage}`);
  expect(refusal("up --release trixie --release=bookworm")).toMatch(/^--release is given more than once\n/);
});

test("options after the COMMAND of ssh and exec belong to the command", () => {
  expect(parse("ssh alice")).toEqual({ name: "lab", verb: "ssh", host: "alice", command: [] });
  expect(parse("ssh --name other alice ls --name x -l")).toEqual({
    name: "other",
    verb: "ssh",
    host: "alice",
    command: ["ls", "--name", "x", "-l"],
  });
  expect(parse("exec curl --help")).toEqual({ name: "lab", verb: "exec", command: ["curl", "--help"] });
});

test("cut takes a host, down and help take none", () => {
  expect(parse("cut bob")).toEqual({ name: "lab", verb: "cut", host: "bob" });
  expect(parse("down --name other")).toEqual({ name: "other", verb: "down" });
  expect(parse("--help")).toEqual({ name: "lab", verb: "help" });
});

test("a command line without meaning is refused with the usage of its verb", () => {
  expect(refusal("")).toMatchInlineSnapshot(`"which verb?"`);
  expect(refusal("frob")).toMatchInlineSnapshot(
    `"there is no verb "frob"; the verbs are setup, up, ssh, exec, inside, cut, heal, kill, start, reboot, status, down, help"`,
  );
  expect(refusal("cut")).toMatchInlineSnapshot(`
    "which host?
    usage: npm run lab -- [--name LAB] cut HOST"
  `);
  expect(refusal("cut alice bob")).toMatchInlineSnapshot(`
    "one host at a time, not also bob
    usage: npm run lab -- [--name LAB] cut HOST"
  `);
  expect(refusal("exec")).toMatchInlineSnapshot(`
    "which command?
    usage: npm run lab -- [--name LAB] exec COMMAND…"
  `);
  expect(refusal("down now")).toMatchInlineSnapshot(`
    ""down" takes no arguments, but there is now
    usage: npm run lab -- [--name LAB] down"
  `);
  expect(refusal("up --size 3")).toMatchInlineSnapshot(`
    "there is no option --size here
    usage: npm run lab -- [--name LAB] up [N | HOST…] [--release CODENAME] [--vm] [--ipv6] [--layer PACKAGES]… [--repository PACKAGES]…"
  `);
  expect(refusal("up --ipv6=yes")).toMatch(/^--ipv6 takes no value\n/);
  expect(refusal("status --name")).toMatchInlineSnapshot(`
    "--name needs a value
    usage: npm run lab -- [--name LAB] status"
  `);
});

test("help lists every verb", () => {
  expect(usage()).toMatchInlineSnapshot(`
    "npm run lab -- [--name LAB] VERB …
      setup [--vm]
          install the Debian packages that labs need, and build the base image
      up [N | HOST…] [--release CODENAME] [--vm] [--ipv6] [--layer PACKAGES]… [--repository PACKAGES]…
          make a lab of N hosts (3) and boot them
      ssh HOST [COMMAND…]
          run a command on a host, or a shell
      exec COMMAND…
          run a command of this machine in the network of the lab
      inside HOST [COMMAND…]
          run a command on a host without its network
      cut HOST
          pull its network cable
      heal HOST
          plug it in again
      kill HOST
          pull its plug
      start HOST
          boot a host that is off
      reboot HOST
          let it reboot by itself
      status
          show the labs of this machine and their hosts
      down
          end all hosts and remove everything
      help
          show this

    LAB is "lab" unless given. PACKAGES are names of Debian packages with commas between: those of --layer are
    installed on every host, those of --repository can be installed on them. Both options may be repeated: each
    --layer is installed on top of those before it, and the repository holds the packages of every --repository.
    CODENAME is a release of Debian: bookworm, which is the default, or trixie. --ipv6 makes a network without IPv4.
    --vm makes the hosts virtual machines, which have kernels of their own and lose what is not synced."
  `);
});
