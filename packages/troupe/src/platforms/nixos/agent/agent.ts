/** The agent script of NixOS machines, as text. */
import { agentFoundation } from "@troupe/linux";
import { nixos } from "./script.generated.ts";

/** POSIX sh; ASCII only, so that its length in characters is its length in bytes. */
export const nixosAgentScript: string = agentFoundation + nixos;
