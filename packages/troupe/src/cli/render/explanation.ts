/** Renders an explanation: the value, its definitions, and the chain of contributors behind them. */
import type {
  ExplainedContributor,
  ExplainedDefinition,
  ExplainedExport,
  ExplainedField,
  Explanation,
  ExplainSubject,
  Json,
  Membership,
  Strength,
} from "@troupe/core";
import { showPath, showValue, type Site } from "@troupe/modules";
import { type Page, renderPlace, sourceExcerpt, sourceLines } from "./source.ts";
import { wrap } from "../../text/text.ts";

const outcomes = {
  wins: "wins",
  merges: "merged",
  conflicts: "conflicts",
  overridden: "loses",
  "condition-false": "its condition is false",
} as const;
const strengths: { readonly [strength in Strength]: string } = {
  mkForce: "mkForce",
  plain: "plain",
  mkDefault: "mkDefault",
  "tag defaults": "defaults of a tag",
  "role defaults": "defaults of the role",
  "option default": "default of the option",
  other: "mkOverride",
};

/** Renders an explanation whose places are located (`project/locate.ts`). */
export function renderExplanation(explanation: Explanation, page: Page): string {
  const { subject, path, definitions, fields, option } = explanation;
  const title = [subjectName(subject), ...(path.length > 0 ? [shownPath(path)] : [])].join(": ");
  const about =
    option === undefined
      ? []
      : [`  ${wrap([option.description, `(${option.type})`].filter(Boolean).join(" "), page.width - 2, "  ")}`];
  const isGroup = fields.length > 0;
  return [
    [
      page.style("heading", title),
      ...about.map((line) => page.style("faint", line)),
      ...(isGroup ? [] : valueLines(explanation, page)),
    ].join("\n"),
    ...section(
      "Definitions",
      definitions.flatMap((definition) => definitionLines(definition, explanation.value, page)),
      page,
    ),
    ...section(subject.kind === "machine" ? "What is set" : "Values", fieldLines(fields, page), page),
    ...section("Where it comes from", chainLines(explanation, page), page),
  ].join("\n\n");
}

/** Returns `showPath` of a path, with list entries as `[0]`. */
const shownPath = (path: readonly string[]): string => showPath(path).replaceAll(/\."(\d+)"/g, "[$1]");

function subjectName(subject: ExplainSubject): string {
  if (subject.kind === "machine") return subject.machine;
  if (subject.kind === "export") return `export ${JSON.stringify(subject.scope)}`;
  return [subject.instance, subject.role, ...(subject.machine === undefined ? [] : [subject.machine])].join("/");
}

const section = (title: string, lines: readonly string[], { style }: Page): string[] =>
  lines.length === 0 ? [] : [[style("heading", title), ...lines].join("\n")];

const mostValueLines = 24;

function valueLines({ value, problems, definitions }: Explanation, { width }: Page): readonly string[] {
  if (value === null && problems.length > 0) return ["  has no value, see below"];
  if (definitions.length > 0 && definitions.every(({ outcome }) => outcome === "condition-false"))
    return [
      `  has no value: ${definitions.length === 1 ? "the condition of its definition is" : "the conditions of all its definitions are"} false`,
    ];
  const lines = (typeof value === "string" && value.includes("\n") ? value.replace(/\n$/, "") : shownData(value)).split(
    "\n",
  );
  const shown = lines
    .slice(0, mostValueLines)
    .map((line) => `  ${line.length > width - 2 ? `${line.slice(0, width - 3)}…` : line}`);
  const left = lines.length - shown.length;
  return left > 0 ? [...shown, `  … and ${left} more ${left === 1 ? "line" : "lines"}, see --json`] : shown;
}

const shownData = (value: Json): string => {
  const short = showValue(value, 72);
  return typeof value === "object" && value !== null && short.endsWith("…")
    ? JSON.stringify(value, null, 2)
    : showValue(value, Infinity);
};

const counts = ({ outcome }: ExplainedDefinition): boolean => outcome !== "overridden" && outcome !== "condition-false";

/** Renders a definition with its line, and with its value where that is not the whole value. */
function definitionLines(definition: ExplainedDefinition, value: Json, page: Page): readonly string[] {
  const { site, outcome, strength, priority } = definition;
  const style = outcome === "conflicts" ? "bad" : counts(definition) ? "good" : "faint";
  const label = site.file === undefined && site.label === "default" ? "" : `, ${site.label ?? ""}`;
  const rest = `, ${strengths[strength]} (${priority})${label}`;
  const same = definition.value === undefined || JSON.stringify(definition.value) === JSON.stringify(value);
  const words = wrap(`${outcomes[outcome]}${rest}${same ? "" : ":"}`, page.width - 2, "    ");
  const head = `  ${page.style(style, outcomes[outcome])}${words.slice(outcomes[outcome].length)}`;
  return [
    head,
    ...(same ? [] : [`    ${showValue(definition.value, page.width - 4)}`]),
    ...(site.file === undefined
      ? []
      : [`    at ${renderPlace(site, page.folder)}`, ...sourceLines(site, page, "    ")]),
  ];
}

const mostFields = 60;

function fieldLines(fields: readonly ExplainedField[], page: Page): readonly string[] {
  const left = fields.length - mostFields;
  return [
    ...fields.slice(0, mostFields).flatMap((field) => compactField(field, page, "  ")),
    ...(left > 0 ? [`  … and ${left} more, see --json or name a path`] : []),
  ];
}

/** Renders a field in few lines: its value, and the strengths and places of the definitions that count. */
function compactField({ path, value, definitions }: ExplainedField, page: Page, indent: string): readonly string[] {
  const counting = definitions.filter(counts);
  const special = [...new Set(counting.map(({ strength }) => strength))].filter((strength) => strength !== "plain");
  const suffix = special.length === 0 ? "" : ` (${special.map((strength) => strengths[strength]).join(", ")})`;
  const head = `${indent}${path.length === 0 ? "value" : shownPath(path)} = `;
  return [
    head +
      showValue(value, Math.max(24, page.width - head.length - suffix.length)) +
      (suffix === "" ? "" : page.style("faint", suffix)),
    ...new Set(counting.flatMap(({ site }) => placeLines(site, page, `${indent}  `))),
  ];
}

/** Renders a place in one line: `at inventory.json:9:12 │ the line`. */
function placeLines(site: Site, { folder, width, style, readSource }: Page, indent: string): readonly string[] {
  const place = renderPlace(site, folder);
  if (place === "") return [];
  const start = `${indent}at ${place}`;
  const excerpt = sourceExcerpt(site, width - start.length - 3, readSource);
  return [excerpt === "" ? start : `${start}${style("faint", " │ ")}${excerpt}`];
}

/**
 * Renders the contributors of the definitions with their memberships, settings and reads. Each contributor and each
 * export is rendered once.
 */
function chainLines({ definitions, fields, contributors, exports }: Explanation, page: Page): readonly string[] {
  const rendered = new Set<string>();
  const first = [...definitions, ...fields.flatMap((field) => field.definitions)];
  const origins = [...new Set(first.flatMap(({ site }) => site.origin ?? []))].filter((origin) =>
    Object.hasOwn(contributors, origin),
  );
  return origins.flatMap((origin) => contributorLines(contributors[origin]!, "", "  "));

  function contributorLines(contributor: ExplainedContributor, prefix: string, indent: string): readonly string[] {
    const { origin, label, machine, memberships, settings, address, annotations = [], reads } = contributor;
    const name = label === origin ? label : `${label}${machine === undefined ? "" : `, on ${machine}`}`;
    // Such a contributor has its definitions alone, which are rendered already.
    if (memberships.length + settings.length + reads.length === 0) return [];
    if (rendered.has(origin)) return [`${indent}${prefix}${name} (see above)`];
    rendered.add(origin);
    const inner = `${indent}  `;
    return [
      indent + prefix + page.style("heading", name),
      ...memberships.flatMap((membership) => [
        ...membershipLines(membership, contributor, page, inner),
        ...(membership.joinedBy === undefined
          ? []
          : contributorLines(contributors[membership.joinedBy]!, "by ", `${inner}  `)),
      ]),
      ...(settings.length > 0
        ? [`${inner}with the settings`, ...settings.flatMap((field) => compactField(field, page, `${inner}  `))]
        : []),
      ...(address === undefined
        ? []
        : [
            `${inner}with the address of ${machine}, ${address.value}`,
            ...address.sites.flatMap((site) => placeLines(site, page, `${inner}  `)),
          ]),
      ...annotations
        .slice(0, mostMachines)
        .flatMap(({ machine: read, parts, sites }) => [
          ...Object.entries(parts).map(
            ([part, value]) => `${inner}with the ${part} of ${read}, ${shortened(showValue(value))}`,
          ),
          ...sites.flatMap((site) => placeLines(site, page, `${inner}  `)),
        ]),
      ...(annotations.length > mostMachines
        ? [`${inner}and of ${annotations.length - mostMachines} more machines, see --json`]
        : []),
      ...readLines(reads, inner),
    ];
  }

  function readLines(reads: readonly string[], indent: string): readonly string[] {
    if (reads.length === 0) return [];
    const known = reads.filter((scope) => Object.hasOwn(exports, scope));
    // Of very many exports, three are examples.
    const followed = known.length < reads.length ? known.slice(0, 3) : known;
    const left = reads.length - followed.length;
    return [
      indent +
        wrap(
          "which has read these exports (known of the call, not of each value):",
          page.width - indent.length,
          indent,
        ),
      ...followed.flatMap((scope) => exportLines(scope, exports[scope]!, `${indent}  `)),
      ...(left > 0 ? [`${indent}  … and ${left} more, see --json`] : []),
    ];
  }

  function exportLines(
    scope: string,
    { fields: inExport, writers }: ExplainedExport,
    indent: string,
  ): readonly string[] {
    const inner = `${indent}  `;
    const key = `export ${scope}`;
    if (rendered.has(key)) return [`${indent}${scope} (see above)`];
    rendered.add(key);
    return [
      indent + page.style("heading", scope),
      ...inExport.flatMap((field) => compactField(field, page, inner)),
      ...writers.flatMap((writer) => contributorLines(contributors[writer]!, "written by ", inner)),
    ];
  }
}

/** The number of machines that are shown as examples of those that a call has read. */
const mostMachines = 3;

const mostCharacters = 60;
const shortened = (text: string): string =>
  text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…` : text;

function membershipLines(
  { instance, role, machine, tag, filter, joinedBy, sites, carried = [] }: Membership,
  { label }: ExplainedContributor,
  page: Page,
  indent: string,
): readonly string[] {
  // The label of a call of `perInstance` names the role already; a call of `perMachine` has all roles of the machine
  // behind it.
  const named = label === `instance ${instance}, role ${role}` ? "the role" : `role ${role} of instance ${instance}`;
  const why =
    filter !== undefined
      ? `selects ${filter}, which picks ${machine}`
      : tag === undefined
        ? `names ${machine}`
        : `names the tag ${tag}, which ${machine} carries`;
  const because = joinedBy === undefined ? `because ${named} ${why}` : `because ${machine} joins this nested service`;
  return [
    indent + wrap(because, page.width - indent.length, `${indent}  `),
    ...[...sites, ...carried].flatMap((site) => placeLines(site, page, `${indent}  `)),
  ];
}
