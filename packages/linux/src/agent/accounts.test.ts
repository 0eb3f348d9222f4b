import type { SystemFragment } from "@troupe/vocabulary";
import { describe, expect, it } from "vitest";
import { printManifest } from "../generation/manifest.ts";
import { rendered } from "../testing/rendered.ts";
import { type AgentBox, agentBox, canMakeBoxes } from "./testing/agent-box.ts";

const users = (ann: object | undefined, groups: object = {}) =>
  rendered({
    users: { users: ann === undefined ? {} : { ann: { isNormalUser: true, ...ann } }, groups },
  } as SystemFragment).generation;
const empty = users(undefined);
const changed = users({ shell: "/bin/sh", home: "/srv/ann", description: "Ann", extraGroups: ["adm", "sudo"] });

/** A machine with the accounts of Debian that the tests name, where ann is in the group adm. */
function debianBox(): AgentBox {
  const box = agentBox();
  box.run(`printf '%s\\n' users:x:100: adm:x:4:ann sudo:x:27: games:x:60: ann:x:1000: >>/etc/group
    printf '%s\\n' 'adm:*::ann' 'sudo:*::' >/etc/gshadow; printf 'root:*:19000::::::\\nann:*:19000::::::\\n' >/etc/shadow
    echo 'ann:x:1000:1000:By hand,,,:/tmp:/bin/bash' >>/etc/passwd`);
  return box;
}
/** A script that writes the manifests to /run/1, /run/2 and so on, and goes on after failures as a move back does. */
const prepare = (...generations: readonly { readonly manifest: Parameters<typeof printManifest>[0] }[]) =>
  `set +e; TROUPE_GO_ON=1; make_run_dir; mkdir -p $state_dir
${generations.map(({ manifest }, index) => `cat >/run/${index + 1} <<'END'\n${printManifest(manifest)}END\n`).join("")}`;
const move = (from: number, to: number) => `move_accounts /run/${from} - /run/${to} -`;
const accounts = "grep ann /etc/passwd /etc/group /etc/gshadow";
const original = `/etc/passwd:ann:x:1000:1000:By hand,,,:/tmp:/bin/bash
/etc/group:adm:x:4:ann
/etc/group:ann:x:1000:
/etc/gshadow:adm:*::ann`;
const after = `/etc/passwd:ann:x:1000:100:Ann:/srv/ann:/bin/sh
/etc/group:adm:x:4:ann
/etc/group:sudo:x:27:ann
/etc/group:ann:x:1000:
/etc/gshadow:adm:*::ann
/etc/gshadow:sudo:*::ann`;

describe.skipIf(!canMakeBoxes)("(needs root) an account that was there before Troupe", () => {
  it(
    "is given back by the revert of a switch, and at the boot after a power cut from files alone",
    { timeout: 300_000 },
    () => {
      using box = debianBox();
      box.stage(changed);
      const switchAgain = () => box.ask("switch", [changed.id, "-", "2", "60", "ann"]).end;
      expect(switchAgain()).toEqual(["pending", "60"]);
      expect(box.run(accounts)).toBe(after);
      box.ask("revert", [changed.id, "nobody confirmed it in time"]);
      expect(box.run(`${accounts}; cat /var/lib/troupe/accounts`)).toBe(`${original}\ntroupe-accounts\t1`);
      expect(switchAgain()).toEqual(["pending", "60"]);
      box.run(`sed -i 's/^boot.*/boot\\tearlier/' /var/lib/troupe/pending
      printf '#!/bin/sh\\nexit 1\\n' >/usr/local/sbin/getent; chmod +x /usr/local/sbin/getent`);
      box.ask("boot", []);
      expect(box.run(`${accounts}; ls /var/lib/troupe/pending 2>&1`)).toMatch(`${original}\nls: cannot access`);
    },
  );

  it("is given back when it is no longer declared, as it was before it was declared last", () => {
    using box = debianBox();
    const other = users({ shell: "/bin/dash", extraGroups: ["games"] });
    const states = box.call(`${prepare(empty, changed, other)}
      ${move(1, 2)}; ${move(2, 3)}; ${accounts}; echo; ${move(3, 1)}; ${accounts}; echo
      usermod -s /bin/dash ann; ${move(1, 1)}; ${move(1, 2)}; ${move(2, 1)}; ${accounts}`);
    expect(states.split("\n\n")).toEqual([
      `/etc/passwd:ann:x:1000:100:By hand,,,:/home/ann:/bin/dash
/etc/group:adm:x:4:ann
/etc/group:games:x:60:ann
/etc/group:ann:x:1000:
/etc/gshadow:adm:*::ann`,
      original,
      original.replace("/bin/bash", "/bin/dash"),
    ]);
  });

  it("gets another home while its processes run, and in the second of another edit", () => {
    using box = debianBox();
    const homes = box.call(`${prepare(empty, users({ home: "/run/ann" }), users({ home: "/run/other" }))}
      setpriv --reuid 1000 --clear-groups sleep 60 & sleep 0.1; touch -d 'now + 1 second' /etc/passwd
      ${move(1, 2)}; grep ann /etc/passwd; ${move(2, 3)}; grep ann /etc/passwd; kill $!`);
    expect(homes).toBe("ann:x:1000:100:By hand,,,:/run/ann:/bin/bash\nann:x:1000:100:By hand,,,:/run/other:/bin/bash");
  });

  it.for([
    ["another program has the lock of passwd", "printf 1 >/etc/passwd.lock", "already used by PID 1"],
    ["the disk is full", "head -c 200000 /dev/zero >/etc/fill 2>/dev/null", "No space left on device"],
    ["a group does not exist", "sed -i /sudo/d /etc/group", "the group sudo does not exist"],
  ] as const)("stays whole and is named if %s", ([, hindrance, reason]) => {
    using box = debianBox();
    const text = box.call(`${prepare(empty, users({ home: "/tmp", extraGroups: ["sudo"] }))}
      cp -a /etc/. /run/etc; mount -t tmpfs -o size=64k tmpfs /etc; cp -a /run/etc/passwd /run/etc/group /run/etc/gshadow /run/etc/shadow /etc
      mkdir /etc/alternatives; ln -s /usr/bin/mawk /etc/alternatives/awk
      ${hindrance}; cp /etc/passwd /run/before; ${move(1, 2)}; cmp /etc/passwd /run/before && echo whole; grep sudo: /etc/group`);
    expect(text).toMatch(/^left\taccounts\tann\t/);
    expect(text).toContain(reason);
    expect(text).toContain("\nwhole");
    expect(text).not.toContain("sudo:x:27:ann");
  });
});

describe.skipIf(!canMakeBoxes)("(needs root) an account that Troupe made", () => {
  it("stays without its memberships when it is no longer declared", () => {
    using box = debianBox();
    box.run("userdel ann");
    const made = users({ home: "/run/ann", uid: 2000, extraGroups: ["adm", "team"] }, { team: { gid: 800 } });
    expect(
      box.call(
        `${prepare(empty, made)} ${move(1, 2)}; id ann; stat -c '%a %U' /run/ann; ${move(2, 1)}; id ann; ${move(1, 1)}; cat $accounts_file`,
      ),
    ).toBe(`uid=2000(ann) gid=100(users) groups=100(users),4(adm),800(team)
700 ann
uid=2000(ann) gid=100(users) groups=100(users)
troupe-accounts	1`);
  });

  it("has no home directory of root's where the script was killed before it gave it an owner", () => {
    using box = debianBox();
    box.run("userdel ann");
    const made = users({ home: "/run/ann", uid: 2000 });
    // The loop over homes ends as if it were killed.
    const killed = `(chown() { exit 9; }; ${move(1, 2)})`;
    const homes = "ls /run | grep ann";
    expect(
      box.call(`${prepare(empty, made)} ${killed}; ${homes}; remove_leftovers; ${homes}; ${move(1, 2)}; stat -c '%n %U' /run/ann; ${homes}
      ls $state_dir`),
    ).toBe("ann.troupe-new\n/run/ann ann\nann\naccounts");
  });
});

it.skipIf(!canMakeBoxes)("(needs root) drift of accounts is reported and restored", () => {
  using box = debianBox();
  const changes = [
    "usermod -s /bin/dash ann",
    "usermod -g games ann",
    "usermod -d /x ann",
    "usermod -c X ann",
    "gpasswd -d ann sudo >/dev/null",
    "userdel ann",
    "groupdel team",
  ];
  const wanted = users(
    { shell: "/bin/sh", home: "/srv/ann", description: "Ann", extraGroups: ["adm", "sudo"] },
    { team: {} },
  );
  const drift = "report_accounts_drift /run/2 -";
  expect(
    box.call(
      `${prepare(empty, wanted)} ${move(1, 2)}; ${changes.map((change) => `${change}; ${drift}; ${move(2, 2)}; ${drift}`).join("\n")}`,
    ),
  ).toBe(
    [
      "user\tann\tshell\t/bin/dash\t/bin/sh",
      "user\tann\tgroup\t60\tusers",
      "user\tann\thome\t/x\t/srv/ann",
      "user\tann\tdescription\tX\tAnn",
      "user\tann\tmembership\t-\tsudo",
      "user\tann\tmissing\t-\t-",
      "group\tteam\tmissing",
    ]
      .map((line) => `drift\t${line}`)
      .join("\n"),
  );
});
