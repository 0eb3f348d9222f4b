/**
 * Settings of Clan, which are modules: definitions, `{ config: … }`, or the `imports` that clan-core adds when it
 * serializes them.
 */
import { isPlainObject } from "@troupe/modules";
import { tagOf } from "@troupe/modules/internal";
import { type ClanReader, leaveOut, type Path } from "./reader.ts";

/** Returns the definitions in a module of settings. */
export function readSettings(reader: ClanReader, value: unknown, path: Path): unknown {
  if (!isPlainObject(value) || tagOf(value) !== undefined) return value;
  const { _file, imports, ...definitions } = value;
  const isModule = "config" in definitions || "options" in definitions;
  const own = isModule ? readModule(reader, definitions, path) : definitions;
  if (!Array.isArray(imports)) return own;
  const imported = imports.map((module, index) => readSettings(reader, module, [...path, "imports", String(index)]));
  const parts = [own, ...imported].filter((part) => !isEmpty(part));
  return parts.length <= 1 ? (parts[0] ?? {}) : { _type: "merge", contents: parts };
}

function readModule(
  reader: ClanReader,
  { config = {}, ...others }: { readonly [name: string]: unknown },
  path: Path,
): unknown {
  for (const name of Object.keys(others))
    leaveOut(reader, [...path, name], "settings only define options, which services declare");
  return config;
}

const isEmpty = (value: unknown): boolean => isPlainObject(value) && Object.keys(value).length === 0;
