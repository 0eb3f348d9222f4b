/**
 * Wrappers: condition, priority and order of a definition. A wrapper is a plain object with nixpkgs' `_type`, so
 * `{ "_type": "override", "priority": 50, "content": 9 }` in a JSON file is the same wrapper as `mkForce(9)`.
 *
 * To the type checker wrappers are transparent: each claims to return its content. `NoInfer` infers `T` from the place
 * where the wrapper stands, so that a wrong value or a misspelt option inside is reported at the very property. Only
 * the module system reads definitions, and it unwraps them, so the claim has no effect at run time.
 */
import { defaultPriority, forcePriority, optionDefaultPriority } from "./priorities.ts";
import { fail } from "../diagnostics/diagnostic-kind.ts";
import { wrapperAsText } from "../diagnostics/kinds.ts";

/**
 * A definition that counts only if the condition is true. Give a function for a condition that reads `config`: `mkIf`
 * then computes the condition with the option's value, not while modules are collected.
 *
 * A content function around several options is called before the condition is known, to learn which options it defines.
 * If the function throws and the condition is false, there are no definitions; if the condition is true, the error
 * counts. Values inside that read `config` still need `lazy`, because no option has a value before all names are known.
 *
 * @example
 * const { config } = evalModules({
 *   modules: [
 *     { options: { web: enableOption("the web server"), ports: option(t.listOf(t.port)) } },
 *     ({ config }) => ({ config: { ports: mkIf(() => config.web, [80, 443]) } }),
 *     { config: { web: true } },
 *   ],
 * });
 * config.ports; // => [80, 443]
 */
export function mkIf<T>(condition: boolean | (() => boolean), content: NoInfer<T> | (() => NoInfer<T>)): T {
  return wrapper("if", {
    condition: typeof condition === "function" ? memoize(condition) : condition,
    content: typeof content === "function" ? lazy(content as () => unknown) : content,
  });
}

/**
 * Several definitions in one place.
 *
 * @example
 * const ports = option(t.listOf(t.port));
 * const laptop = false;
 * evalModules({ modules: [{ options: { ports }, config: { ports: mkMerge([[80], mkIf(laptop, [22])]) } }] }).config.ports; // => [80]
 */
export function mkMerge<T>(contents: readonly NoInfer<T>[]): T {
  return wrapper("merge", { contents });
}

/**
 * A definition with a priority. The lowest priority wins; definitions of other priorities are dropped. Plain
 * definitions have 100.
 *
 * @example
 * const port = option(t.port);
 * evalModules({ modules: [{ options: { port } }, { config: { port: mkOverride(90, 8080) } }, { config: { port: 80 } }] }).config.port; // => 8080
 */
export function mkOverride<T>(priority: number, content: NoInfer<T>): T {
  return wrapper("override", { priority, content });
}

/**
 * A definition that gives way to every plain one (priority 1000).
 *
 * @example
 * const port = option(t.port);
 * evalModules({ modules: [{ options: { port } }, { config: { port: mkDefault(80) } }, { config: { port: 8080 } }] }).config.port; // => 8080
 */
export function mkDefault<T>(content: NoInfer<T>): T {
  return mkOverride(defaultPriority, content);
}

/**
 * A definition that wins over every plain one (priority 50).
 *
 * @example
 * const port = option(t.port);
 * evalModules({ modules: [{ options: { port } }, { config: { port: mkForce(8080) } }, { config: { port: 80 } }] }).config.port; // => 8080
 */
export function mkForce<T>(content: NoInfer<T>): T {
  return mkOverride(forcePriority, content);
}

/**
 * A definition as weak as the option's own default (priority 1500); the two are merged.
 *
 * @example
 * const ports = option(t.listOf(t.port), { default: [22] });
 * evalModules({ modules: [{ options: { ports }, config: { ports: mkOptionDefault([80]) } }] }).config.ports; // => [22, 80]
 */
export function mkOptionDefault<T>(content: NoInfer<T>): T {
  return mkOverride(optionDefaultPriority, content);
}

/**
 * A definition with an order among the others of a list or of lines; the lowest order comes first. Plain definitions
 * have 1000.
 *
 * @example
 * const names = option(t.listOf(t.str));
 * const modules = [{ options: { names } }, { config: { names: ["second"] } }, { config: { names: mkOrder(400, ["first"]) } }];
 * evalModules({ modules }).config.names; // => ["first", "second"]
 */
export function mkOrder<T>(priority: number, content: NoInfer<T>): T {
  return wrapper("order", { priority, content });
}

/**
 * A definition that comes before plain definitions (order 500).
 *
 * @example
 * const names = option(t.listOf(t.str));
 * const modules = [{ options: { names } }, { config: { names: ["second"] } }, { config: { names: mkBefore(["first"]) } }];
 * evalModules({ modules }).config.names; // => ["first", "second"]
 */
export function mkBefore<T>(content: NoInfer<T>): T {
  return mkOrder(500, content);
}

/**
 * A definition that comes after plain definitions (order 1500).
 *
 * @example
 * const names = option(t.listOf(t.str));
 * const modules = [{ options: { names } }, { config: { names: mkAfter(["second"]) } }, { config: { names: ["first"] } }];
 * evalModules({ modules }).config.names; // => ["first", "second"]
 */
export function mkAfter<T>(content: NoInfer<T>): T {
  return mkOrder(1500, content);
}

/**
 * A value computed once, when it is first read. Nix is lazy everywhere; TypeScript must spell laziness out.
 *
 * @example
 * const { config } = evalModules({
 *   modules: [
 *     { options: { host: option(t.str, { default: "alice" }), url: option(t.str) } },
 *     ({ config }) => ({ config: { url: lazy(() => `http://${config.host}`) } }),
 *   ],
 * });
 * config.url; // => "http://alice"
 */
export function lazy<T>(content: () => NoInfer<T>): T {
  return wrapper("lazy", { content: memoize(content) });
}

function wrapper(tag: string, fields: object): never {
  const value = { _type: tag, ...fields };
  Object.defineProperty(value, "toString", { value: () => fail(wrapperAsText, { tag }), enumerable: false });
  return value as never;
}

/** Memoizes the value, not an error: the cell that reads this value decides whether an error is final. */
function memoize<T>(compute: () => T): () => T {
  let outcome: { readonly value: T } | undefined;
  let first: (() => T) | undefined = compute;
  return () => {
    if (outcome === undefined) {
      outcome = { value: first!() };
      first = undefined;
    }
    return outcome.value;
  };
}
