import { expect, test } from "vitest";
import { parseHierarchies } from "./control-groups.ts";

test("parseHierarchies finds version 2 alone", () => {
  expect(parseHierarchies("36 25 0:30 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n")).toEqual({
    unified: "/sys/fs/cgroup",
    legacy: [],
  });
});

test("parseHierarchies finds version 2 and the hierarchies of version 1 that systemd uses", () => {
  const mountinfo = `
30 23 0:26 / /sys/fs/cgroup rw - tmpfs tmpfs rw
31 30 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
32 30 0:28 / /sys/fs/cgroup/freezer rw - cgroup cgroup rw,freezer
33 30 0:29 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd
34 30 0:30 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
35 30 0:31 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
`;
  expect(parseHierarchies(mountinfo)).toEqual({
    unified: "/sys/fs/cgroup/unified",
    legacy: ["/sys/fs/cgroup/memory", "/sys/fs/cgroup/systemd", "/sys/fs/cgroup/cpu,cpuacct"],
  });
});

test("parseHierarchies returns undefined without version 2", () => {
  expect(parseHierarchies("31 30 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n")).toBeUndefined();
});
