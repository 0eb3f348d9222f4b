import { describe, expect, it } from "vitest";
import type { Generation } from "../model/generation.ts";
import { rendered } from "../testing/rendered.ts";
import { agentBox, canMakeBoxes } from "./testing/agent-box.ts";

const sysctl = (values: { readonly [name: string]: string | number }) =>
  rendered({ boot: { kernel: { sysctl: values } } }).generation;
const empty = rendered({}).generation;
const forward = "net/ipv4/ip_forward";
const vlan = "net/ipv4/conf/eth0.1/rp_filter";
const ports = "net/ipv4/ip_local_port_range";
const parameters = {
  [forward]: "0",
  [vlan]: "0",
  [ports]: "32768\t60999",
  "net/ipv4/conf/all/rp_filter": "0",
  "net/ipv4/ip_forwardX": "5",
};
const all = sysctl({
  "net.ipv4.ip_forward": 1,
  "net.ipv4.conf.eth0/1.rp_filter": 1,
  "net.ipv4.conf.*.rp_filter": 2,
  "net.ipv4.ip_local_port_range": "1024 65000",
});

/** A box with kernel parameters of its own, and the trees of generations. */
function parameterBox(...generations: readonly Generation[]) {
  const box = agentBox({ parameters });
  const tree = ({ id }: Generation) => `/var/lib/troupe/generations/${id}`;
  const write = generations.flatMap((generation) =>
    [...generation.files].map(
      ([path, { bytes }]) =>
        `mkdir -p ${tree(generation)}/sysctl; cat >${tree(generation)}/${path} <<'END'\n${new TextDecoder().decode(bytes)}END\n`,
    ),
  );
  box.run(`mkdir -p /run/troupe /var/lib/troupe; ${write.join("")}`);
  return {
    [Symbol.dispose]: () => box[Symbol.dispose](),
    run: (script: string) => box.call(`cd /proc/sys; ${script}`),
    drift: (generation: Generation) => `report_sysctl_drift - ${tree(generation)}; `,
    move: (from: Generation, to: Generation) => `move_sysctl - ${tree(from)} - ${tree(to)}; `,
  };
}
const read = `cat ${Object.keys(parameters).join(" ")}; `;

describe.skipIf(!canMakeBoxes)("(needs root) kernel parameters", () => {
  it("are set, also through patterns and with dots in a part, and given back when they are not declared", () => {
    using box = parameterBox(all);
    expect(box.run(box.move(empty, all) + read + box.drift(all))).toBe("1\n1\n1024 65000\n2\n5");
    expect(box.run(box.move(all, empty) + read)).toBe("0\n0\n32768 60999\n0\n5");
    expect(box.run(`${box.move(empty, sysctl({}))}ls /var/lib/troupe`)).toBe("generations");
  });

  it("keep their values from before over a restart in a switch that changes which are declared", () => {
    const [first, second] = [sysctl({ "net.ipv4.ip_forward": 1 }), sysctl({ "net.ipv4.ip_local_port_range": "1 2" })];
    using box = parameterBox(first, second);
    expect(box.run(box.move(empty, first) + box.move(first, second) + read)).toBe("0\n0\n1 2\n0\n5");
    // After the restart, the kernel has its own values, and systemd-sysctl sets those of the first generation.
    box.run(`echo 1 >${forward}; printf '32768\\t60999\\n' >${ports}`);
    expect(box.run(box.move(first, empty) + read)).toBe("0\n0\n32768\t60999\n0\n5");
  });

  it("have their values from before on the way back, and those of the old generation again", () => {
    const [first, second] = [sysctl({ "net.ipv4.ip_forward": 1 }), sysctl({ "net.ipv4.ip_local_port_range": "1 2" })];
    using box = parameterBox(first, second);
    box.run(box.move(empty, first) + box.move(first, second));
    expect(box.run(`TROUPE_GO_ON=1; ${box.move(second, first)}${read}`)).toBe("1\n0\n32768 60999\n0\n5");
    expect(box.run(box.move(first, empty) + read)).toBe("0\n0\n32768 60999\n0\n5");
  });

  it("that were changed by hand are reported with both values, and set again", () => {
    using box = parameterBox(all);
    box.run(box.move(empty, all));
    const changed = `echo 0 >${forward}; echo 7 >${vlan}; `;
    expect(box.run(changed + box.drift(all))).toBe(
      "drift\tsysctl\tnet.ipv4.ip_forward\tvalue\t0\t1\ndrift\tsysctl\tnet/ipv4/conf/eth0.1/rp_filter\tvalue\t7\t1",
    );
    expect(box.run(box.move(all, all) + box.drift(all) + read)).toBe("1\n1\n1024 65000\n2\n5");
  });

  it("that the kernel refuses end the move by name; on the way back the others get their values", () => {
    using box = parameterBox(all);
    const refuse = `mount --bind ${ports} ${ports}; mount -o remount,ro,bind ${ports}; `;
    expect(box.run(`${refuse}${box.move(empty, all)}echo not reached`)).toMatch(
      /^[^\n]*sysctl\snet\.ipv4\.ip_local_port_range:?\sthe kernel does not take the value 1024 65000: Read-only file system$/,
    );
    expect(box.run(`TROUPE_GO_ON=1; ${box.move(all, empty)}${read}`)).toBe("0\n0\n32768\t60999\n0\n5");
  });

  it("that the kernel prints in another form are not drift", () => {
    using box = parameterBox(all);
    // A kernel that prints each range with a blank less.
    const print = `write_parameter() { printf '%s\\n' "$2" | sed 's/1024 65000/1024-65000/' >/proc/sys/$1; }; `;
    expect(box.run(print + box.move(empty, all) + read + box.drift(all))).toBe("1\n1\n1024-65000\n2\n5");
    expect(box.run(`${print}${box.move(all, all)}${box.drift(all)}`)).toBe("");
    expect(box.run(`echo '1 1' >${ports}; ${box.drift(all)}`)).toContain("net.ipv4.ip_local_port_range\tvalue\t1 1");
  });
});
