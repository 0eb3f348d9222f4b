import { expect, test } from "vitest";
import { distributionLines, parseDeb822, parseOneLine } from "./apt-sources.ts";

test("parseOneLine reads options, ignores comments, and leaves out sources of source packages", () => {
  const text = `
# deb http://mirror.example/old bookworm main
deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg arch=amd64] http://mirror.example/debian bookworm main contrib # ours
deb-src http://mirror.example/debian bookworm main
deb file:/srv/packages ./
`;
  expect(parseOneLine(text)).toEqual([
    {
      uris: ["http://mirror.example/debian"],
      suites: ["bookworm"],
      components: ["main", "contrib"],
      options: { "signed-by": "/usr/share/keyrings/debian-archive-keyring.gpg", arch: "amd64" },
    },
    { uris: ["file:/srv/packages"], suites: ["./"], components: [], options: {} },
  ]);
});

test("parseDeb822 reads several values and continued lines, ignores comments, and leaves out disabled stanzas", () => {
  const text = `
Types: deb deb-src
# the mirror of the house
URIs: http://mirror.example/debian
  http://other.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/off
Suites: bookworm
Components: main
Enabled: no

Types: deb-src
URIs: http://mirror.example/sources
Suites: bookworm
Components: main
`;
  expect(parseDeb822(text)).toEqual([
    {
      uris: ["http://mirror.example/debian", "http://other.example/debian"],
      suites: ["bookworm", "bookworm-updates"],
      components: ["main"],
      options: { "signed-by": "/usr/share/keyrings/debian-archive-keyring.gpg" },
    },
  ]);
});

test("distributionLines leaves out archives of other vendors, and names another release in the same archives", () => {
  const sources = [
    ...parseOneLine("deb [signed-by=/usr/share/keyrings/vendor.gpg] http://vendor.example/debian bookworm main"),
    ...parseOneLine(
      "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror.example/debian bookworm main",
    ),
    ...parseOneLine("deb http://mirror.example/security bookworm-security main"),
    ...parseOneLine("deb http://mirror.example/debian bookworm-backports main"),
    ...parseOneLine("deb http://tools.example/linux bookworm stable"),
  ];
  expect(distributionLines(sources, "bookworm")).toEqual([
    "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror.example/debian bookworm main",
    "deb http://mirror.example/security bookworm-security main",
  ]);
  expect(distributionLines(sources, "bookworm", "trixie")).toEqual([
    "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror.example/debian trixie main",
    "deb http://mirror.example/security trixie-security main",
  ]);
  expect(distributionLines(sources, "trixie")).toEqual([]);
});

test("distributionLines takes a mirror with a key of its own where no archive has the key of the distribution", () => {
  const sources = parseOneLine(
    "deb [signed-by=/etc/apt/keyrings/house.gpg] http://mirror.example/debian bookworm main",
  );
  expect(distributionLines(sources, "bookworm")).toEqual([
    "deb [signed-by=/etc/apt/keyrings/house.gpg] http://mirror.example/debian bookworm main",
  ]);
});
