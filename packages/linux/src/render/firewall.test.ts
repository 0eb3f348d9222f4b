import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { example } from "../testing/example.ts";
import { fileText, rendered } from "../testing/rendered.ts";

const noNft = spawnSync("unshare", ["--net", "nft", "--version"]).status !== 0;
const nft = (ruleset: string) =>
  spawnSync("unshare", ["--net", "nft", "--check", "--file", "/dev/stdin"], { input: ruleset, encoding: "utf8" })
    .stderr;

it.skipIf(noNft)("(needs nft and root) is a ruleset that nft accepts", () => {
  expect(nft(fileText(rendered(example), "firewall/rules"))).toBe("");
  expect(
    nft(fileText(rendered({ networking: { firewall: { enable: true, allowPing: false } } }), "firewall/rules")),
  ).toBe("");
});

it("does not exist unless enabled", () => {
  const { generation } = rendered({ networking: { firewall: { allowedTCPPorts: [22] } } });
  expect([...generation.files.keys()]).toEqual([]);
  expect(generation.manifest.packages).toEqual([]);
});
