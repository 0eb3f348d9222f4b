import { expect, test } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { agentBox, canMakeBoxes } from "./testing/agent-box.ts";
import { countProcesses } from "./testing/processes.ts";

const files = (count: number, text: string) =>
  rendered({
    environment: {
      etc: Object.fromEntries(Array.from({ length: count }, (_, index) => [`many/${index}.conf`, { text }])),
    },
  }).generation;

test.skipIf(!canMakeBoxes)("a probe and a switch of 2,000 files start about as many processes as of 20", () => {
  const [few, many] = [20, 2000].map((count) => {
    using box = agentBox();
    const [first, second] = [files(count, "one\n"), files(count, "two\n")];
    expect(box.apply(first).at(-1)).toBe("confirmed");
    const probe = countProcesses(box, "probe", [first.id]).processes;
    expect(box.stage(second)).toBe("staged");
    const { end, processes } = countProcesses(box, "switch", [second.id, first.id, "60", "60", "ann"]);
    expect(end).toContain("pending");
    expect(box.run(`cat /etc/many/*.conf | sort | uniq -c`).trim()).toBe(`${count} two`);
    return { probe, switch: processes };
  });
  // xargs starts a process for each 128 KiB of names.
  expect(many!.probe).toBeLessThan(few!.probe + 20);
  expect(many!.switch).toBeLessThan(few!.switch + 60);
});
