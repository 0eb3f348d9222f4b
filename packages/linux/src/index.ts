/** Public names of @troupe/linux. */
export * as linuxDiagnostics from "./diagnostics.ts";
export { agentFoundation, agentScript } from "./agent/agent.ts";
export { agentCommand } from "./agent/command.ts";
export { type AgentReply, parseReply, type ReplyFields } from "./agent/reply.ts";
export { sh } from "./agent/script/sh.ts";
export { generationArchive, generationTree } from "./agent/generation-archive.ts";
export { confirmSeconds, incomingFolder } from "./deployment/activate.ts";
export { carriedArchive, carriedFiles } from "./deployment/carried-files.ts";
export { type Generation, type GenerationFile, generationId, makeGeneration, type Provenance } from "./generation/generation.ts";
export {
  type EtcEntry,
  type GroupEntry,
  type HealthEntry,
  type HostEntry,
  type Manifest,
  type ManifestFile,
  parseManifest,
  printManifest,
  type StateEntry,
  type UnitEntry,
  type UserEntry,
  type WantsEntry,
} from "./generation/manifest.ts";
export { linuxModules } from "./modules.ts";
export { type Rendered, type RenderInput, renderGeneration } from "./render/render-generation.ts";
export { tarArchive, tarEnd, type TarDirectory, type TarEntry, type TarFile, tarFileHeader, type TarLink, tarPadding } from "./tar/tar.ts";
