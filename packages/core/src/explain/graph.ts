/** The graph of reads: the reader and the writer of every export. */
import { parseScope, buildScopeKey } from "../exports/scope.ts";
import type { ParsedScope } from "../model/scope.ts";
import type { Evaluated } from "../model/evaluation.ts";
import { byName, sortedKeys } from "../names.ts";
import { memoize } from "../memoize.ts";

/** The kind of the nodes of a graph. */
export type GraphLevel = "machine" | "role" | "instance" | "service";

/** A node: all calls and exports whose scopes begin alike. */
export interface GraphNode {
  /** The scope that they share: "kvstore:sessions:replica:". */
  readonly id: string;
  /** "sessions/replica". */
  readonly label: string;
}

/** The calls of one node read exports of another, or of others in the same one. */
export interface GraphEdge {
  readonly reader: string;
  readonly writer: string;
  /** The machines of the calls that read. */
  readonly machines: readonly string[];
  /** The scopes of the exports they read. */
  readonly exports: readonly string[];
}

/** See {@link exportsGraph}. All lists are in byte order. */
export interface ExportsGraph {
  readonly level: GraphLevel;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Nodes with exports that no call reads. */
  readonly unread: readonly string[];
}

/**
 * Returns the reader and the writer of every export. Evaluates every machine, because reads happen then.
 *
 * @example
 * const pair = defineService({
 *   manifest: { name: "pair" },
 *   roles: {
 *     writer: { perInstance: ({ mkExports }) => ({ exports: mkExports({ word: "hello" }) }) },
 *     reader: { perInstance: ({ exports }) => ({ module: () => ({ word: exports["pair:pair:writer:"] }) }) },
 *   },
 * });
 * const inventory = defineInventory({ services: { pair }, machines: { a: {}, b: {} } }).instances({
 *   pair: { service: "pair", roles: { writer: { machines: ["a"] }, reader: { machines: ["b"] } } },
 * });
 * const classes = [{ name: "toy", result: "toyModule" as const, modules: [{ options: { word: option(t.raw) } }] }];
 * exportsGraph(evaluateInventory(inventory, { classes }), "role").edges;
 * // => [{ reader: "pair:pair:reader:", writer: "pair:pair:writer:", machines: ["b"], exports: ["pair:pair:writer:a"] }]
 */
export function exportsGraph(evaluated: Evaluated, level: GraphLevel): ExportsGraph {
  const edges = new Map<string, { reader: string; writer: string; machines: Set<string>; exports: Set<string> }>();
  const collapsed = new Map<string, string>();
  const nodeOf = (scope: string) => memoize(collapsed, scope, () => buildScopeKey(collapse(parseScope(scope), level)));
  for (const { machine, evaluation, contributors } of evaluated.eachMachine()) {
    // Reads happen while everything is computed.
    evaluation.diagnostics();
    for (const { origin, reads } of contributors()) {
      for (const scope of Object.keys(reads.exports)) {
        const [reader, writer] = [nodeOf(origin), nodeOf(scope)];
        const edge = memoize(edges, `${reader}\n${writer}`, () => ({
          reader,
          writer,
          machines: new Set(),
          exports: new Set(),
        }));
        edge.machines.add(machine.name);
        edge.exports.add(scope);
      }
    }
  }
  const written = new Set(evaluated.exports.keys().map(nodeOf));
  const read = new Set([...edges.values()].map(({ writer }) => writer));
  const ids = new Set([...written, ...[...edges.values()].flatMap(({ reader, writer }) => [reader, writer])]);
  return {
    level,
    nodes: sorted(ids).map((id) => ({ id, label: labelOf(parseScope(id), level) })),
    edges: sortedKeys(Object.fromEntries(edges)).map((key) => {
      const { machines, exports, ...ends } = edges.get(key)!;
      return { ...ends, machines: sorted(machines), exports: sorted(exports) };
    }),
    unread: sorted(written).filter((id) => !read.has(id)),
  };
}

const sorted = (names: Iterable<string>): readonly string[] => [...names].toSorted(byName);

function collapse({ serviceName, instanceName, roleName, machineName }: ParsedScope, level: GraphLevel): ParsedScope {
  const keepsMachine = level === "machine";
  const keepsRole = keepsMachine || level === "role";
  return {
    serviceName,
    instanceName: level === "service" ? "" : instanceName,
    roleName: keepsRole ? roleName : "",
    machineName: keepsMachine ? machineName : "",
  };
}

function labelOf({ serviceName, instanceName, roleName, machineName }: ParsedScope, level: GraphLevel): string {
  const ends = machineName === "" ? [] : [machineName];
  if (serviceName === "") return ["the inventory", ...ends].join("/");
  if (level === "service") return serviceName;
  if (instanceName === "") return [`service ${serviceName}`, ...ends].join("/");
  return [instanceName, ...(roleName === "" ? [] : [roleName]), ...ends].join("/");
}
