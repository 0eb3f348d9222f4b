/**
 * The wrappers that say when, how strongly and in which order a definition counts. They have nixpkgs' own shape, plain
 * objects with a `_type`, so `{ "_type": "override", "priority": 50, "content": 9 }` in a JSON file is the same thing.
 *
 * To the type checker they are transparent: they claim to return what they wrap. `NoInfer` makes `T` come from the place
 * where the wrapper stands, so a wrong value or a misspelt option inside is reported at the very property. Definitions are
 * only ever read by the module system, which unwraps them, so nobody can observe the difference.
 */
import { fail } from "../diagnostics/catalogue.ts";
import { wrapperAsText } from "../diagnostics/kinds.ts";

/** The priority of an option's own default. Lower numbers win. */
export const optionDefaultPriority = 1500;
/** The priority of `mkDefault`. */
export const defaultPriority = 1000;
/** The priority of a definition without a wrapper. */
export const plainPriority = 100;
/** The priority of `mkForce`. */
export const forcePriority = 50;
/** The order of a definition without `mkOrder`. Lower numbers come first. */
export const plainOrder = 1000;

/**
 * A definition that counts only if the condition is true. Give a function for a condition that reads `config`: it is then computed
 * when the option is, not while modules are collected.
 *
 * A value function around several options is called to learn which ones it defines, before the condition is known. If it throws
 * and the condition turns out to be false there are no definitions; if the condition is true, the error counts. Values in it that
 * read `config` still need `lazy`, because nothing has a value before it is known what is defined.
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
    condition: typeof condition === "function" ? remember(condition) : condition,
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
 * A definition with a priority; the lowest number wins, the others are dropped. Plain definitions have 100.
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
 * A definition as weak as the option's own default (priority 1500), with which it merges.
 *
 * @example
 * const ports = option(t.listOf(t.port), { default: [22] });
 * evalModules({ modules: [{ options: { ports }, config: { ports: mkOptionDefault([80]) } }] }).config.ports; // => [22, 80]
 */
export function mkOptionDefault<T>(content: NoInfer<T>): T {
  return mkOverride(optionDefaultPriority, content);
}

/**
 * A definition with a place among the others of lists, lines and the like; the lowest number comes first. Plain ones have 1000.
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
 * A definition that comes before plain ones (order 500).
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
 * A definition that comes after plain ones (order 1500).
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
 * A value computed when somebody needs it, once: the laziness that Nix has everywhere and TypeScript must spell out.
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
  return wrapper("lazy", { content: remember(content) });
}

function wrapper(tag: string, fields: object): never {
  const value = { _type: tag, ...fields };
  Object.defineProperty(value, "toString", { value: () => fail(wrapperAsText, { tag }), enumerable: false });
  return value as never;
}

/** Remembers a value, not an error: whether that is final is for the value that needed this one to say. */
function remember<T>(compute: () => T): () => T {
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
