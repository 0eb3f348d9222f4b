/** All option types under one name. */
import { addCheck, coercedTo, unique } from "./coercion.ts";
import { attrTag } from "./attr-tag.ts";
import { attrs, attrsOf, attrsWith, lazyAttrsOf } from "./attrs.ts";
import { bool, boolByOr } from "./boolean.ts";
import { deferred } from "./deferred.ts";
import { enumOf } from "./enum.ts";
import { json } from "./json.ts";
import { listOf, nonEmptyListOf } from "./list.ts";
import { float, int, ints, number, numbers, port } from "./number.ts";
import {
  commas,
  envVar,
  lines,
  nonEmptyStr,
  passwdEntry,
  path,
  separatedString,
  singleLineStr,
  str,
  strMatching,
} from "./string.ts";
import { submodule, submoduleWith } from "./submodule/type.ts";
import { either, nullOr, oneOf } from "./union.ts";
import { anything, raw, unspecified } from "./any-value.ts";

/**
 * The option types. Names and meanings are those of nixpkgs' `lib.types`.
 *
 * @example
 * const sites = option(t.attrsOf(t.submodule({ port: option(t.port), hosts: option(t.listOf(t.str)) })));
 * const { config } = evalModules({ modules: [{ options: { sites }, config: { sites: { blog: { port: 80 } } } }] });
 * force(config); // => { sites: { blog: { port: 80, hosts: [] } } }
 */
export const t = {
  bool,
  boolByOr,
  int,
  ints,
  float,
  number,
  numbers,
  port,
  str,
  nonEmptyStr,
  singleLineStr,
  strMatching,
  separatedString,
  lines,
  commas,
  envVar,
  passwdEntry,
  path,
  enum: enumOf,
  nullOr,
  either,
  oneOf,
  listOf,
  nonEmptyListOf,
  attrsOf,
  lazyAttrsOf,
  attrsWith,
  attrs,
  attrTag,
  submodule,
  submoduleWith,
  coercedTo,
  unique,
  addCheck,
  json,
  anything,
  raw,
  unspecified,
  deferred,
} as const;
