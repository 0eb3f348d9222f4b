/** One measurement of the module system alone, in a process of its own: prints JSON. */
import { evalModules, force, type OptionTree, option, t } from "@troupe/modules";

const [options, definitions] = process.argv.slice(2).map(Number) as [number, number];

/** Types in turn, each with what the definition of one module says; those of scalars agree. */
const kinds = [
  { type: t.int, say: (number: number) => number },
  { type: t.str, say: (number: number) => `value ${number}` },
  { type: t.listOf(t.str), say: (_: number, module: number) => [`from ${module}`] },
  { type: t.attrsOf(t.int), say: (number: number, module: number) => ({ [`from${module}`]: number }) },
  { type: t.bool, say: (number: number) => number % 2 === 0 },
];

const names = Array.from({ length: options }, (_, number) => `option${number}`);
const kindOf = (number: number) => kinds[number % kinds.length]!;
const tree: OptionTree = Object.fromEntries(names.map((name, number) => [name, option(kindOf(number).type)]));
const modules = Array.from({ length: definitions }, (_, module) => ({
  config: Object.fromEntries(names.map((name, number) => [name, kindOf(number).say(number, module)])),
}));

const began = performance.now();
const config = force(evalModules({ modules: [{ options: tree }, ...modules] }).config);
const evaluated = performance.now();
const bytes = JSON.stringify(config).length;
const evaluateMs = evaluated - began;
const stringifyMs = performance.now() - evaluated;
console.log(
  JSON.stringify({
    evaluateMs,
    stringifyMs,
    ratio: evaluateMs / stringifyMs,
    peakMiB: process.resourceUsage().maxRSS / 1024,
    bytes,
  }),
);
