import fc from "fast-check";
import { expect, test } from "vitest";
import { isPlainObject, lazy, mkIf } from "../index.ts";
import { option } from "../options/option.ts";
import { t } from "../types/index.ts";
import { evalModules } from "../evaluate/eval-modules.ts";
import { force } from "../evaluate/force.ts";

const unit = {
  enable: option(t.bool, { default: true }),
  after: option(t.listOf(t.str)),
  environment: option(t.attrsOf(t.nullOr(t.either(t.str, t.int)))),
  limits: { files: option(t.nullOr(t.ints.positive), { default: null }), more: option(t.anything, { default: {} }) },
  text: option(t.lines, { default: "none" }),
  size: option(t.enum(["small", "large"]), {
    default: "small",
    apply: (size) => (size === "large" ? "small" : "large"),
  }),
};
const options = {
  units: option(t.attrsOf(t.submodule(unit))),
  named: option(
    t.attrsOf(t.submodule(({ name }) => ({ name: option(t.str, { default: name }), port: option(t.port) }))),
  ),
  dependent: option(
    t.listOf(
      t.submodule(({ config }) => ({
        a: option(t.int, { default: 1 }),
        b: option(t.int, { default: lazy(() => config.a) }),
      })),
    ),
  ),
  data: option(t.json),
};

const scalar = fc.constantFrom<unknown>("a", "large", 1, 70_000, true, null, 1.5, undefined);
const few = { requiredKeys: [] };
const names = fc.constantFrom("x", "y", "constructor", "__proto__", "_module");
const set = (value: fc.Arbitrary<unknown>) => fc.dictionary(names, value, { maxKeys: 3 });
const mostly = (value: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 30, arbitrary: value }, { weight: 1, arbitrary: scalar });
const units = fc.record(
  {
    enable: mostly(fc.boolean()),
    after: mostly(fc.array(mostly(fc.constantFrom("a", "b")))),
    environment: mostly(set(mostly(fc.constantFrom("a", 1, null)))),
    limits: mostly(fc.record({ files: mostly(fc.constantFrom(1, null)), more: fc.jsonValue({ maxDepth: 2 }) }, few)),
    text: mostly(fc.constantFrom("a", "b")),
    size: mostly(fc.constantFrom("small", "large")),
    wrong: fc.constant(undefined),
  },
  few,
);
const configs = fc.record(
  {
    units: mostly(set(mostly(units))),
    named: mostly(
      set(
        mostly(
          fc.record({ port: mostly(fc.constantFrom(80, 443)), name: fc.constant("n") }, { requiredKeys: ["port"] }),
        ),
      ),
    ),
    dependent: mostly(fc.array(mostly(fc.record({ a: mostly(fc.integer()), b: mostly(fc.integer()) }, few)))),
    data: fc.jsonValue({ maxDepth: 2 }),
  },
  few,
);

/** The same definitions in a form that nothing is ready in. */
function wrapped(value: unknown, wrap: (value: unknown) => unknown): unknown {
  if (!isPlainObject(value)) return value === undefined ? undefined : wrap(value);
  const inside = Object.keys(value).map((key): [string, unknown] => [key, wrapped(value[key], wrap)]);
  return wrap(Object.fromEntries(inside));
}

function outcome(config: unknown): unknown {
  const evaluation = evalModules({ modules: [{ options, config }] });
  const problems = evaluation.diagnostics().map(({ code, message, path }) => ({ code, message, path }));
  return problems.length > 0 ? problems : force(evaluation.config);
}

test("readyGroup agrees with merging the same definitions in wrappers", () => {
  const check = fc.property(configs, (config) => {
    const ready = outcome(config);
    expect(outcome(wrapped(config, (value) => lazy(() => value)))).toEqual(ready);
    expect(outcome(wrapped(config, (value) => mkIf(true, value)))).toEqual(ready);
  });
  fc.assert(check, { numRuns: 300 });
});

test("a definition with a getter that needs other values is computed when it is read", () => {
  const { config } = evalModules<{ units: { x: { after: readonly string[] }; y: { enable: boolean } } }>({
    modules: [
      { options },
      (args) => ({
        config: {
          units: {
            x: {
              get after() {
                return args.config.units.y.enable ? ["y"] : [];
              },
            },
            y: {},
          },
        },
      }),
    ],
  });
  expect(config.units.x.after).toEqual(["y"]);
});

test("deferred definitions have their places, with and without wrappers", () => {
  const place = { settings: option(t.deferred) };
  const named = t.coercedTo(
    t.listOf(t.str),
    (list) => Object.fromEntries(list.map((name) => [name, { settings: [name] }])),
    t.attrsOf(t.submodule(place)),
  );
  const role = {
    ...place,
    select: option(t.listOf(t.submodule(place)), { default: [] }),
    machines: option(t.nullOr(t.either(t.str, named))),
    more: { settings: option(t.deferred) },
  };
  const tree = { roles: option(t.attrsOf(t.submodule(role)), { default: {} }) };
  const server = {
    settings: { port: 80 },
    select: [{}, { settings: { port: 81 } }],
    machines: { alice: { settings: { port: 82 } } },
    more: { settings: { port: 83 } },
  };
  const client = { machines: ["bob"] };
  const placesOf = (config: unknown) => {
    const evaluation = evalModules<{ roles: object }>({
      modules: [{ options: tree, config, site: { file: "troupe.ts", line: 3 } }],
    });
    const found: string[] = [];
    const look = (value: unknown): void => {
      const { site } = value as { readonly site?: { readonly line?: number; readonly pointer?: readonly string[] } };
      if (site !== undefined)
        found.push(
          `${site.line} ${site.pointer?.join(".")} ${JSON.stringify((value as { readonly value: unknown }).value)}`,
        );
      else if (typeof value === "object" && value !== null) Object.values(value).forEach(look);
    };
    look(evaluation.config.roles);
    return found;
  };
  const ready = placesOf({ roles: { server, client } });
  expect(ready).toMatchInlineSnapshot(`
    [
      "3 roles.client.machines.bob.settings ["bob"]",
      "3 roles.server.settings {"port":80}",
      "3 roles.server.select.1.settings {"port":81}",
      "3 roles.server.machines.alice.settings {"port":82}",
      "3 roles.server.more.settings {"port":83}",
    ]
  `);
  expect(
    placesOf(
      mkIf(true, { roles: lazy(() => ({ server: mkIf(true, server), client: { machines: mkIf(true, ["bob"]) } })) }),
    ),
  ).toEqual(ready);
  expect(placesOf({ roles: mkIf(true, { server: lazy(() => server), client }) })).toEqual(ready);
});
