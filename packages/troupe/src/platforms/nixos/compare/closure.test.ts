import fc from "fast-check";
import { expect, it } from "vitest";
import { closureChanges, type ClosurePath, growth } from "./closure.ts";

const hash = "0c1f0cjhbwydlbrd8w2xd6lcvq5ayd5w";
const path = (name: string, bytes = 100_000): ClosurePath => ({ name: `${hash}-${name}`, bytes });
const changes = (gone: readonly ClosurePath[], come: readonly ClosurePath[]) =>
  closureChanges(gone, come).map(
    ({ name, from, to, bytes }) => `${name}: ${from.join(" ") || "-"} > ${to.join(" ") || "-"} ${bytes}`,
  );

it("says which packages come, go and change, outputs and several versions together", () => {
  expect(
    changes(
      [
        path("redis-7.2.4"),
        path("openssl-3.0.13"),
        path("openssl-3.0.13-bin"),
        path("perl5.38.2-JSON-4.10"),
        path("unit-old.service"),
      ],
      [
        path("redis-7.2.5", 112_000),
        path("openssl-3.0.14"),
        path("openssl-3.0.14-bin"),
        path("glibc-2.39-52"),
        path("glibc-2.38-44-locales"),
      ],
    ),
  ).toMatchInlineSnapshot(`
    [
      "glibc: - > 2.38-44-locales 2.39-52 200000",
      "openssl: 3.0.13 > 3.0.14 0",
      "perl5.38.2-JSON: 4.10 > - -100000",
      "redis: 7.2.4 > 7.2.5 12000",
      "unit-old.service: - > - -100000",
    ]
  `);
});

it("leaves out what is only another build of about the same size", () => {
  expect(changes([path("etc"), path("firefox-128.0")], [path("etc", 100_512), path("firefox-128.0", 180_000)])).toEqual(
    ["firefox: 128.0 > 128.0 80000"],
  );
});

it("accounts for every byte but those of the packages that it leaves out", () => {
  const paths = fc.array(
    fc.record({
      name: fc
        .tuple(fc.constantFrom("a", "b-c", "lib3"), fc.constantFrom("", "-1.0", "-2", "-2-bin"))
        .map(([name, version]) => `${hash}-${name}${version}`),
      bytes: fc.nat(1_000_000),
    }),
  );
  fc.assert(
    fc.property(paths, paths, (gone, come) => {
      const told = closureChanges(gone, come).reduce((sum, { bytes }) => sum + bytes, 0);
      expect(Math.abs(told - growth(gone, come))).toBeLessThan(3 * 8 * 1024);
      expect(
        closureChanges(come, gone).map(({ name, from, to, bytes }) => ({
          name,
          from: to,
          to: from,
          bytes: bytes === 0 ? 0 : -bytes,
        })),
      ).toEqual(closureChanges(gone, come));
    }),
  );
});
