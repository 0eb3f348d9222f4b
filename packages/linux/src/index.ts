/** Public names of @troupe/linux. */
export { type Generation, type GenerationFile, generationId, type Json, makeGeneration, type Provenance } from "./generation/generation.ts";
export {
  type EtcEntry,
  type GroupEntry,
  type HealthEntry,
  type HostEntry,
  invalidManifest,
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
