/**
 * Bringing a system that was built here into the machine's store: what it lacks, over the same ssh as everything else.
 */
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { type Diagnostic, diagnose } from "@troupe/modules";
import type { Target } from "../../../remote/transport.ts";
import { askNixos, isReply, type Asking } from "../ask.ts";
import { failedCopy } from "../diagnostics.ts";
import { runNix, streamNix } from "./nix.ts";

/** Copies the closure of a system; returns the number of paths that were sent, or a problem. */
export async function copySystem(target: Target, system: string, asking: Asking): Promise<number | Diagnostic> {
  const { machine } = target;
  const failed = (notes: readonly string[]): Diagnostic =>
    diagnose(failedCopy, { machine, system: withoutHash(system) }, { notes });
  const closure = await runNix("nix-store", ["-qR", `/nix/store/${system}`], { signal: asking.signal });
  if (!closure.ok) return failed(closure.log);
  const lacking = await askNixos(target, asking, {
    verb: "lacks",
    args: [],
    input: closure.stdout,
    timeoutMs: 120_000,
    doing: "while it was asked what it has already",
  });
  if (!isReply(lacking)) return lacking;
  const paths = lacking.all("lacks").flat();
  if (paths.length === 0) return 0;
  asking.events?.({ kind: "phase", machine, phase: "stage" });
  let broken: unknown;
  const exported = Readable.from(streamNix("nix-store", ["--export", ...paths], asking.signal)).once(
    "error",
    (error) => (broken = error),
  );
  const answer = await askNixos(target, asking, {
    verb: "import",
    args: [system],
    input: exported.compose(createGzip({ level: 1 })),
    timeoutMs: 4 * 3_600_000,
    doing: "while its system was brought there",
  }).catch((error: unknown) => {
    if (broken === undefined) throw error;
    return failed([String(broken)]);
  });
  if (!isReply(answer)) return answer;
  return answer.end![0] === "imported" ? paths.length : failed(answer.all("log").map((fields) => fields.join(" ")));
}

/** `nixos-system-carol-25.11`, as people know it. */
export function withoutHash(system: string): string {
  return system.replace(/^[0-9a-z]{32}-/, "");
}
