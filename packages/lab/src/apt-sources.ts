/** Parses apt's lists of package sources, in the one-line format and in deb822. */

/** An entry of apt's sources, without the fields that the lab ignores. */
export interface AptSource {
  readonly uris: readonly string[];
  readonly suites: readonly string[];
  readonly components: readonly string[];
  /** Options as the one-line format writes them: `signed-by`, `trusted`, `arch`. */
  readonly options: Readonly<Record<string, string>>;
}

/**
 * Entries for binary packages of a `.list` file.
 *
 * @example
 * parseOneLine("deb [trusted=yes] file:/srv/packages stable main");
 */
export function parseOneLine(text: string): readonly AptSource[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)([^#]*)/.exec(line);
    if (match === null) return [];
    const [, options = "", uri = "", suite = "", components = ""] = match;
    const pairs = words(options).map((option) => option.split("=", 2) as [string, string]);
    return [{ uris: [uri], suites: [suite], components: words(components), options: Object.fromEntries(pairs) }];
  });
}

/**
 * Entries for binary packages of a `.sources` file (deb822).
 *
 * @example
 * parseDeb822("Types: deb\nURIs: file:/srv/packages\nSuites: stable\nComponents: main\nTrusted: yes");
 */
export function parseDeb822(text: string): readonly AptSource[] {
  const lines = text.split("\n").filter((line) => !line.startsWith("#"));
  return lines
    .join("\n")
    .split(/\n\s*\n/)
    .flatMap((stanza) => {
      const fields = parseStanza(stanza);
      const list = (field: string) => words(fields.get(field) ?? "");
      if (!list("types").includes("deb") || /^(no|false|0)$/i.test(fields.get("enabled") ?? "")) return [];
      const options: Record<string, string> = {};
      for (const [field, option] of [
        ["signed-by", "signed-by"],
        ["trusted", "trusted"],
        ["architectures", "arch"],
      ] as const) {
        const value = list(field).join(",");
        if (value !== "") options[option] = value;
      }
      return [{ uris: list("uris"), suites: list("suites"), components: list("components"), options }];
    });
}

/** Names of fields in small letters; a line that begins with a space goes on with the field above it. */
function parseStanza(stanza: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let current = "";
  for (const line of stanza.split("\n")) {
    const match = /^([\w-]+):\s*(.*)$/.exec(line);
    if (match !== null) {
      current = (match[1] ?? "").toLowerCase();
      fields.set(current, (match[2] ?? "").trim());
    } else if (/^\s/.test(line)) {
      fields.set(current, `${fields.get(current) ?? ""}\n${line.trim()}`.trim());
    }
  }
  return fields;
}

/**
 * The entries that make up the distribution itself: the release `codename`, its updates and its security fixes, in the
 * one-line format. The result leaves out entries that are signed by another key than the distribution's. With
 * `release`, the lines name that release in the archives of `codename`.
 */
export function distributionLines(
  sources: readonly AptSource[],
  codename: string,
  release = codename,
): readonly string[] {
  const suites = new Set([codename, `${codename}-updates`, `${codename}-security`]);
  const candidates = sources.flatMap((source) =>
    source.components.includes("main")
      ? source.uris.flatMap((uri) =>
          source.suites.filter((suite) => suites.has(suite)).map((suite) => ({ source, uri, suite })),
        )
      : [],
  );
  const own = candidates.filter(({ source }) => /^$|(debian|ubuntu)-archive/.test(source.options["signed-by"] ?? ""));
  const chosen = own.length > 0 ? own : candidates;
  return chosen.map(({ source, uri, suite }) => {
    const options = Object.entries(source.options).map(([name, value]) => `${name}=${value}`);
    const suiteOfRelease = release + suite.slice(codename.length);
    return [
      "deb",
      ...(options.length > 0 ? [`[${options.join(" ")}]`] : []),
      uri,
      suiteOfRelease,
      ...source.components,
    ].join(" ");
  });
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
