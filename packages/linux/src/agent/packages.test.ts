import { describe, expect, it } from "vitest";
import { type AgentBox, agentBox, canMakeBoxes } from "./testing/agent-box.ts";
import { hasApt, installApt, offerPackages } from "./testing/apt.ts";

/** A box with apt, and a generation `x` that declares the packages. */
function boxWith(...declared: readonly string[]): AgentBox {
  const box = agentBox();
  installApt(box);
  declare(box, "x", ...declared);
  return box;
}

function declare(box: AgentBox, id: string, ...names: readonly string[]): void {
  const folder = `/var/lib/troupe/generations/${id}`;
  box.run(
    `mkdir -p ${folder} /run/troupe; printf '${names.map((name) => `package\\t${name}\\n`).join("")}' >${folder}/manifest`,
  );
}

/** Runs the verb `install`; returns what it reports. The policy of the machine of the tests is left alone. */
const install = (box: AgentBox, id = "x", removals = "-", upgrades = "-"): string =>
  box.call(
    `policy_file=/run/policy-rc.d; rm -f $run_dir/install; (install ${id} ${removals} ${upgrades}); cat $run_dir/install`,
  );

const installed = (box: AgentBox): string =>
  box.run("dpkg-query -W -f '${Package} ${Version} ${db:Status-Status}\\n' | grep -v not-installed");

/** A package whose unit the maintainer script enables. */
const daemon = (name: string, more = "") => ({
  files: { [`etc/init.d/${name}`]: "#!/bin/sh\n" },
  postinst: `touch /run/enabled.${name}.service\n${more}`,
});

/** A systemctl that keeps the enabled units as files. */
const systemctl = `cat >/usr/local/sbin/systemctl <<'END'
#!/bin/sh
echo "systemctl $*" >>/run/systemd.log
for unit; do :; done
case $1 in
  is-enabled) if [ -e "/run/enabled.$unit" ]; then echo enabled; else echo disabled; exit 1; fi ;;
  is-active) [ -e "/run/active.$unit" ] ;;
  disable) rm -f "/run/enabled.$unit" ;;
  stop) rm -f "/run/active.$unit" ;;
esac
END`;
const enabled = (box: AgentBox): string => box.run("cd /run; ls enabled.* 2>/dev/null");

describe.skipIf(!canMakeBoxes || !hasApt)("(needs root and apt) packages", { timeout: 300_000 }, () => {
  it("are installed only with the removals and upgrades that the plan named", () => {
    using box = boxWith("bbb");
    offerPackages(box, {
      aaa: {},
      lib: {},
      bbb: { fields: { Conflicts: "aaa", Depends: "lib (>= 2), dep" } },
      dep: {},
    });
    box.run("apt-get -q -y install aaa lib");
    offerPackages(box, { lib: { version: "2" } });
    expect(box.call("report_package_changes bbb | sort")).toBe(
      ["install\tbbb\t-\t1", "install\tdep\t-\t1", "remove\taaa\t1\t-", "upgrade\tlib\t1\t2"]
        .map((line) => `package\t${line}`)
        .join("\n"),
    );
    const before = installed(box);
    for (const [removals, upgrades, refused] of [
      ["-", "-", "unplanned\tremove\taaa\t1\t-\nunplanned\tupgrade\tlib\t1\t2"],
      ["bbb,aa", "lib", "unplanned\tremove\taaa\t1\t-"],
    ] as const) {
      expect(install(box, "x", removals, upgrades).split("\n").toSorted().join("\n")).toBe(`installed\t2\n${refused}`);
      expect(installed(box)).toBe(before);
    }
    expect(install(box, "x", "aaa", "lib")).toBe("installed\t0");
    expect(installed(box)).toBe("bbb 1 installed\ndep 1 installed\nlib 2 installed");
  });

  it("have names that apt takes for nothing else: a removal, a mark, a provider, an option", () => {
    using box = boxWith("web+", "g++");
    offerPackages(box, { sshd: {}, web: {}, exim: { fields: { Provides: "mail" } }, "g++": {}, g: {} });
    expect(box.call("unknown_packages sshd- web+ mail -opt g++ g++:all web:all")).toBe("sshd-\nweb+\nmail\n-opt");
    expect(install(box)).toBe("log\tapt knows no package web+\ninstalled\t1");
    declare(box, "x", "g++");
    expect(install(box)).toBe("installed\t0");
    expect(installed(box)).toBe("g++ 1 installed");
  });

  it("that a failed installation brought are off, and what is installed later is left alone", () => {
    using box = boxWith("web", "bad");
    box.run(systemctl);
    offerPackages(box, { web: daemon("web"), bad: daemon("bad", "exit 1"), later: daemon("later") });
    expect(install(box)).toMatch(/off\tbad.service\tbad\noff\tweb.service\tweb\n[^]*installed\t1$/);
    expect(enabled(box)).toBe("");
    expect(box.run("ls /var/lib/troupe/installing")).toMatch(/No such file/);
    // A person installs a package, and completes the one that failed.
    box.run("rm /var/lib/dpkg/info/bad.postinst; touch /run/enabled.bad.service; apt-get -q -y install later bad");
    declare(box, "y");
    expect(install(box, "y")).toBe("installed\t0");
    expect(enabled(box)).toBe("enabled.bad.service\nenabled.later.service");
  });

  it("of an installation that was cut off are off after a restart, and completed by the next installation", () => {
    using box = boxWith("web", "late");
    box.run(systemctl);
    offerPackages(box, {
      web: daemon("web"),
      late: {
        ...daemon("late", "if [ ! -e /run/again ]; then touch /run/again; kill -9 $PPID; fi"),
        fields: { Depends: "web" },
      },
      later: daemon("later"),
    });
    // The script is killed together with apt.
    box.call("policy_file=/run/policy-rc.d; turn_off_vendor_units() { exit 9; }; install x - -");
    expect(enabled(box)).toBe("enabled.late.service\nenabled.web.service");
    box.call("policy_file=/run/policy-rc.d; boot");
    expect(enabled(box)).toBe("");
    expect(box.run("cat /var/lib/troupe/installing")).toBe("late");
    box.run("touch /run/enabled.web.service");
    expect(install(box)).toMatch(/off\tlate.service\tlate\n[^]*installed\t0$/);
    expect(enabled(box)).toBe("enabled.web.service");
  });
});
