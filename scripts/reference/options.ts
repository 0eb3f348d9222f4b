/** docs/reference/options.md: the options of the portable vocabulary. */
import { type AnyType, type JsonSchema, showPath, showValue, t } from "@troupe/modules";
import { systemOptions } from "@troupe/vocabulary";

const introduction = `# Options

What \`system({ … })\` takes: the configuration of a machine in words that mean the same on every platform. Names, types and meanings are NixOS's,
but for \`healthChecks\`. \`<name>\` stands for a name of your choice, \`*\` for each element of a list.
`;

interface Entry {
  readonly path: readonly string[];
  readonly type: AnyType;
  /** Of the option: it also holds its description, default and example. */
  readonly schema: JsonSchema;
  readonly required: boolean;
}

export function optionsReference(): string {
  const all = t.submodule(systemOptions);
  const groups = Map.groupBy(optionsOf(all, all.jsonSchema(), []), ({ path }) => path[0]!);
  const sections = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, entries]) => [`## ${name}\n`, ...entries.map(section)]);
  return [introduction, ...sections].join("\n");
}

/** The options of a submodule or a group, and those below them. */
function optionsOf(type: AnyType, schema: JsonSchema, path: readonly string[]): readonly Entry[] {
  const required = (schema["required"] ?? []) as readonly string[];
  return Object.entries((schema["properties"] ?? {}) as Readonly<Record<string, JsonSchema>>).flatMap(
    ([name, child]) => {
      const inside = type.below?.([], [], name)?.type;
      if (inside === undefined) return [];
      const here = [...path, name];
      const isGroup = child["description"] === undefined;
      return [
        ...(isGroup ? [] : [{ path: here, type: inside, schema: child, required: required.includes(name) }]),
        ...below(inside, child, here),
      ];
    },
  );
}

/** The options within the values of a type. */
function below(type: AnyType | undefined, schema: JsonSchema, path: readonly string[]): readonly Entry[] {
  if (type === undefined) return [];
  const { properties, additionalProperties: names, items, anyOf } = schema;
  if (Array.isArray(anyOf)) return (anyOf as readonly JsonSchema[]).flatMap((each) => below(type, each, path));
  if (properties !== undefined) return optionsOf(type, schema, path);
  if (typeof names === "object")
    return below(type.below?.([], [], "<name>")?.type, names as JsonSchema, [...path, "<name>"]);
  return items === undefined
    ? []
    : below(type.below?.([], [oneElement], "0")?.type, items as JsonSchema, [...path, "*"]);
}

/** A definition of a list: only with one it is known what is below. */
const oneElement = { holder: { list: [undefined] }, key: "list", source: { site: {}, depth: 0 } };

function section({ path, type, schema, required }: Entry): string {
  const {
    description,
    default: defaultValue,
    examples,
  } = schema as { description: string; default?: unknown; examples?: readonly unknown[] };
  const facts = [
    `- Type: ${code(type.description)}`,
    ...(required ? ["- Required"] : []),
    ...(defaultValue === undefined ? [] : [`- Default: ${code(showValue(defaultValue, Infinity))}`]),
    ...(examples === undefined ? [] : [`- Example: ${code(showValue(examples[0], Infinity))}`]),
  ];
  return `### ${code(showPath(path))}\n\n${description}\n\n${facts.join("\n")}\n`;
}

const code = (text: string): string => (text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``);
