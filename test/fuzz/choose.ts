/** Choices that a random program is made of. The first of the possibilities is the simplest: shrinking goes there. */
import fc, { type GeneratorValue } from "fast-check";

/** What the writers of random programs choose with. */
export interface Choose {
  /** A whole number from 0 to `most`. */
  upTo(most: number): number;
  /** True in so many of a hundred cases. */
  chance(percent: number): boolean;
  among<T>(possibilities: readonly T[]): T;
  /** Some of these, in their order. */
  some<T>(possibilities: readonly T[], most?: number): readonly T[];
  /** As many as `make` is called for: from `least` to `most`. */
  times<T>(least: number, most: number, make: (index: number) => T): readonly T[];
  string(): string;
  /** Any JSON value, as text. */
  json(): string;
  /** True where a mistake is to be made on purpose; so many times as often where there are few occasions. */
  slip(times?: number): boolean;
}

/** Choices by fast-check's generators. Of a thousand occasions for a mistake, `slips` are taken. */
export function chooseWith(gen: GeneratorValue, slips: number): Choose {
  const upTo = (most: number): number => gen(fc.nat, { max: most });
  const choose: Choose = {
    upTo,
    chance: (percent) => upTo(99) >= 100 - percent,
    among: (possibilities) => possibilities[upTo(possibilities.length - 1)]!,
    some(possibilities, most = possibilities.length) {
      const kept = possibilities.filter(() => upTo(1) === 1);
      return kept.slice(0, most);
    },
    times: (least, most, make) => Array.from({ length: least + upTo(most - least) }, (_, index) => make(index)),
    string: () => gen(fc.string, { unit: "binary", maxLength: 8 }),
    json: () => gen(fc.json, { maxDepth: 3 }),
    slip: (times = 1) => upTo(999) >= 1000 - slips * times,
  };
  return choose;
}
