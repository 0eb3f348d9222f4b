/** Public names of @troupe/linux. */
export * as linuxDiagnostics from "./diagnostics.ts";
export { newerFormat } from "./diagnostics.ts";
export { agentFoundation, agentScript } from "./agent/agent.ts";
export { agentCommand, type AgentSource } from "./agent/command.ts";
export { type AgentReply, parseReply, type ReplyFields } from "./agent/reply.ts";
export { generationArchive, generationTree } from "./agent/generation-archive.ts";
export { confirmSeconds, incomingFolder } from "./deployment/activation-script.ts";
export { packageArchive, packageFiles } from "./deployment/package-files.ts";
export type { Generation, GenerationFile, Provenance } from "./model/generation.ts";
export { formatVersions } from "./model/format-versions.ts";
export { generationId, makeGeneration } from "./generation/generation.ts";
export type {
  EtcEntry,
  GroupEntry,
  HealthEntry,
  HostEntry,
  Manifest,
  ManifestFile,
  StateEntry,
  UnitEntry,
  UserEntry,
  WantsEntry,
} from "./model/manifest.ts";
export { parseManifest, printManifest } from "./generation/manifest.ts";
export { linuxClass } from "./class.ts";
export { linuxModules } from "./modules.ts";
export type { Path } from "./model/generation-draft.ts";
export { settingPaths } from "./units/setting-paths.ts";
export { type Rendered, type RenderInput, renderGeneration } from "./render/generation.ts";
export {
  tarArchive,
  tarEnd,
  type TarDirectory,
  type TarEntry,
  type TarFile,
  tarFileHeader,
  type TarLink,
  tarPadding,
} from "./tar/tar.ts";
