import { describe, expect, it } from "vitest";
import type { Generation } from "../model/generation.ts";
import { rendered } from "../testing/rendered.ts";
import { type AgentBox, agentBox, canMakeBoxes } from "./testing/agent-box.ts";

const firewall = (port: number, rules = "") =>
  rendered({ networking: { firewall: { enable: true, allowedTCPPorts: [22, port], extraInputRules: rules } } })
    .generation;
const empty = rendered({}).generation;

function makeTrees(box: AgentBox, ...generations: readonly Generation[]): void {
  const write = generations.flatMap(({ id, files }) =>
    [...files]
      .filter(([path]) => path.startsWith("firewall/"))
      .map(([path, { bytes }]) => {
        const tree = `/var/lib/troupe/generations/${id}`;
        return `mkdir -p ${tree}/firewall; cat >${tree}/${path} <<'END'\n${new TextDecoder().decode(bytes)}END\n`;
      }),
  );
  box.run(write.join(""));
}

describe.skipIf(!canMakeBoxes)("(needs root) the firewall", () => {
  it("is loaded by a switch, reported if it is gone or differs, loaded again, and removed", () => {
    using box = agentBox();
    const [first, second] = [firewall(80), firewall(81)];
    makeTrees(box, first, second);
    const tree = (id: string) => `/var/lib/troupe/generations/${id}`;
    const move = (from: string, to: string) =>
      box.call(`mkdir -p $run_dir; move_firewall - ${tree(from)} - ${tree(to)}; grep -c 'dport' /run/nft`);
    const drift = () => box.call(`report_firewall_drift - ${tree(second.id)}`);

    move("-", first.id);
    expect(box.run("grep -o 'dport { 22, 8.' /run/nft")).toBe("dport { 22, 80");
    expect(drift()).toBe("drift\tfirewall\ttroupe\tchanged");
    move(first.id, second.id);
    expect(box.run("grep -o 'dport { 22, 8.' /run/nft")).toBe("dport { 22, 81");
    expect(drift()).toBe("");
    box.run("rm /run/nft");
    expect(drift()).toBe("drift\tfirewall\ttroupe\tmissing");
    move(second.id, second.id);
    box.run("echo extra >>/run/nft");
    expect(drift()).toBe("drift\tfirewall\ttroupe\tchanged");
    move(second.id, second.id);
    expect(drift()).toBe("");
    move(second.id, empty.id);
    expect(box.run("ls /run/nft /run/troupe-firewall 2>/dev/null")).toBe("");
  });

  it("that nft does not take fails the move with nft's words, and the old table stays", () => {
    using box = agentBox();
    const [first, second] = [firewall(80), firewall(81, "broken")];
    makeTrees(box, first, second);
    const tree = ({ id }: typeof first) => `/var/lib/troupe/generations/${id}`;
    box.call(`mkdir -p $run_dir; move_firewall - /none - ${tree(first)}`);
    expect(box.call(`move_firewall - ${tree(first)} - ${tree(second)}; echo not reached`)).toMatch(
      /^[^\n]*firewall\stroupe:?\sError: syntax error$/,
    );
    expect(box.run("grep -o 'dport { 22, 8.' /run/nft")).toBe("dport { 22, 80");
  });
});
